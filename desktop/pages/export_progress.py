"""How far the file is written, and a way out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop import words
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import box, label

_THOUSAND = 1000


class ExportProgress(QWidget):
    """Hidden while nothing is written."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = self._total = 0
        self._text = label("label")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = button("x")
        panel = box("note")
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addWidget(self.bar)
        row = QHBoxLayout(panel)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addLayout(column, 1)
        row.addWidget(self.cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(panel)
        self.cancel.clicked.connect(self.cancel_requested)
        self.hide()

    def begin(self) -> None:
        """Nobody knows yet how much there is to write."""
        self.show_progress(0, 0)
        self.show()

    def show_progress(self, done: int, total: int) -> None:
        """In bytes."""
        self._done, self._total = done, total
        # Bytes are more than a progress bar counts. 0 to 0 = nobody knows.
        self.bar.setRange(0, _THOUSAND if total else 0)
        self.bar.setValue(_THOUSAND * done // total if total else 0)
        self._refresh()

    @property
    def text(self) -> str:
        return self._text.text()

    def _refresh(self) -> None:
        text = self.tr("Preparing the file …")
        if self._total and self._done >= self._total:
            text = self.tr("Putting the file in its place …")
        elif self._total:
            done, total = words.size(self._done), words.size(self._total)
            text = self.tr("{done} of {total} written").format(done=done, total=total)
        self._text.setText(text)
        self.bar.setAccessibleName(text)

    def retranslate(self) -> None:
        name_button(self.cancel, self.tr("Cancel"), self.tr("Nothing half-written is left behind"))
        self._refresh()
