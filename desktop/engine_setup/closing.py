"""Asks what becomes of a set-up when its window is closed."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.ask_dialog import AskDialog


def ask_to_end_set_up(parent: QWidget, on_agreed: Callable[[], object]) -> None:
    """`on_agreed` unless the user thinks better of it."""
    translate = QCoreApplication.translate
    AskDialog(
        translate("closing", "The engine is being set up."),
        translate(
            "closing",
            "It ends with the window. What has come so far is kept, and the next time it goes on "
            "from there.",
        ),
        translate("closing", "Close and go on later"), on_agreed, parent,
        stay=translate("closing", "Stay"),
    ).open()  # fmt: skip
