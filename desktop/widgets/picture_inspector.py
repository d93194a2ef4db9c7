"""The panel beside the pictures: one of them large, what was found, whether it is used."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.colors import CANVAS
from desktop.widgets.labels import hairline, label
from desktop.widgets.painting import draw_rounded
from desktop.widgets.toggle import Toggle


class _Picture(QWidget):
    """A square picture with round corners."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap: QPixmap | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_pixmap(self, pixmap: QPixmap | None) -> None:
        self._pixmap = pixmap
        self.update()

    def heightForWidth(self, width: int) -> int:
        return width

    def sizeHint(self) -> QSize:
        return QSize(280, 280)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._pixmap is not None:
                draw_rounded(painter, QRectF(self.rect()), self._pixmap, 8)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.palette().color(CANVAS))
                painter.drawRoundedRect(self.rect(), 8, 8)


class PictureInspector(QFrame):
    """Takes plain texts; reports the switch."""

    excluded_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setFixedWidth(300)
        self.picture = _Picture()
        self._name = label("label", wrap=True)
        self._size = label("hint")
        self.leave_out = Toggle()
        self._seen = label("label")
        self._findings = QVBoxLayout()
        self._findings.setSpacing(10)
        self._promise = label("hint", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 24, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.picture)
        layout.addWidget(self._name)
        layout.addWidget(self._size)
        layout.addWidget(hairline())
        layout.addWidget(self.leave_out)
        layout.addWidget(hairline())
        layout.addWidget(self._seen)
        layout.addLayout(self._findings)
        layout.addStretch(1)
        layout.addWidget(self._promise)
        self.leave_out.clicked.connect(self.excluded_requested)
        self.retranslate()

    def show_picture(self, name: str, size: str, *, excluded: bool) -> None:
        self._name.setText(name)
        self._size.setText(size)
        self.leave_out.setChecked(excluded)

    def show_findings(self, findings: Sequence[tuple[str, str]]) -> None:
        """(what was found, what to do) for each; none at all is good news."""
        while (item := self._findings.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for finding, cure in findings or [(self.tr("Nothing unusual: good to learn from."), "")]:
            row = label("hint" if not findings else "", finding, wrap=True)
            self._findings.addWidget(row)
            if cure:
                self._findings.addWidget(label("hint", cure, wrap=True))

    def retranslate(self) -> None:
        self.leave_out.setText(self.tr("Leave this picture out"))
        self._seen.setText(self.tr("What Manul saw"))
        self._promise.setText(self.tr("Your own files are never changed."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
