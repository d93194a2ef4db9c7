"""Something that takes a while: what it is, and how far it is."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop.widgets.labels import box, label


class BusyLine(QWidget):
    """Stays hidden until it is told something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = label("label")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        panel = box("note")
        row = QHBoxLayout(panel)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(16)
        row.addWidget(self._text)
        row.addWidget(self.bar, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(panel)
        self.hide()

    def tell(self, text: str, *, done: int, total: int) -> None:
        """`total` = 0 where nobody knows how much there is."""
        self._text.setText(text)
        self.bar.setAccessibleName(text)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.show()
