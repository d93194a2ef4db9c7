"""Exceptions that nobody expected reach the user, with details to copy, wherever they happen."""

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop import window_log
from desktop.background import background
from desktop.unexpected import UnexpectedErrors
from training.contract.errors import ManulError


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QWidget]:
    widget = QWidget()
    qtbot.addWidget(widget)
    yield widget


def fail() -> None:
    raise ZeroDivisionError("nobody expected this")


@pytest.mark.qt_no_exception_capture
def test_a_dialog_with_details_to_copy(
    parent: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    errors = UnexpectedErrors(parent)
    errors.install()
    owner = QObject(parent)
    background(owner, fail)
    qtbot.waitUntil(lambda: parent.findChild(QMessageBox) is not None)
    dialog = parent.findChild(QMessageBox)
    assert isinstance(dialog, QMessageBox)
    assert "ZeroDivisionError: nobody expected this" in dialog.detailedText()
    copy = next(b for b in dialog.buttons() if b.text().replace("&", "") == "Copy the details")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "fail" in QGuiApplication.clipboard().text()
    assert "ZeroDivisionError" in capsys.readouterr().err
    background(owner, fail)
    qtbot.waitUntil(lambda: "ZeroDivisionError" in capsys.readouterr().err)
    assert len(parent.findChildren(QMessageBox)) == 1, "one dialog at a time"
    dialog.close()
    qtbot.waitUntil(lambda: parent.findChild(QMessageBox) is None)


@pytest.mark.qt_no_exception_capture
def test_a_window_without_a_console_has_the_dialog_too(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As pythonw.exe starts it."""
    monkeypatch.setattr(sys, "stderr", None)
    error = ZeroDivisionError("nobody expected this")
    UnexpectedErrors(parent).show(ZeroDivisionError, error, None)
    dialog = parent.findChild(QMessageBox)
    assert isinstance(dialog, QMessageBox)
    assert "nobody expected this" in window_log.recent()
    dialog.close()


def test_background_work_answers_once_on_the_gui_thread(parent: QWidget, qtbot: QtBot) -> None:
    def refuse() -> None:
        raise ManulError("no_images")

    done: list[object] = []
    failed: list[ManulError] = []
    background(parent, lambda: 42, done.append, failed.append)
    background(parent, refuse, done.append, failed.append)
    qtbot.waitUntil(lambda: bool(done and failed))
    assert done == [42]
    assert failed[0].kind == "no_images"


def test_nobody_is_told_once_the_owner_is_gone(qtbot: QtBot) -> None:
    owner = QObject()
    done: list[object] = []
    background(owner, lambda: 42, done.append)
    owner.deleteLater()
    del owner
    qtbot.wait(50)
    assert done in ([], [42])
