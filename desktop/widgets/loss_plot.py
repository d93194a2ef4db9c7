"""The fixed test over the loss of each step, on the gallery's own time axis."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop import words
from desktop.colors import ACCENT, LINE, SECONDARY, SURFACE, TEXT, blend
from desktop.icons import dot
from desktop.widgets.painting import SEMI_BOLD, draw_text, sized
from desktop.widgets.plot_marks import Marks, paint_flag, paint_legend_dots, paint_star, paint_stop

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
        self._marks = Marks()
        self._selected = -1
        self._hovered: float | None = None
        self._describe: Callable[[int], str] | None = None
        self._texts = ("", "", "", "", "")
        self.setMouseTracking(True)
        self.setMinimumHeight(124)
        self.setMaximumHeight(156)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_texts(self, title: str, *, test: str, each_step: str, kept: str, painted: str) -> None:
        self._texts = (title, test, each_step, kept, painted)
        self.setAccessibleName(title)
        self.update()

    def set_points(
        self, losses: Points, tests: Points, marks: Marks, *, describe: Callable[[int], str]
    ) -> None:
        """`describe` says what there is at a step, for the pointer that rests on it."""
        self._losses, self._tests, self._marks = losses, tests, marks
        self._describe = describe
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
            self._paint_marks(painter, low, high)
            self._paint_selected(painter, low, high)
            self._paint_hovered(painter)

    def _paint_legend(self, painter: QPainter) -> None:
        palette = self.palette()
        title, test, each_step, kept, painted = self._texts
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
        paint_legend_dots(painter, palette, QPointF(19, 86), (kept, painted), width=_LABELS - 24)

    def _paint_marks(self, painter: QPainter, low: float, high: float) -> None:
        """Kept and painted steps on the time axis, the star on the curve, flags over it."""
        palette, marks = self.palette(), self._marks
        for step in sorted(marks.painted | marks.kept):
            x = self._x(step)
            if _LABELS <= x <= self.width():
                paint_stop(painter, palette, QPointF(x, self._floor), kept=step in marks.kept)
        value = value_at(self._tests, marks.star)
        if value is not None:
            paint_star(painter, palette, QPointF(self._x(marks.star), self._y(value, low, high)))
        for step, text in marks.flags:
            right = self.width() - 16
            paint_flag(painter, palette, self._x(step), text, bottom=self._floor, right=right)

    @property
    def _floor(self) -> float:
        return self.height() - _BOTTOM

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
            if box.left() + 6 < taken or not _LABELS <= centre <= self.width() + 34:
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

    def _paint_hovered(self, painter: QPainter) -> None:
        if self._hovered is not None:
            painter.setPen(QPen(self.palette().color(SECONDARY), 1))
            painter.drawLine(QPointF(self._hovered, 8), QPointF(self._hovered, self._floor))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The values under the pointer."""
        step = self.step_at(event.position().x())
        self._hovered = None if step is None else self._x(step)
        said = self._describe(step) if step is not None and self._describe else ""
        QToolTip.showText(event.globalPosition().toPoint(), said, self)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def step_at(self, x: float) -> int | None:
        """The learned step that lies nearest to `x`; None where there is none."""
        points = self._losses or self._tests
        if not points or not self._centres or x < _LABELS:
            return None
        steps = [step for step, _ in points]
        at = bisect_left(steps, x, key=self._x)
        near = steps[max(0, at - 1) : at + 1]
        return min(near, key=lambda step: abs(self._x(step) - x))

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
    at = bisect_left(points, step, key=lambda point: point[0])
    if at < len(points) and points[at][0] == step:
        return points[at][1]
    if not 0 < at < len(points):
        return None
    (s0, v0), (s1, v1) = points[at - 1], points[at]
    return v0 + (v1 - v0) * (step - s0) / (s1 - s0)
