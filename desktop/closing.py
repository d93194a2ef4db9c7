"""Asks what becomes of a training when its window is closed."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_before_closing(parent: QWidget, on_answered: Callable[[bool], None]) -> QMessageBox:
    """`on_answered(stop)` unless the user thinks better of it."""
    translate = QCoreApplication.translate
    dialog = QMessageBox(parent)
    dialog.setObjectName("closing")
    dialog.setIcon(QMessageBox.Icon.Question)
    dialog.setWindowTitle("Manul")
    dialog.setText(translate("closing", "A training is running."))
    dialog.setInformativeText(
        translate(
            "closing",
            "It can go on without the window: the next start finds it again. Or it stops now "
            "and keeps its state, to go on later.",
        )
    )
    keep = dialog.addButton(
        translate("closing", "Keep training"), QMessageBox.ButtonRole.AcceptRole
    )
    stop = dialog.addButton(
        translate("closing", "Stop and keep the state"), QMessageBox.ButtonRole.DestructiveRole
    )
    dialog.addButton(QMessageBox.StandardButton.Cancel)
    dialog.setDefaultButton(keep)

    def answered() -> None:
        clicked = dialog.clickedButton()
        dialog.deleteLater()
        if clicked in (keep, stop):
            on_answered(clicked is stop)

    dialog.finished.connect(answered)
    dialog.open()
    return dialog
