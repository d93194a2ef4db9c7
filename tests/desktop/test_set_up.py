"""The window sets an engine up, with real uv and tiny packages."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.ask_dialog import AskDialog
from desktop.engine_setup.dialog import SetUpDialog
from desktop.facts import EngineFact
from desktop.main_window import MainWindow
from tests.desktop.scene import wait
from tests.installers.fake_wheels import make_pack, make_parts
from training.contract.engine_setup.engine_file import read_engine_file
from training.contract.engine_setup.folders import engine_folders

Make = Callable[..., MainWindow]
UV = Path(sys.executable).with_name("uv")


@pytest.fixture
def opened(
    make_window: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[MainWindow, SetUpDialog]:
    monkeypatch.setenv("MANUL_PARTS", str(make_parts(tmp_path / "parts", uv=UV)))
    window = make_window()
    window._engine._set_fact(EngineFact(here=False))
    window.library.empty.presence.accepted.emit()
    dialog = window.findChild(SetUpDialog)
    assert isinstance(dialog, SetUpDialog)
    wait(window)
    return window, dialog


def test_an_engine_is_set_up_from_a_pack(
    opened: tuple[MainWindow, SetUpDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    window, dialog = opened
    assert dialog.start.isEnabled()
    assert dialog.start.text() == "Set up"
    dialog.show_pack(str(make_pack(tmp_path / "pack")))
    dialog.start.click()
    assert dialog.stop.isVisibleTo(dialog)
    assert not dialog.start.isVisibleTo(dialog)
    qtbot.waitUntil(lambda: dialog.done_note.isVisibleTo(dialog), timeout=60_000)
    assert Path(read_engine_file().python).is_file()
    assert not dialog.start.isVisibleTo(dialog)
    assert dialog.closing.isVisibleTo(dialog)
    wait(window)


def test_what_goes_wrong_is_told_and_can_be_gone_on_with(
    opened: tuple[MainWindow, SetUpDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    window, dialog = opened
    dialog.show_pack(str(tmp_path))
    dialog.start.click()
    qtbot.waitUntil(lambda: dialog.notice.isVisibleTo(dialog), timeout=60_000)
    assert "There is no engine pack in" in dialog.notice.accessibleName()
    dialog.show_pack(str(make_pack(tmp_path / "pack")))
    dialog.notice.action.click()
    qtbot.waitUntil(lambda: dialog.done_note.isVisibleTo(dialog), timeout=60_000)
    wait(window)


def test_cancel_is_pressed_once(
    opened: tuple[MainWindow, SetUpDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    window, dialog = opened
    dialog.show_pack(str(make_pack(tmp_path / "pack")))
    dialog.start.click()
    assert dialog.stop.isEnabled()
    dialog.stop.click()
    assert not dialog.stop.isEnabled()
    assert dialog.progress.accessibleName() == "Cancelling…"
    qtbot.waitUntil(lambda: dialog.done_note.isVisibleTo(dialog), timeout=60_000)
    assert dialog.done_note.accessibleName().startswith("Cancelled")
    assert read_engine_file().python == ""
    dialog.start.click()
    assert dialog.stop.isEnabled()
    qtbot.waitUntil(lambda: dialog.done_note.isVisibleTo(dialog), timeout=60_000)
    assert read_engine_file().python != ""
    wait(window)


def test_it_goes_on_while_the_dialog_is_closed_and_ends_with_the_window(
    opened: tuple[MainWindow, SetUpDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    window, dialog = opened
    dialog.show_pack(str(make_pack(tmp_path / "pack")))
    dialog.start.click()
    dialog.accept()
    window.set_up.show()
    again = next(one for one in window.findChildren(SetUpDialog) if one is not dialog)
    assert again.stop.isVisibleTo(again)
    window.close()
    question = window.findChild(AskDialog)
    assert isinstance(question, AskDialog)
    question.yes.click()
    assert not window.isVisible()
    assert read_engine_file().python == ""
    assert engine_folders().environments() == []


def test_the_processor_can_be_chosen(opened: tuple[MainWindow, SetUpDialog]) -> None:
    window, dialog = opened
    dialog.processor.click()
    wait(window)
    assert "You chose the processor" in dialog.panel.reason.text()
