"""Presets of every method, and runs of those that teach more than a word, in the window."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.engine import Engine
from desktop.facts import ExportFact, ExportWish
from desktop.main_window import MainWindow
from desktop.models.presets import PresetListModel, PresetRole
from desktop.stages import EXPORT, PRESET
from desktop.widgets.painting import sized, wrap
from desktop.widgets.preset_delegate import PURPOSE_LINES
from tests.desktop.event_loop import settle
from tests.desktop.recorder import RecordedRun, record_concept
from tests.desktop.web_uis import home_folder
from tests.web_ui_folders import install
from training.contract import events as ev
from training.contract.engine_process import engine_python
from training.contract.layout import RunFolder
from training.contract.runs import RunRequest, create_run, read_run_config

MakeWindow = Callable[..., MainWindow]
ENGINE_MS = 60_000
SHORT = (
    "training.max_train_steps=1", "sampling.sample_every=1", "sampling.num_inference_steps=1",
    "training.train_batch_size=1", "training.lr_decay_steps=0", "evaluation.pairs=2",
)  # fmt: skip


def record(workspace: Path, method: str, *, total: int = 40, every: int = 10) -> RecordedRun:
    request = RunRequest(
        method=method,
        assignments=(
            f"training.max_train_steps={total}", f"sampling.sample_every={every}",
            "training.lr_decay_steps=0", "training.lr_scheduler=constant",
        ),
    )  # fmt: skip
    folder = create_run(record_concept(workspace), request)
    return RecordedRun(folder, total=total, every=every, prompts=("a photo of pallas_cat animal",))


def look(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window._engine.looked):
        window._engine.look()


def test_a_preset_of_another_method_makes_its_run(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    def launch(engine: Engine, key: str, arguments: list[str], *_: object) -> bool:
        started.append(arguments)
        return True

    monkeypatch.setattr(Engine, "_launch", launch)
    concept = record_concept(workspace)
    window = make_window()
    window.open_concept(str(concept.path))
    window.show_stage(PRESET)
    qtbot.waitUntil(window.bar.primary.isEnabled)
    page = window.preset
    assert len(window.presets.cards) == 10
    # What the plan says makes cards taller.
    qtbot.waitUntil(lambda: all(card.memory for card in window.presets.cards))
    titles = ["LoRA, style", "DreamBooth, person", "Hypernetwork, object"]
    for title in titles:
        row = next(n for n, card in enumerate(window.presets.cards) if card.title == title)
        page.cards.setCurrentIndex(window.presets.index(row))
    assert window.editor.preset == "hypernetwork_object"
    settle()
    shown = page.cards.visualRect(page.cards.currentIndex())
    seen = page.cards.visibleRegion().boundingRect()
    assert seen.contains(shown.adjusted(0, 0, 0, -24)), "the page has to scroll to it"
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(started))
    made = read_run_config(RunFolder(Path(started[0][1])))
    assert (made.method.name, made.preset) == ("hypernetwork", "hypernetwork_object")
    # When the concept is opened again, its preset is chosen, and the page has scrolled to it.
    look(window, qtbot)
    qtbot.waitUntil(lambda: window.page is window.train)
    window.show_stage(PRESET)
    settle()
    assert page.cards.currentIndex().data(PresetRole.CARD).name == "hypernetwork_object"
    assert not page.cards.visibleRegion().intersected(QRect(shown)).isEmpty()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_preset_s_card_has_room_for_its_words(make_window: MakeWindow, language: str) -> None:
    make_window(language=language)
    presets = PresetListModel()
    presets.set_family("sd1")
    metrics = QFontMetrics(sized(QApplication.font(), 13))
    for card in presets.cards:
        # The narrowest card is 364 px wide, with margins of 18.
        assert len(wrap(card.purpose, metrics, 328, 9)) <= PURPOSE_LINES, card.purpose


def test_pictures_of_the_class_are_a_stage_of_their_own(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path
) -> None:
    run = record(workspace, "dreambooth")
    run.start()
    run.tell(ev.StageProgressed(stage="class_images", done=3, total=16))
    window = make_window()
    window.open_run(run.key)
    assert "Stage: Class 3 of 16" in window.train.figures.accessibleName()
    assert "does not forget" in window.train.notes.text()
    run.learn(1)
    run.tell(ev.StageProgressed(stage="learning", done=1, total=40))
    look(window, qtbot)
    assert not window.train.notes.isVisible()
    run.let_go()


def test_a_full_model_that_was_dropped_is_not_offered(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path
) -> None:
    run = record(workspace, "dreambooth")
    run.start()
    run.learn(20)
    window = make_window()
    window.open_run(run.key)
    window.show_stage(EXPORT)
    window.export.choose_step(10)
    shutil.rmtree(run.folder.checkpoint(0))
    shutil.rmtree(run.folder.checkpoint(10))
    run.learn(20)
    run.finish()
    look(window, qtbot)
    assert [fact.step for fact in window.export.steps.model.facts] == [20, 30, 40]
    assert window.export.step == 40
    assert "pallas_cat animal" in window.export.name.field.accessibleDescription()
    window.open_run(run.key)
    assert window.gallery.steps == [0, 10, 20, 30, 40], "what was painted stays"
    window.train.timeline.scrubber.setValue(1)
    assert window.bar.reason.text() == "This step was not kept"
    assert not window.bar.primary.isEnabled()
    window.train.timeline.scrubber.setValue(2)
    assert window.bar.primary.isEnabled()


@pytest.mark.parametrize(
    ("method", "prompt", "then"),
    [
        ("dreambooth", "a photo of pallas_cat animal", "choose big_cat as the model, and type"),
        ("lora", "a photo of pallas_cat animal", "load big_cat as a LoRA, and type"),
        ("hypernetwork", "a photo of pallas_cat animal", "load big_cat as a hypernetwork, and"),
        ("hypernetwork", "a photo of pallas_cat animal <hypernet:big_cat:1>", "type"),
    ],
)
def test_what_a_prompt_alone_does_not_call_is_said(
    make_window: MakeWindow, workspace: Path, method: str, prompt: str, then: str
) -> None:
    run = record(workspace, method)
    run.start()
    window = make_window()
    window.open_run(run.key)
    window.show_stage(EXPORT)
    window.export.show_done(ExportWish(run.key, 0, "/out"), ExportFact("/out/big_cat.pt", prompt))
    assert window.export.result.then.startswith(f"Then {then}")
    assert window.export.result.sentence == prompt
    run.let_go()


def test_a_lora_goes_where_a1111_looks(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path
) -> None:
    a1111 = install("a1111", home_folder() / "stable-diffusion-webui")
    comfy = install("comfyui", home_folder() / "ComfyUI")
    run = create_run(record_concept(workspace), RunRequest(method="lora", assignments=SHORT))
    command = [str(engine_python()), "-m", "training.cli"]
    subprocess.run([*command, "run", str(run.path)], check=True, capture_output=True)
    window = make_window(probes=True)
    window._engine.probe()
    qtbot.waitUntil(lambda: len(window._engine.fact.web_uis) == 2, timeout=ENGINE_MS)
    window.open_run(str(run.path))
    window.show_stage(EXPORT)
    page = window.export
    card = next(card for card in page.where.cards if card.text() == "AUTOMATIC1111")
    assert str(a1111 / "models" / "Lora") in card.accessibleName()
    assert any(str(comfy / "models" / "loras") in c.accessibleName() for c in page.where.cards)
    assert "“pallas_cat animal” stands for it" in page.name.field.accessibleDescription()
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.result.isVisible, timeout=ENGINE_MS)
    made = a1111 / "models" / "Lora" / "pallas_cat.safetensors"
    size = int.from_bytes(made.read_bytes()[:8], "little")
    assert any("lora_down" in name for name in json.loads(made.read_bytes()[8 : 8 + size]))
    assert page.result.sentence == "a photo of pallas_cat animal <lora:pallas_cat:1>"
    assert page.result.remarks[0] == f"pallas_cat.safetensors is in {made.parent}"
    assert page.result.then == "Then type"
    qtbot.mouseClick(page.where.other, Qt.MouseButton.LeftButton)
    assert "models/Lora" in page.where._hint.text()
    assert "embeddings" not in page.where._hint.text()
