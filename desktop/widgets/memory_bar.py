"""A bar of a card's memory: what a training takes, what is free, what other programs hold."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.colors import ERROR, SURFACE, TEXT, blend

BAR_HEIGHT = 10
# The mark of what is free now stands out above and below.
TICK = 4
_RADIUS = 5
_GAP = 1
_HATCH = 4
# Shares of ink in the surface: the model, its optimizer, working memory; and the empty bar.
INKS = (0.75, 0.50, 0.30)
EMPTY_INK = 0.09
HATCH_INK = 0.34


@dataclass(frozen=True)
class MemoryShares:
    """Bytes. The whole bar is the card."""

    model: int
    optimizer: int
    working: int
    free: int
    total: int

    @property
    def needed(self) -> int:
        return self.model + self.optimizer + self.working

    @property
    def others(self) -> int:
        """What the desktop and other programs hold."""
        return max(0, self.total - self.free)


def paint_memory_bar(
    painter: QPainter, rect: QRectF, shares: MemoryShares, palette: QPalette
) -> None:
    """`rect` is the bar itself; the tick needs TICK more above and below."""
    if shares.total <= 0:
        return
    scale = rect.width() / shares.total
    free = rect.left() + min(rect.width(), shares.free * scale)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    round_bar = QPainterPath()
    round_bar.addRoundedRect(rect, _RADIUS, _RADIUS)
    painter.setClipPath(round_bar, Qt.ClipOperation.IntersectClip)
    painter.fillRect(rect, blend(palette, SURFACE, TEXT, EMPTY_INK))
    _hatch(painter, _between(rect, free, rect.right()), blend(palette, SURFACE, TEXT, HATCH_INK))
    left = rect.left()
    for part, ink in zip((shares.model, shares.optimizer, shares.working), INKS, strict=True):
        right = min(free, left + part * scale)
        if right - left > _GAP:
            color = blend(palette, SURFACE, TEXT, ink)
            painter.fillRect(_between(rect, left, right - _GAP), color)
        left = max(left, right)
    if shares.needed > shares.free:
        right = min(rect.right(), rect.left() + shares.needed * scale)
        beyond = _between(rect, free, max(right, free + 3 * _HATCH))
        error = palette.color(ERROR)
        painter.fillRect(beyond, error)
        _hatch(painter, beyond, palette.color(SURFACE))
    painter.restore()
    painter.setPen(QPen(palette.color(TEXT), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QLineF(free, rect.top() - TICK, free, rect.bottom() + TICK))


def _between(rect: QRectF, left: float, right: float) -> QRectF:
    return QRectF(left, rect.top(), max(0.0, right - left), rect.height())


def _hatch(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """Slanted lines; Qt's own pattern would not grow with the screen's scale."""
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(color, 1))
    height, x = rect.height(), rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QLineF(x, rect.bottom(), x + height, rect.top()))
        x += _HATCH
    painter.restore()


class MemoryBar(QWidget):
    """The bar as a widget of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: MemoryShares | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, BAR_HEIGHT + 2 * TICK)

    def show_shares(self, shares: MemoryShares, spoken: str) -> None:
        self._shares = shares
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._shares is None:
            return
        rect = QRectF(0, TICK, self.width(), BAR_HEIGHT)
        with QPainter(self) as painter:
            paint_memory_bar(painter, rect, self._shares, self.palette())


class Swatch(QWidget):
    """The square of a bar's part in its legend; `ink` = None is hatched."""

    def __init__(self, ink: float | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = ink
        self.setFixedSize(10, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect = self.palette(), QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._ink is None:
                _hatch(painter, rect, blend(palette, SURFACE, TEXT, HATCH_INK))
                painter.setPen(blend(palette, SURFACE, TEXT, HATCH_INK))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QBrush(blend(palette, SURFACE, TEXT, self._ink)))
            painter.drawRoundedRect(rect, 2, 2)
