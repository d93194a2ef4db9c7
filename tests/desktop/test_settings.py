"""What is chosen in the settings works at once, is remembered, and reaches the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.facts import CardChoice, EngineFact
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.settings.dialog import SettingsDialog
from tests.desktop.recorder import record_concept, record_run
from training.contract.layout import workspace_path
from training.contract.user_settings import PROCESSOR, UserSettings, read_user_settings

MakeWindow = Callable[..., MainWindow]


def open_settings(window: MainWindow, section: int = 0) -> SettingsDialog:
    window.settings_actions.show()
    dialog = window.findChild(SettingsDialog)
    assert isinstance(dialog, SettingsDialog)
    dialog.show_section(section)
    return dialog


def test_another_workspace_is_opened(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    run = record_run(record_concept(workspace), total=40, every=10)
    run.start()
    run.learn(12)
    window = make_window()
    assert window.page is window.train
    dialog = open_settings(window)
    general = dialog.general
    qtbot.waitUntil(lambda: general.place.field.text() == str(workspace))
    other = tmp_path / "another place"
    other.mkdir()
    with qtbot.waitSignal(window.workspace_actions.changed):
        window.choosers.workspace_chosen.emit(str(other))
    assert window.page is window.library
    qtbot.waitUntil(lambda: general.place.field.text() == str(other))
    assert window.concepts.facts == [] and window.run is None
    assert not window.bar.job.isVisible(), "its training goes on, elsewhere"
    monkeypatch.delenv("MANUL_WORKSPACE")
    assert workspace_path() == other, "the command line has it too"
    window.workspace_actions.take(str(workspace))
    qtbot.waitUntil(lambda: len(window._engine.live_runs()) == 1)
    run.let_go()


def test_a_folder_that_cannot_be_written_is_refused(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, tmp_path: Path
) -> None:
    window = make_window()
    dialog = open_settings(window)
    (tmp_path / "file").write_text("")
    window.workspace_actions.take(str(tmp_path / "file"))
    qtbot.waitUntil(lambda: dialog.general.place.note.isVisible())
    assert "file" in dialog.general.place.note.accessibleName()
    assert window._engine.workspace == workspace
    assert read_user_settings() == UserSettings()


def test_the_card_is_chosen(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    cards = (CardChoice("GPU-1", "RTX 3060", 12 << 30), CardChoice("GPU-2", "RTX 4060", 8 << 30))
    window._engine._set_fact(EngineFact(True, cards=cards))
    computing = open_settings(window, 2).computing
    assert list(computing.cards) == ["", "GPU-1", "GPU-2", PROCESSOR]
    assert computing.cards[""].isChecked()
    qtbot.mouseClick(computing.cards["GPU-2"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: read_user_settings().card == "GPU-2")
    qtbot.mouseClick(computing.cards[PROCESSOR], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: read_user_settings().card == PROCESSOR)
    window._engine._set_fact(EngineFact(True, cards=cards[:1]))
    assert list(computing.cards) == ["", PROCESSOR]
    assert "chosen in the settings" in computing._engine.text()
    window._engine._set_fact(EngineFact(True))
    assert not computing.cards and "No NVIDIA card" in computing._card_hint.text()


def test_the_number_format_is_chosen(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    field = open_settings(window, 2).computing.precision
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_End)
    assert field.currentData() == "fp32"
    field.activated.emit(field.currentIndex())
    qtbot.waitUntil(lambda: read_user_settings().mixed_precision == "fp32")


def test_addresses_are_checked_while_typed(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    network = open_settings(window, 3).network
    proxy = network.fields["proxy"]
    qtbot.keyClicks(proxy, "proxy:3128")
    assert proxy.property("tone") == "error"
    assert "is not an address" in proxy.accessibleDescription()
    qtbot.keyClick(proxy, Qt.Key.Key_Return)
    proxy.clear()
    qtbot.keyClicks(proxy, "http://proxy:3128")
    assert proxy.property("tone") == ""
    qtbot.keyClick(proxy, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: read_user_settings().proxy == "http://proxy:3128")


def test_places_can_be_forgotten(
    make_window: MakeWindow, qtbot: QtBot, preferences: Preferences
) -> None:
    preferences.remember_web_ui_folder("/programs/forge")
    preferences.remember_base_model("/models/a.safetensors")
    window = make_window()
    places = open_settings(window, 1).places
    buttons = {b.accessibleName(): b for b in places.findChildren(type(places.add))}
    qtbot.mouseClick(buttons["Forget it: /programs/forge"], Qt.MouseButton.LeftButton)
    assert preferences.web_ui_folders == []
    buttons = {b.accessibleName(): b for b in places.findChildren(type(places.add))}
    qtbot.mouseClick(buttons["Forget it: /models/a.safetensors"], Qt.MouseButton.LeftButton)
    assert preferences.base_models == []


def test_sections_by_keyboard(make_window: MakeWindow, qtbot: QtBot) -> None:
    dialog = open_settings(make_window())
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    dialog.tabs[0].setFocus()
    qtbot.waitUntil(dialog.tabs[0].hasFocus)
    qtbot.keyClick(dialog.tabs[0], Qt.Key.Key_Down)
    assert dialog.tabs[1].isChecked() and dialog.places.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
