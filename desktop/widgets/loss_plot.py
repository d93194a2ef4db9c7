"""The fixed test over the loss of each step, on the gallery's own time axis."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import words
from desktop.colors import ACCENT, LINE, SECONDARY, SURFACE, TEXT, blend
from desktop.icons import dot
from desktop.widgets.painting import SEMI_BOLD, draw_text, sized

Points = Sequence[tuple[int, float]]
_LABELS = 200.0
_SCALE = 38.0
_TOP, _BOTTOM = 14.0, 30.0


class LossPlot(QWidget):
    """Plain points in, a picture out; losses are unitless, lower is better."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._losses: Points = ()
        self._tests: Points = ()
        self._steps: list[int] = []
        self._centres: list[float] = []
        self._selected = -1
        self._texts = ("", "", "")
        self.setMinimumHeight(116)
        self.setMaximumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_texts(self, title: str, *, test: str, each_step: str) -> None:
        self._texts = (title, test, each_step)
        self.setAccessibleName(title)
        self.update()

    def set_points(self, losses: Points, tests: Points) -> None:
        self._losses, self._tests = losses, tests
        if tests:
            self.setAccessibleDescription(f"{words.decimal(tests[-1][1], 3)}")
        self.update()

    def set_axis(self, steps: Sequence[int], centres: Sequence[float], *, selected: int) -> None:
        """Steps and where they lie; between them time runs evenly."""
        self._steps, self._centres = list(steps), list(centres)
        self._selected = selected
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_legend(painter)
            if not self._centres:
                return
            # What has been scrolled to the left ends where the labels begin.
            left = _LABELS - 12
            painter.setClipRect(QRectF(left, 0, self.width() - left, self.height()))
            low, high = self._bounds()
            self._paint_grid(painter, low, high)
            left = _LABELS + _SCALE - 6
            painter.setClipRect(QRectF(left, 0, self.width() - left, self.height()))
            palette = self.palette()
            thin = QPen(blend(palette, SURFACE, TEXT, 0.42), 1)
            thick = QPen(palette.color(TEXT), 2.2)
            thick.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            for pen, points in ((thin, self._losses), (thick, self._tests)):
                painter.setPen(pen)
                line = [QPointF(self._x(s), self._y(v, low, high)) for s, v in points]
                painter.drawPolyline(QPolygonF(line))
            self._paint_selected(painter, low, high)

    def _paint_legend(self, painter: QPainter) -> None:
        palette = self.palette()
        title, test, each_step = self._texts
        painter.setFont(sized(self.font(), 13, SEMI_BOLD))
        draw_text(painter, QRectF(15, 8, _LABELS - 20, 22), title, color=palette.color(TEXT))
        painter.setFont(sized(self.font(), 12))
        rows = (
            (test, QPen(palette.color(TEXT), 2.2)),
            (each_step, QPen(blend(palette, SURFACE, TEXT, 0.42), 1)),
        )
        for row, (text, pen) in enumerate(rows):
            middle = 44.0 + row * 21
            painter.setPen(pen)
            painter.drawLine(QLineF(15, middle, 33, middle))
            line = QRectF(41, middle - 10, _LABELS - 46, 20)
            draw_text(painter, line, text, color=palette.color(SECONDARY))

    def _paint_grid(self, painter: QPainter, low: float, high: float) -> None:
        palette = self.palette()
        painter.setFont(sized(self.font(), 12))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if self._losses or self._tests:
            digits = 2 if high - low > 0.03 else 3
            for share in (0.1, 0.5, 0.9):
                value = low + (high - low) * share
                y = self._y(value, low, high)
                painter.setPen(QPen(palette.color(LINE), 1))
                painter.drawLine(QPointF(_LABELS + _SCALE, y), QPointF(self.width() - 16, y))
                box = QRectF(_LABELS - 12, y - 9, _SCALE + 6, 18)
                text = words.decimal(value, digits)
                draw_text(painter, box, text, color=palette.color(SECONDARY), flags=right)
        taken = -1.0
        for step, centre in zip(self._steps, self._centres, strict=False):
            box = QRectF(centre - 34, self.height() - 25, 68, 18)
            if box.left() + 6 < taken or centre < _LABELS:
                continue
            taken = box.right()
            centred = Qt.AlignmentFlag.AlignCenter
            text = words.number(step)
            draw_text(painter, box, text, color=palette.color(SECONDARY), flags=centred)

    def _paint_selected(self, painter: QPainter, low: float, high: float) -> None:
        if not 0 <= self._selected < len(self._centres):
            return
        accent = self.palette().color(ACCENT)
        x = self._centres[self._selected]
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 8), QPointF(x, self.height() - _BOTTOM))
        value = value_at(self._tests, self._steps[self._selected])
        if value is not None:
            painter.setPen(QPen(self.palette().color(SURFACE), 2))
            painter.setBrush(accent)
            dot(painter, QPointF(x, self._y(value, low, high)), 5)

    def _bounds(self) -> tuple[float, float]:
        """Lowest and highest shown; single outliers of a noisy loss may leave the picture."""
        values = sorted(value for _, value in self._losses)
        values = values[: max(1, round(len(values) * 0.98))]
        values += [value for _, value in self._tests]
        if not values:
            return 0.0, 1.0
        low, high = min(values), max(values)
        margin = (high - low or high or 1.0) * 0.08
        return low - margin, high + margin

    def _x(self, step: int) -> float:
        at = min(max(bisect_right(self._steps, step) - 1, 0), len(self._steps) - 1)
        if at == len(self._steps) - 1:
            return self._centres[-1]
        share = (step - self._steps[at]) / (self._steps[at + 1] - self._steps[at])
        return self._centres[at] + (self._centres[at + 1] - self._centres[at]) * share

    def _y(self, value: float, low: float, high: float) -> float:
        height = self.height() - _TOP - _BOTTOM
        return _TOP + (high - value) / (high - low) * height


def value_at(points: Points, step: int) -> float | None:
    """The value at a step, on the straight line between its neighbours."""
    for (s0, v0), (s1, v1) in pairwise(points):
        if s0 <= step <= s1 and s1 > s0:
            return v0 + (v1 - v0) * (step - s0) / (s1 - s0)
    return next((value for at, value in points if at == step), None)
