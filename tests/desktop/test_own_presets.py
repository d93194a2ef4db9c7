"""Presets of the user's own in the window: saved, changed, renamed, deleted, given and taken."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.preset_actions import read_dropped_preset
from desktop.preset_dialog import PresetDialog
from desktop.stages import PRESET
from tests.desktop.recorder import record_concept
from training.contract.own_presets import own_preset_file
from training.contract.presets import load_preset, own_preset_folder
from training.contract.setting_values import preset_values

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def window(make_window: MakeWindow, workspace: Path, qtbot: QtBot) -> MainWindow:
    concept = record_concept(workspace)
    made = make_window()
    made.open_concept(str(concept.path))
    made.show_stage(PRESET)
    made.editor.set_preset("lora")
    qtbot.waitUntil(made.bar.primary.isEnabled)
    return made


def save(window: MainWindow, qtbot: QtBot, title: str) -> None:
    window.preset.advanced.save.click()
    dialog = window.findChildren(PresetDialog)[-1]
    assert not dialog.keep.isEnabled()
    dialog.title.setText(title)
    dialog.purpose.setPlainText("Of my friends.")
    dialog.keep.click()


def test_a_preset_is_saved_changed_renamed_and_deleted(window: MainWindow, qtbot: QtBot) -> None:
    window.editor.choices.set_override("method", "rank", 24)
    save(window, qtbot, "My faces")
    qtbot.waitUntil(lambda: window.editor.preset == "my_faces")
    card = window.presets.card("my_faces")
    assert card is not None and card.is_own
    assert (card.title, card.purpose) == ("My faces", "Of my friends.")
    assert window.presets.cards[-1] == card
    assert window.editor.choices.overrides == {}
    assert window.preset.panel.menu_button.isVisible()
    menu = window.preset.own_menu
    assert not menu.update_action.isEnabled()

    window.editor.choices.set_override("training", "max_train_steps", 7)
    assert menu.update_action.isEnabled()
    menu.update_action.trigger()
    qtbot.waitUntil(lambda: window.editor.choices.overrides == {})
    assert window.editor.choices.value("training", "max_train_steps") == 7
    assert preset_values(load_preset("my_faces"), "sd1")["method.rank"] == 24

    menu.rename_action.trigger()
    dialog = window.findChildren(PresetDialog)[-1]
    dialog.title.setText("LoRA")
    dialog.keep.click()
    qtbot.waitUntil(dialog.error.isVisible)
    dialog.title.setText("Friends")
    dialog.keep.click()
    qtbot.waitUntil(lambda: window.presets.card("my_faces").title == "Friends")  # type: ignore[union-attr]

    menu.delete_action.trigger()
    box = window.findChildren(QMessageBox)[-1]
    next(b for b in box.buttons() if b.text() == "Delete").click()
    qtbot.waitUntil(lambda: window.presets.card("my_faces") is None)
    assert window.editor.preset == "lora"
    assert not own_preset_file("my_faces").exists()
    assert not window.preset.panel.menu_button.isVisible()


def test_a_preset_file_is_taken_and_a_damaged_one_told(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    given = tmp_path / "given.toml"
    window.preset_actions.write(load_preset("lora_style").changed(title="Given"), given)
    qtbot.waitUntil(given.is_file)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(given))])
    assert read_dropped_preset(mime) == given
    window.preset_actions.take(given)
    qtbot.waitUntil(lambda: window.editor.preset == "given")
    window.preset_actions.take(given)
    qtbot.waitUntil(window.preset.notice.isVisible)

    (own_preset_folder() / "cut.toml").write_text('title = "Cut', encoding="utf-8")
    window.preset_actions.read()
    qtbot.waitUntil(window.preset.damaged.isVisible)
    assert window.presets.card("given") is not None
    own_preset_file("cut").unlink()
    window.preset_actions.read()
    qtbot.waitUntil(lambda: not window.preset.damaged.isVisible())
