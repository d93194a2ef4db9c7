"""A few square pictures side by side, as large as the width allows."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.colors import LINE
from desktop.widgets.painting import draw_rounded

_GAP = 8
_MOST = 160


class PictureRow(QWidget):
    """`count` places; those without a picture stay plain."""

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = count
        self._pictures: list[QPixmap | None] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_pictures(self, pictures: Sequence[QPixmap | None]) -> None:
        self._pictures = list(pictures)[: self._count]
        self.update()

    def heightForWidth(self, width: int) -> int:
        return min(_MOST, (width - (self._count - 1) * _GAP) // self._count)

    def sizeHint(self) -> QSize:
        return QSize(self._count * (_MOST + _GAP) - _GAP, _MOST)

    def paintEvent(self, event: QPaintEvent) -> None:
        side = (self.width() - (self._count - 1) * _GAP) / self._count
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place in range(self._count):
                rect = QRectF(place * (side + _GAP), 0, side, self.height())
                picture = self._pictures[place] if place < len(self._pictures) else None
                if picture is not None:
                    draw_rounded(painter, rect, picture, 6)
                    continue
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.palette().color(LINE))
                painter.drawRoundedRect(rect, 6, 6)
