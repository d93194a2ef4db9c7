"""A small icon between words, sharp and in the right colour whatever the theme and scale."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.colors import SECONDARY, Role
from desktop.widgets.painting import draw_icon

_SIDE = 16


class Sign(QWidget):
    """As high as a line of text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph, self._role = "info", SECONDARY
        self.setFixedSize(_SIDE, _SIDE)

    def show_sign(self, glyph: str, role: Role) -> None:
        self._glyph, self._role = glyph, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            color = self.palette().color(self._role)
            draw_icon(painter, QRectF(self.rect()), self._glyph, color)
