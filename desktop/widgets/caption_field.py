"""A few lines of text that keep themselves: after a pause, and when the field is left."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_PAUSE_MS = 800


class CaptionField(QPlainTextEdit):
    """Reports what was typed; text that is shown is no edit."""

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(74)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._shown = self._reported = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.textChanged.connect(self._on_text_changed)

    def show_text(self, text: str) -> None:
        """The same text again takes nothing from who is typing on meanwhile."""
        if text == self._shown:
            return
        self._shown = text
        if " ".join(self.toPlainText().split()) != text:
            self._pause.stop()
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
        self._reported = self.toPlainText()

    def flush(self) -> None:
        """Report at once what has not been reported yet."""
        self._pause.stop()
        if (text := self.toPlainText()) != self._reported:
            self._reported = text
            self.edited.emit(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()

    def _on_text_changed(self) -> None:
        self._pause.start()
