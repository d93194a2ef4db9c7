"""Asks what becomes of a set-up when its window is closed."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget


def ask_to_end_set_up(parent: QWidget, on_agreed: Callable[[], object]) -> QMessageBox:
    """`on_agreed` unless the user thinks better of it."""
    translate = QCoreApplication.translate
    dialog = QMessageBox(parent)
    dialog.setObjectName("closing_set_up")
    dialog.setIcon(QMessageBox.Icon.Question)
    dialog.setWindowTitle("Manul")
    dialog.setText(translate("closing", "The engine is being set up."))
    dialog.setInformativeText(
        translate(
            "closing",
            "It ends with the window. What has come so far is kept, and the next time it goes on "
            "from there.",
        )
    )
    close = dialog.addButton(
        translate("closing", "Close and go on later"), QMessageBox.ButtonRole.DestructiveRole
    )
    stay = dialog.addButton(translate("closing", "Stay"), QMessageBox.ButtonRole.RejectRole)
    dialog.setDefaultButton(stay)
    dialog.setEscapeButton(stay)

    def answered() -> None:
        agreed = dialog.clickedButton() is close
        dialog.deleteLater()
        if agreed:
            on_agreed()

    dialog.finished.connect(answered)
    dialog.open()
    return dialog
