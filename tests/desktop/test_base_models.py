"""The page Concept offers the models of this machine, with real engines that look for them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from desktop import words
from desktop.answers import engine_fact
from desktop.base_model_choices import hub_name
from desktop.engine import Engine
from desktop.facts import BaseModelChoice, EngineFact, ModelFact, WebUIFact, report_of
from desktop.main_window import MainWindow
from desktop.models.base_models import ModelCard, model_card, model_list
from desktop.preferences import Preferences
from desktop.stages import CONCEPT
from desktop.transfer import Transfer
from tests.desktop.recorder import DEMO as PICTURES
from tests.desktop.web_uis import COMFY_MODELS, FORGE_MODELS, home_folder, install_few, install_many
from tests.model_files.headers import full_size
from tests.training.fake_hub import FakeHub
from training.contract.base_models import DEMO, DEMO_FOLDER
from training.contract.errors import ManulError

MakeWindow = Callable[..., MainWindow]
PROBE_MS = 30_000


def describe(window: MainWindow, qtbot: QtBot) -> None:
    window.take_pictures([PICTURES / "morning_cup" / "images"])
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 5)
    window.editor.set_name("blue_cup")
    window.show_stage(CONCEPT)


def cards(window: MainWindow) -> dict[str, ModelCard]:
    return {card.title: card for card in window.concept.models.cards.facts}


def click_card(window: MainWindow, qtbot: QtBot, title: str) -> None:
    view, shown = window.concept.models.list, window.concept.models.cards
    row = [card.title for card in shown.facts].index(title)
    view.scrollTo(shown.index(row))
    place = view.visualRect(shown.index(row)).topLeft() + QPoint(60, 20)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def until_all_are_known(window: MainWindow, qtbot: QtBot) -> None:
    def known() -> bool:
        models = window._engine.fact.models
        return bool(models) and all(model.usable is not None for model in models)

    qtbot.waitUntil(known, timeout=PROBE_MS)


def test_a_found_model_is_chosen_and_kept(
    make_window: MakeWindow, qtbot: QtBot, preferences: Preferences
) -> None:
    forge = install_few()
    window = make_window(probes=True)
    describe(window, qtbot)
    until_all_are_known(window, qtbot)
    shown = cards(window)
    assert shown["sd_xl_base_1.0"].detail.startswith("SDXL · ")
    assert shown["dreamshaper_8"].detail.startswith("Stable Diffusion 1.x · ")
    assert shown["dreamshaper_8"].origin == "Forge"
    click_card(window, qtbot, "sd_xl_base_1.0")
    path = str(forge / FORGE_MODELS / "sd_xl_base_1.0.safetensors")
    assert window.editor.base_model == path
    qtbot.waitUntil(lambda: window.editor.model_info is not None)
    qtbot.waitUntil(window.bar.primary.isEnabled)
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.editor.key is not None)
    assert window.editor.base_model == window.editor.request().base_model == path
    assert preferences.base_models == [path], "the next concept begins with it"


def test_a_model_that_cannot_be_taught_says_why(make_window: MakeWindow, qtbot: QtBot) -> None:
    forge = install_few()
    window = make_window(probes=True)
    describe(window, qtbot)
    until_all_are_known(window, qtbot)
    refused = cards(window)["sd-v1-5-inpainting"]
    assert "inpainting" in refused.detail and not refused.is_offered
    click_card(window, qtbot, refused.title)
    assert window.editor.base_model == DEMO, "it cannot be chosen"
    # Browsed for or dropped, it is taken and the same is said.
    window.editor.set_base_model(str(forge / FORGE_MODELS / f"{refused.title}.safetensors"))
    qtbot.waitUntil(lambda: window.editor.model_problem() is not None)
    assert cards(window)[refused.title].detail == refused.detail
    assert window.bar.reason.text() == "Choose another base model"
    assert not window.bar.primary.isEnabled()


def test_a_large_collection_fills_in_by_and_by(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine looks into one model a call, as if the disk were slow."""
    install_many()
    asked: list[None] = []
    real = Engine._call

    def call(engine: Engine, arguments: list[str], on_done: Any, on_failed: Any) -> None:
        asked.append(None)
        budget = len(asked)

        def cut(answer: dict[str, Any]) -> None:
            for model in answer["base_models"][4 * budget :]:
                model |= {"usable": None, "family": None, "problem": None}
            on_done(answer)

        real(engine, arguments, cut, on_failed)

    monkeypatch.setattr(Engine, "_call", call)
    window = make_window(probes=True)
    describe(window, qtbot)
    qtbot.waitUntil(lambda: bool(window._engine.fact.models), timeout=PROBE_MS)
    unseen = [card for card in cards(window).values() if "looking" in card.detail]
    assert unseen and all(card.is_offered for card in unseen)
    until_all_are_known(window, qtbot)
    assert not [card for card in cards(window).values() if "looking" in card.detail]
    calls = len(asked)
    assert calls >= 4
    qtbot.waitUntil(lambda: not window.search._is_asking)
    assert len(asked) == calls, "and then it rests"


def test_what_never_becomes_known_is_not_asked_for_forever(
    make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[None] = []
    web_uis = (WebUIFact("forge", "Forge", "/forge"),)
    models = (ModelFact("/forge/a.safetensors", "a", "Forge", 1),)

    def probe(engine: Engine, folders: object = ()) -> None:
        asked.append(None)
        assert len(asked) < 9
        engine._set_fact(EngineFact(True, web_uis=web_uis, models=models))

    window = make_window(probes=True, here=True)
    monkeypatch.setattr(Engine, "probe", probe)
    window.search.look()
    assert len(asked) == 2


def test_a_thousand_models_do_not_hold_up_typing(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    models = tuple(
        ModelFact(f"/m/model_{number}.safetensors", f"model_{number}", "Forge", 2**31, "sd1", True)
        for number in range(1000)
    )
    window._engine._set_fact(EngineFact(True, models=models))
    describe(window, qtbot)
    cards = window.concept.models.cards
    assert cards.rowCount() > 1000
    with qtbot.assertNotEmitted(cards.modelReset), qtbot.assertNotEmitted(cards.dataChanged):
        qtbot.keyClicks(window.concept.name, "_is_a_good_name_")


def test_nothing_found_is_said_and_another_folder_is_looked_into(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, preferences: Preferences
) -> None:
    window = make_window(probes=True)
    describe(window, qtbot)
    hint = window.concept.models._hint
    qtbot.waitUntil(lambda: hint.text().startswith("No web UI was found"), timeout=PROBE_MS)
    window.search.add_folder(str(tmp_path))
    said = f"No web UI was recognised in {tmp_path}."
    qtbot.waitUntil(lambda: hint.text().startswith(said), timeout=PROBE_MS)
    assert preferences.web_ui_folders == []
    forge = install_few().rename(tmp_path / "elsewhere")
    qtbot.mouseClick(window.concept.models.other, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(forge))
    dialog.close()
    until_all_are_known(window, qtbot)
    assert preferences.web_ui_folders == [str(forge)]
    assert "dreamshaper_8" in cards(window)
    assert hint.text().startswith("3 models found in Forge.")


def test_a_filter_finds_by_name_and_family(make_window: MakeWindow, qtbot: QtBot) -> None:
    install_many()
    window = make_window(probes=True)
    describe(window, qtbot)
    until_all_are_known(window, qtbot)
    panel = window.concept.models
    assert panel.filter.isVisible()
    qtbot.keyClicks(panel.filter, "sdxl jugg")
    assert list(cards(window)) == ["juggernautXL_v9Rdphoto2Lightning"]
    assert window.editor.base_model == DEMO, "filtering chooses nothing"
    qtbot.keyClick(panel.filter, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    comfy = home_folder() / "ComfyUI" / COMFY_MODELS
    assert window.editor.base_model == str(comfy / "juggernautXL_v9Rdphoto2Lightning.safetensors")
    qtbot.keyClick(panel.filter, Qt.Key.Key_Escape)
    assert len(cards(window)) > 10


def test_a_model_is_dropped_on_the_page(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "моя модель.safetensors"
    full_size(file, "sdxl")
    window = make_window()
    describe(window, qtbot)
    panel = window.concept.models
    mime, buttons = QMimeData(), Qt.MouseButton.LeftButton
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    action, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(40, 40), action, mime, buttons, keys)
    QApplication.sendEvent(window.concept, enter)
    assert enter.isAccepted() and panel._hint.text().startswith("Let go")
    drop = QDropEvent(QPointF(40, 40), action, mime, buttons, keys)
    QApplication.sendEvent(window.concept, drop)
    assert window.editor.base_model == str(file)
    qtbot.waitUntil(lambda: window.editor.model_info is not None)
    assert cards(window)["моя модель"].detail.startswith("SDXL · ")
    assert not panel._hint.text().startswith("Let go")


def test_the_list_of_models(qtmodeltester: Any, qtbot: QtBot) -> None:
    model = model_list()
    qtmodeltester.check(model)
    seen = BaseModelChoice("/a.ckpt", ModelFact("/a.ckpt", "a", "Forge", 2**31, "sd1", True))
    unseen = BaseModelChoice("/b.ckpt", ModelFact("/b.ckpt", "b", "Forge", 2**31))
    model.set_facts([model_card(choice, is_chosen=False) for choice in (seen, unseen)])
    qtmodeltester.check(model)
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("b, Manul is looking")
    assert unseen.found is not None
    bad = replace(unseen, found=replace(unseen.found, usable=False))
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        model.set_facts([model_card(choice, is_chosen=False) for choice in (seen, bad)])
    assert not model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert "Cannot be taught" in model.index(1).data(Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" owner/name ", "owner/name"),
        ("https://huggingface.co/owner/name", "owner/name"),
        ("https://huggingface.co/owner/name/tree/main?x=1#files", "owner/name"),
        ("hf.co/owner", "hf.co/owner"),
        ("sdxl", "sdxl"),
        ("a/b/c", "a/b/c"),
    ],
)
def test_names_on_the_hub(typed: str, name: str) -> None:
    assert hub_name(typed) == name


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    """The demo model as owner/little, for the engine's process too."""
    files = {
        path.relative_to(DEMO_FOLDER).as_posix(): path.read_bytes()
        for path in DEMO_FOLDER.rglob("*")
        if path.is_file()
    }
    fake = FakeHub("owner/little", files)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("HF_ENDPOINT", fake.url)
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    yield fake
    fake.close()


def test_a_model_of_the_hub_is_downloaded(
    make_window: MakeWindow, qtbot: QtBot, hub: FakeHub
) -> None:
    window = make_window()
    describe(window, qtbot)
    panel = window.concept.models
    panel.hub_action.trigger()
    dialog = window.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue("little")
    dialog.accept()
    assert "is not the name of a model" in panel._hint.text()
    assert window.editor.base_model == DEMO
    panel.take_hub_name("https://huggingface.co/owner/little")
    qtbot.waitUntil(panel.download.isVisible)
    assert panel._hint.property("tone") == ""
    assert cards(window)["little"].detail == "Not downloaded yet"
    assert window.bar.reason.text() == "Download the base model first"
    qtbot.mouseClick(panel.download, Qt.MouseButton.LeftButton)
    assert not panel.download.isVisible()
    assert cards(window)["little"].detail == "Asking the hub …"
    assert panel.cancel.isVisible() and panel.progress.isVisible()
    assert window.bar.reason.text() == "The base model is being downloaded"
    qtbot.waitUntil(lambda: window.editor.model_info is not None, timeout=PROBE_MS)
    assert cards(window)["little"].origin == "Hugging Face"
    assert window.editor.base_model == "owner/little"
    qtbot.waitUntil(window.bar.primary.isEnabled)


def test_a_download_tells_how_far_it_is_and_can_be_stopped(
    make_window: MakeWindow, qtbot: QtBot, hub: FakeHub
) -> None:
    window = make_window()
    describe(window, qtbot)
    panel, choices = window.concept.models, window.editor.base_models
    panel.take_hub_name("owner/little")
    qtbot.waitUntil(panel.download.isVisible)
    told: list[tuple[int, int]] = []

    def stop_halfway() -> None:
        choice = choices.get("owner/little")
        if choice is not None and choice.is_loading and 0 < choice.size < choice.total:
            told.append((choice.size, choice.total))
            panel.cancel.click()

    choices.changed.connect(stop_halfway)
    hub.cuts, hub.cut_after, hub.hangs = 1, 2**20, True
    qtbot.mouseClick(panel.download, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told), timeout=PROBE_MS)
    assert not panel.progress.isVisible() and panel.download.isVisible()
    assert "are here" in cards(window)["little"].detail
    choices.changed.disconnect(stop_halfway)
    qtbot.mouseClick(panel.download, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.editor.model_info is not None, timeout=PROBE_MS)


@pytest.mark.quick
def test_how_fast_a_model_comes() -> None:
    now, start = [0.0], 5 << 30
    transfer = Transfer(clock=lambda: now[0])
    for seconds, done, rate in ((0, 0, 0), (0.5, 0, 0), (2, 400, 200), (20, 4000, 200)):
        now[0] = seconds
        transfer.add(start + done)
        assert transfer.rate == rate, seconds


def test_a_download_that_fails_can_be_begun_again(
    make_window: MakeWindow, qtbot: QtBot, hub: FakeHub
) -> None:
    hub.refusals["/owner/little"] = (503, "")
    window = make_window()
    describe(window, qtbot)
    panel = window.concept.models
    panel.take_hub_name("owner/little")
    qtbot.waitUntil(panel.download.isVisible)
    qtbot.mouseClick(panel.download, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.concept.notice.isVisible, timeout=PROBE_MS)
    assert "owner/little" in window.concept.notice.accessibleName()
    assert "command" not in window.concept.notice.accessibleName()
    assert panel.download.isVisible()


def test_advice_of_the_command_line_is_not_given_in_the_window(
    make_window: MakeWindow,
) -> None:
    window = make_window()
    cut = report_of(ManulError("model_missing.cut", name="owner/little"))
    window.concept.show_problem(cut)
    assert "Press “Download it” again" in window.concept.notice.accessibleName()


def test_a_newer_engine_may_say_more(make_window: MakeWindow) -> None:
    answer = {
        "engine": {"torch": "9"}, "cards": [],
        "web_uis": [{"tool": "newui", "name": "New UI", "path": "/new", "folders": None}, 3],
        "base_models": [
            {"path": "/new/a.safetensors", "name": "a", "tool": "newui", "bytes": 2**32,
             "family": "sd9", "usable": True, "problem": None},
            {"path": "/new/b.safetensors", "name": "b", "tool": "newui", "bytes": 5,
             "family": None, "usable": False, "problem": {"message": "no"}},
        ],
    }  # fmt: skip
    window = make_window()
    window._engine._set_fact(engine_fact(json.loads(json.dumps(answer))))
    shown = cards(window)
    assert shown["a"].detail == words.size(2**32) and shown["a"].is_offered
    assert not shown["b"].is_offered and "no" in shown["b"].detail
    assert shown["a"].origin == "New UI"
