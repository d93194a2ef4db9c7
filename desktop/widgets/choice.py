"""A card of which one is chosen: an icon over a word."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.colors import ACCENT, TEXT
from desktop.widgets.painting import NORMAL, SEMI_BOLD, draw_icon, draw_text, sized
from desktop.widgets.radio_card import CardState, paint_ground


class ChoiceCard(QAbstractButton):
    """A card with an icon and a word."""

    def __init__(self, glyph: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(74)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(120, 74)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect = self.palette(), QRectF(self.rect())
        chosen = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, palette, rect, CardState.of(self))
            icon = QRectF(rect.center().x() - 11, 13, 22, 22)
            glyph = f"{self._glyph}-fill" if chosen else self._glyph
            draw_icon(painter, icon, glyph, palette.color(ACCENT if chosen else TEXT))
            painter.setFont(sized(self.font(), 13, SEMI_BOLD if chosen else NORMAL))
            line = QRectF(8, 42, rect.width() - 16, 20)
            centre = Qt.AlignmentFlag.AlignCenter
            draw_text(painter, line, self.text(), color=palette.color(TEXT), flags=centre)
