"""A line in the rail for something that goes on behind the pages: two lines and a thin bar."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.colors import ACCENT, LINE, SECONDARY, TEXT
from desktop.widgets.painting import NORMAL, draw_icon, draw_text, sized
from desktop.widgets.plate import paint_plate

_HEIGHT = 50


class RailJob(QAbstractButton):
    """A click leads to the whole of it; hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = self._detail = self._glyph = ""
        self._share: float | None = None
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(196, _HEIGHT)

    def tell(self, title: str, detail: str, *, glyph: str, share: float | None = None) -> None:
        """`share` = how much is done; None = nothing goes on any more."""
        self._title, self._detail, self._glyph, self._share = title, detail, glyph, share
        self.setAccessibleName(f"{title}: {detail}")
        self.setToolTip(self.accessibleName())
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect = self.palette(), QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_plate(painter, self, rect, selected=False)
            draw_icon(painter, QRectF(8, 9, 16, 16), self._glyph, palette.color(SECONDARY))
            width = rect.width() - 34 - 6
            painter.setFont(sized(self.font(), 12, NORMAL))
            draw_text(painter, QRectF(34, 6, width, 18), self._title, color=palette.color(TEXT))
            detail = QRectF(34, 22, width, 18)
            draw_text(painter, detail, self._detail, color=palette.color(SECONDARY))
            if self._share is not None:
                self._paint_bar(painter, QRectF(34, 42, width, 3), self._share)

    def _paint_bar(self, painter: QPainter, bar: QRectF, share: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(LINE))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        bar.setWidth(bar.width() * max(0.0, min(1.0, share)))
        painter.setBrush(self.palette().color(ACCENT))
        painter.drawRoundedRect(bar, 1.5, 1.5)
