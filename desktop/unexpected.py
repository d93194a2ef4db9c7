"""Unexpected exceptions: a dialog that can be copied, instead of a window that vanishes."""

import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop import window_log
from training import __version__


class UnexpectedErrors:
    """Put in place of `sys.excepthook`; one dialog at a time, everything to stderr too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._parent = parent
        self._dialog: QMessageBox | None = None

    def install(self) -> None:
        sys.excepthook = self.show

    def show(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        window_log.note(text)
        # A window that Windows started from its menu has none.
        if sys.stderr is not None:
            sys.stderr.write(text)
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        if self._dialog is None:
            self._dialog = make_dialog(error, text, self._parent)
            self._dialog.finished.connect(self._on_finished)
            self._dialog.open()

    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def make_dialog(error: BaseException, text: str, parent: QWidget | None) -> QMessageBox:
    """Says what happened, holds the traceback behind "Show details", copies it."""
    translate = QCoreApplication.translate
    dialog = QMessageBox(parent)
    dialog.setIcon(QMessageBox.Icon.Warning)
    dialog.setWindowTitle(translate("UnexpectedErrors", "Something went wrong"))
    dialog.setText(
        translate(
            "UnexpectedErrors",
            "Something went wrong in the window. Your pictures, runs and a running training "
            "are not touched.",
        )
    )
    dialog.setInformativeText(
        translate("UnexpectedErrors", "This is our mistake. Please report it with the details.")
    )
    details = f"Manul {__version__}, Python {sys.version.split()[0]}, {sys.platform}\n\n{text}"
    dialog.setDetailedText(details)
    copy = dialog.addButton(
        translate("UnexpectedErrors", "Copy the details"), QMessageBox.ButtonRole.ActionRole
    )
    # Copying does not close the dialog.
    copy.clicked.disconnect()
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
    dialog.addButton(QMessageBox.StandardButton.Close)
    return dialog
