"""One square picture, as large as the width allows, with a badge."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.colors import LINE
from desktop.widgets.painting import MEDIUM, draw_badge, draw_rounded, sized


class BigPicture(QWidget):
    """Without a picture its place stays plain."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self._pixmap: QPixmap | None = None
        self._glyph = self._badge = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, pixmap: QPixmap | None, *, glyph: str, badge: str) -> None:
        self._pixmap, self._glyph, self._badge = pixmap, glyph, badge
        self.setAccessibleName(badge)
        self.update()

    def heightForWidth(self, width: int) -> int:
        return min(self._most, width)

    def sizeHint(self) -> QSize:
        return QSize(self._most, self._most)

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._pixmap is None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.palette().color(LINE))
                painter.drawRoundedRect(rect, 6, 6)
            else:
                draw_rounded(painter, rect, self._pixmap, 6)
            if self._badge:
                painter.setFont(sized(self.font(), 12, MEDIUM))
                draw_badge(painter, rect, glyph=self._glyph, text=self._badge)
