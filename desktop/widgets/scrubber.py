"""A slider through time whose stops lie where somebody else's columns are."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QWidget

from desktop.colors import ACCENT, CANVAS, SECONDARY, TEXT, blend
from desktop.icons import dot
from desktop.widgets.painting import draw_text, sized

_HEIGHT = 44


class Scrubber(QAbstractSlider):
    """The value is the number of a stop; `reached` = the last one that is past."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._centres: list[float] = []
        self._reached = -1.0
        self._left_text = ""
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPageStep(1)

    def set_label(self, text: str) -> None:
        self._left_text = text
        self.setAccessibleName(text)
        self.update()

    def set_stops(self, centres: Sequence[float], *, reached: float) -> None:
        """`reached` counts stops and may lie between two."""
        self._centres, self._reached = list(centres), reached
        self.setRange(0, max(0, len(centres) - 1))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        middle = self.height() / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), 12))
            left = self.rect().adjusted(15, 0, 0, 0).toRectF()
            left.setWidth(175)
            draw_text(painter, left, self._left_text, color=palette.color(SECONDARY))
            if not self._centres:
                return
            painter.setClipRect(195, 0, self.width() - 195, self.height())
            start, end = self._centres[0], self._centres[-1]
            now = position_of(self._reached, self._centres)
            future = QPen(blend(palette, CANVAS, TEXT, 0.18), 4)
            past = QPen(palette.color(SECONDARY), 4)
            for pen in (future, past):
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(future)
            painter.drawLine(QPointF(start, middle), QPointF(end, middle))
            if now > start:
                painter.setPen(past)
                painter.drawLine(QPointF(start, middle), QPointF(now, middle))
            for number, centre in enumerate(self._centres):
                if not 180 <= centre <= self.width() + 10:
                    continue
                painter.setPen(QPen(palette.color(CANVAS), 2))
                is_past = number <= self._reached
                tint = blend(palette, CANVAS, TEXT, 0.35)
                painter.setBrush(palette.color(SECONDARY) if is_past else tint)
                dot(painter, QPointF(centre, middle), 4)
            self._paint_knob(painter, middle)

    def _paint_knob(self, painter: QPainter, middle: float) -> None:
        if not 0 <= self.value() < len(self._centres):
            return
        palette = self.palette()
        knob = QPointF(self._centres[self.value()], middle)
        painter.setPen(QPen(palette.color(CANVAS), 3))
        painter.setBrush(palette.color(ACCENT))
        dot(painter, knob, 10)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(ACCENT), 2))
            dot(painter, knob, 14)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event)

    def _follow(self, event: QMouseEvent) -> None:
        if self._centres:
            x = event.position().x()
            stops = range(len(self._centres))
            self.setValue(min(stops, key=lambda stop: abs(self._centres[stop] - x)))


def position_of(stop: float, centres: Sequence[float]) -> float:
    """Where `stop`, which may lie between two, is on the axis."""
    if stop <= 0:
        return centres[0]
    whole = int(stop)
    if whole >= len(centres) - 1:
        return centres[-1]
    return centres[whole] + (centres[whole + 1] - centres[whole]) * (stop - whole)
