"""A trained run goes from the page Export to web UIs, by a real engine."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.engine import Engine
from desktop.export_places import export_places, is_whole, written_place
from desktop.facts import EngineFact, ExportChoice, RunningFact, WebUIFact
from desktop.main_window import MainWindow
from desktop.pages.export_format import ExportFormat
from desktop.pages.export_progress import ExportProgress
from desktop.preferences import Preferences
from desktop.stages import EXPORT
from tests.desktop.recorder import record_concept
from tests.desktop.web_uis import home_folder
from tests.training import fake_web_uis as fakes
from tests.training.fake_web_uis import FakeServer, serving
from tests.web_ui_folders import install
from training.contract.engine_process import engine_python
from training.contract.layout import RunFolder
from training.contract.runs import RunRequest, create_run

MakeWindow = Callable[..., MainWindow]
ENGINE_MS = 60_000
SHORT = (
    "training.max_train_steps=2", "sampling.sample_every=2", "sampling.num_inference_steps=1",
    "training.train_batch_size=1", "evaluation.pairs=2",
)  # fmt: skip


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A finished run of the demo model, two steps long."""
    concept = record_concept(tmp_path_factory.mktemp("trained") / "workspace")
    run = create_run(concept, RunRequest(preset="quick_look", assignments=SHORT))
    command = [str(engine_python()), "-m", "training.cli", "run", str(run.path), "--json"]
    subprocess.run(command, check=True, capture_output=True)
    return run


@pytest.fixture
def window(
    trained: RunFolder, workspace: Path, make_window: MakeWindow, qtbot: QtBot
) -> MainWindow:
    """On the page Export, with a copy of the run; Forge and ComfyUI are here."""
    concept = trained.concept.path
    shutil.copytree(concept, workspace / concept.name)
    forge = install("forge", home_folder() / "stable-diffusion-webui-forge")
    comfy = install("comfyui", home_folder() / "ComfyUI")
    made = make_window()
    made._engine._set_fact(
        EngineFact(
            True,
            web_uis=(
                WebUIFact("forge", "Forge", str(forge), str(forge / "embeddings")),
                WebUIFact("comfyui", "ComfyUI", str(comfy), str(comfy / "models" / "embeddings")),
            ),
        )
    )
    key = str(workspace / concept.name / trained.path.relative_to(concept))
    qtbot.waitUntil(lambda: made._engine.run(key) is not None)
    made.open_run(key)
    made.show_stage(EXPORT)
    return made


@pytest.fixture
def serve() -> Iterator[Callable[[FakeServer], str]]:
    with ExitStack() as servers:
        yield lambda fake: servers.enter_context(serving(fake)).address


def export(window: MainWindow, qtbot: QtBot) -> None:
    assert window.bar.primary.isEnabled(), window.bar.reason.text()
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    assert window.bar.reason.text() == "Writing the file …"
    assert not window.bar.primary.isEnabled()
    qtbot.waitUntil(window.bar.primary.isEnabled, timeout=ENGINE_MS)


def choose(window: MainWindow, qtbot: QtBot, name: str) -> None:
    card = next(card for card in window.export.where.cards if card.text() == name)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert card.isChecked()
    assert window.bar.reason.text() == f"To {name}"


def test_a_file_goes_where_the_chosen_web_ui_looks(
    window: MainWindow, qtbot: QtBot, preferences: Preferences
) -> None:
    page, forge = window.export, home_folder() / "stable-diffusion-webui-forge"
    assert [card.text() for card in page.where.cards] == ["Forge", "ComfyUI"]
    choose(window, qtbot, "Forge")
    export(window, qtbot)
    assert not page.notice.isVisible()
    assert [path.stem for path in (forge / "embeddings").iterdir()] == ["pallas_cat"]
    assert page.result.remarks[0].endswith(f"is in {forge / 'embeddings'}")
    assert page.result.sentence == "a photo of pallas_cat"
    assert preferences.export_place == str(forge)
    choose(window, qtbot, "ComfyUI")
    export(window, qtbot)
    comfy = home_folder() / "ComfyUI" / "models" / "embeddings"
    assert [path.stem for path in comfy.iterdir()] == ["pallas_cat"]
    assert page.result.sentence == "a photo of embedding:pallas_cat"


def test_a_file_that_is_there_is_asked_about(window: MainWindow, qtbot: QtBot) -> None:
    page, forge = window.export, home_folder() / "stable-diffusion-webui-forge"
    made = forge / "embeddings" / "pallas_cat.pt"
    made.write_bytes(b"somebody else's")
    choose(window, qtbot, "Forge")
    window.activateWindow()
    export(window, qtbot)
    assert made.read_bytes() == b"somebody else's"
    assert "There is already another file" in page.notice.accessibleName()
    assert "--" not in page.notice.accessibleName(), "advice for a terminal"
    assert page.notice.action.isVisible()
    # Another name: typed where the cursor stands already.
    qtbot.waitUntil(page.name.field.hasFocus)
    qtbot.keyClicks(page.name.field, "our cat")
    assert window.bar.reason.text() == "This name cannot be used"
    assert not page.notice.isVisible(), "replacing was offered for the name of before"
    page.name.field.clear()
    qtbot.keyClicks(page.name.field, "our_cat")
    export(window, qtbot)
    assert made.read_bytes() == b"somebody else's"
    assert sorted(path.stem for path in made.parent.iterdir()) == ["our_cat", "pallas_cat"]
    assert page.result.sentence == "a photo of our_cat"
    # Or the old one is replaced, and only when that is said.
    page.name.field.setText("pallas_cat")
    export(window, qtbot)
    assert made.read_bytes() == b"somebody else's"
    qtbot.mouseClick(page.notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.read_bytes() != b"somebody else's", timeout=ENGINE_MS)
    qtbot.waitUntil(window.bar.primary.isEnabled, timeout=ENGINE_MS)
    assert page.result.isVisible() and not page.notice.isVisible()


def test_a_card_says_that_its_web_ui_runs(window: MainWindow, qtbot: QtBot) -> None:
    """Asked by a real engine, where ComfyUI listens by default."""
    try:
        running = serving(fakes.comfyui(home_folder() / "ComfyUI"), port=8188)
        with running:
            window.show_library()
            window.show_stage(EXPORT)
            said = "ComfyUI, {}, Running: hears of the new file at once"
            name = said.format(home_folder() / "ComfyUI" / "models" / "embeddings")
            cards = window.export.where.cards
            qtbot.waitUntil(
                lambda: name in [card.accessibleName() for card in cards], timeout=ENGINE_MS
            )
            assert not any("Running" in c.accessibleName() for c in cards if c.text() == "Forge")
    except OSError:
        pytest.skip("somebody listens on port 8188 of this machine")
    # It is closed; who comes back from the browser sees that.
    window.show_library()
    window.show_stage(EXPORT)
    qtbot.waitUntil(
        lambda: not any("Running" in card.accessibleName() for card in cards), timeout=ENGINE_MS
    )


@pytest.mark.quick
def test_of_two_installations_the_one_runs_that_reads_its_folder() -> None:
    both = [
        WebUIFact("comfyui", "ComfyUI", f"/{name}", f"/{name}/embeddings") for name in ("a", "b")
    ]

    def runs(embeddings: str, web_uis: list[WebUIFact]) -> list[str]:
        running = [RunningFact("comfyui", embeddings)]
        places = export_places(web_uis, "textual_inversion", running=running)
        return [place.path for place in places if place.runs]

    assert runs("/b/embeddings", both) == ["/b"]
    assert runs("", both) == []
    assert runs("", both[:1]) == ["/a"]
    assert runs("/elsewhere", both[:1]) == [], "another copy, of which nobody knew"


@pytest.mark.parametrize("ends", ["cancelled", "closed"])
def test_an_export_that_is_ended_leaves_nothing(
    window: MainWindow, qtbot: QtBot, ends: str
) -> None:
    page, forge = window.export, home_folder() / "stable-diffusion-webui-forge"
    choose(window, qtbot, "Forge")
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    assert page.progress.isVisible() and page.progress.text == "Preparing the file …"
    call = window.export_actions._call
    assert call is not None and call._process.waitForStarted()
    half = forge / "embeddings" / f".pallas_cat.pt.{call._process.processId()}.1.tmp"
    half.write_bytes(b"half of it")
    others = half.with_name(f".theirs.pt.{os.getpid()}.1.tmp")
    others.write_bytes(b"of another that still writes")
    if ends == "closed":
        window.close()
        assert not window.isVisible()
    else:
        qtbot.mouseClick(page.progress.cancel, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(window.bar.primary.isEnabled)
        assert page.progress.isHidden() and not page.result.isVisible()
    assert list(half.parent.iterdir()) == [others]


@pytest.mark.quick
def test_progress_is_shown_in_bytes(qtbot: QtBot) -> None:
    progress = ExportProgress()
    qtbot.addWidget(progress)
    progress.begin()
    assert (progress.bar.minimum(), progress.bar.maximum()) == (0, 0)
    progress.show_progress(2**30, 2**32)
    assert progress.text == "1\u00a0GB of 4\u00a0GB written"
    assert progress.bar.value() == progress.bar.maximum() // 4
    progress.show_progress(2**32, 2**32)
    assert progress.text == "Putting the file in its place …"


@pytest.mark.parametrize("has_api", [True, False])
def test_a_running_web_ui_is_told_by_its_address(
    window: MainWindow, qtbot: QtBot, serve: Callable[[FakeServer], str], has_api: bool
) -> None:
    page, forge = window.export, home_folder() / "stable-diffusion-webui-forge"
    fake = fakes.a1111(forge, is_forge=True) if has_api else fakes.a1111_without_api()
    qtbot.mouseClick(page.where.other, Qt.MouseButton.LeftButton)
    assert page.where.folder.isVisible()
    address = serve(fake)
    qtbot.keyClicks(page.where.folder, address.removeprefix("http://"))
    assert page.where.place == address
    export(window, qtbot)
    if has_api:
        assert [path.stem for path in (forge / "embeddings").iterdir()] == ["pallas_cat"]
        assert page.result.remarks[-1] == "Forge is running and has it now."
        assert "POST /sdapi/v1/refresh-embeddings" in fake.asked
    else:
        assert "its API is off" in page.notice.accessibleName()
        assert "Start it with --api" in page.notice.accessibleName()
        assert not page.result.isVisible()


def test_what_a_web_ui_cannot_use_is_said_before(make_window: MakeWindow) -> None:
    web_uis = [
        WebUIFact("forge", "Forge", "/forge", "/forge/embeddings", "/forge/models/hypernetworks"),
        WebUIFact("invokeai", "InvokeAI", "/invokeai"),
        WebUIFact("comfyui", "ComfyUI", "/comfy", hypernetworks="/comfy/models/hypernetworks"),
        WebUIFact("newui", "New UI", "/new"),
    ]
    places = export_places(web_uis, "hypernetwork")
    assert [place.name for place in places] == ["ComfyUI", "New UI", "Forge", "InvokeAI"]
    panel = make_window().export.where
    panel.show_places(places, is_searched=True, method="hypernetwork")
    assert [card.isEnabled() for card in panel.cards] == [True, True, False, False]
    said = panel.cards[2].accessibleName()
    assert "Forge lists hypernetworks but no longer applies them." in said
    assert "Export it for AUTOMATIC1111 or ComfyUI" in said, "the alternative"
    assert panel.place == "/comfy"
    panel.remember("/forge", "")
    assert panel.place == "/comfy", "it went there last, and cannot now"
    panel.set_folder("/out")
    assert "embeddings" not in panel._hint.text()


@pytest.mark.quick
def test_a_merged_lora_goes_among_the_checkpoints() -> None:
    forge = WebUIFact("forge", "Forge", "/forge", loras="/forge/Lora", checkpoints="/forge/SD")
    assert export_places([forge], "lora")[0].folder == "/forge/Lora"
    assert export_places([forge], "lora", "merged")[0].folder == "/forge/SD"


@pytest.mark.parametrize(
    ("text", "place", "whole"),
    [
        ("", "", False),
        (" /out ", "/out", True),
        ("out", "out", False),
        ("http://127.0.0.1:7860/", "http://127.0.0.1:7860/", True),
        ("127.0.0.1:7860", "http://127.0.0.1:7860", True),
        ("localhost:8188", "http://localhost:8188", True),
        ("studio.local:7860", "http://studio.local:7860", True),
        ("http:", "http:", False),
    ],
)
def test_what_can_be_written_into_the_field(text: str, place: str, whole: bool) -> None:
    assert written_place(text) == place
    assert is_whole(place) is whole


def test_the_home_folder_may_be_short() -> None:
    assert written_place("~/out") == os.path.join(os.path.expanduser("~"), "out")


def test_an_export_names_its_file(monkeypatch: pytest.MonkeyPatch, window: MainWindow) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(Engine, "_call", lambda engine, arguments, *_: asked.append(arguments))
    window.export.primary()
    window.export.name.field.setText("other_cat")
    window.export._ask(overwrite=True)
    assert "--name" not in asked[0] and "--overwrite" not in asked[0]
    assert asked[1][-4:] == ["--name", "other_cat", "--overwrite", "--json"]


def test_the_format_can_be_chosen(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = window.export
    assert page.format.choice == ExportChoice()
    page.format.fold.click()
    assert page.format.format.isVisible() and not page.format.precision.isVisible()
    target = tmp_path / "there"
    page.where.set_folder(str(target))
    page.format.format.setCurrentIndex(page.format.format.findData("safetensors"))
    assert page.format.choice == ExportChoice("safetensors")
    export(window, qtbot)
    assert [path.name for path in target.iterdir()] == ["pallas_cat.safetensors"]


@pytest.mark.quick
def test_each_method_has_its_formats(qtbot: QtBot) -> None:
    box = ExportFormat()
    qtbot.addWidget(box)
    box.retranslate()
    box.show_formats("lora", "sd1", "")
    box.format.setCurrentIndex(box.format.findData("merged"))
    box.strength.setValue(0.8)
    box.precision.setCurrentIndex(box.precision.findData("fp32"))
    assert box.choice == ExportChoice("merged", "fp32", 0.8)
    for method, family, tool, formats in (
        ("dreambooth", "sd1", "", ["safetensors", "diffusers"]),
        ("dreambooth", "sd1", "comfyui", ["safetensors"]),
        ("textual_inversion", "sdxl", "", ["safetensors"]),
        ("textual_inversion", "sd1", "swarmui", ["safetensors", "pt"]),
        ("hypernetwork", "sd1", "", ["pt"]),
        ("a newer one", "sd1", "", []),
    ):
        box.show_formats(method, family, tool)
        found = [box.format.itemData(row) for row in range(box.format.count())]
        assert found == formats
        assert box.choice.strength is None and box.choice.format == ""
