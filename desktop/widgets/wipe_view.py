"""One picture large, or two with a line between them that wipes from one to the other."""

from enum import Enum, auto

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.colors import ACCENT, CANVAS, LINE, ON_WHITE, SHADE
from desktop.icons import dot
from desktop.widgets.painting import SEMI_BOLD, draw_icon, draw_label, sized

_MARGIN = 16.0
_KNOB = 18.0
_GRIP = 20.0
_STEP = 0.02
_ZOOM_STEP = 1.25
_MOST_ZOOM = 16.0
_KEY_ZOOM = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
_KEY_MOVES = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class _Hold(Enum):
    NOTHING = auto()
    LINE = auto()
    PICTURE = auto()


class WipeView(QWidget):
    """`zoom` counts pixels of the screen for one of the picture; None = as large as fits."""

    moved = Signal(int, int)  # steps through time, prompts
    zoom_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left: QPixmap | None = None
        self._right: QPixmap | None = None
        self._compares = False
        self._labels = (("", ""), ("", ""))
        self._split = 0.5
        self._zoom: float | None = None
        self._shift = QPointF()
        self._hold = _Hold.NOTHING
        self._held_at = QPointF()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 200)
        self.setMouseTracking(True)

    def show_pictures(
        self, right: QPixmap | None, left: QPixmap | None = None, *, compares: bool = False
    ) -> None:
        """`right` alone, or `left` beside it on the other side of the line. Zoom and line stay;
        None = still being loaded."""
        self._right, self._left, self._compares = right, left, compares
        self._keep_inside()
        self.update()

    def set_labels(self, right: tuple[str, str], left: tuple[str, str] = ("", "")) -> None:
        """(icon, words) in the upper corners."""
        self._labels = (left, right)
        said = " | ".join(words for _, words in self._labels if words)
        self.setAccessibleName(said)
        self.update()

    # zoom --------------------------------------------------------------------------------

    @property
    def split(self) -> float:
        """Where the line is, as a share of what is seen of the picture."""
        return self._split

    @property
    def is_fitted(self) -> bool:
        return self._zoom is None

    @property
    def zoom(self) -> float:
        return self._fitting_zoom() if self._zoom is None else self._zoom

    def set_zoom(self, zoom: float | None, *, around: QPointF | None = None) -> None:
        """None = fit; `around` stays where it is."""
        before, centre = self.zoom, around or QRectF(self.rect()).center()
        place = centre - self._area().center() - self._shift
        self._zoom = None if zoom is None else min(max(zoom, self._least_zoom()), _MOST_ZOOM)
        if self._zoom is None:
            self._shift = QPointF()
        else:
            self._shift += place * (1 - self.zoom / before)
        self._keep_inside()
        self.update()
        self.zoom_changed.emit()

    def set_split(self, split: float) -> None:
        self._split = min(max(split, 0.0), 1.0)
        self.update()

    def _natural(self) -> float:
        """The picture's side in its own pixels."""
        return float(self._right.width()) if self._right is not None else 1.0

    def _fitting_zoom(self) -> float:
        area = self._area()
        side = min(area.width(), area.height()) * self.devicePixelRatioF()
        return max(side, 1.0) / self._natural()

    def _least_zoom(self) -> float:
        return min(self._fitting_zoom(), 1.0)

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_MARGIN, 4, -_MARGIN, -4)

    def picture_rect(self) -> QRectF:
        side = self._natural() * self.zoom / self.devicePixelRatioF()
        centre = self._area().center() + self._shift
        return QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)

    def _keep_inside(self) -> None:
        """A picture that is larger than the view fills it; a smaller one stays in the middle."""
        area, rect = self._area(), self.picture_rect()
        free_x = max(0.0, (rect.width() - area.width()) / 2)
        free_y = max(0.0, (rect.height() - area.height()) / 2)
        self._shift = QPointF(
            min(max(self._shift.x(), -free_x), free_x), min(max(self._shift.y(), -free_y), free_y)
        )

    def _seen(self) -> QRectF:
        return self.picture_rect().intersected(self._area())

    def _line_x(self) -> float:
        seen = self._seen()
        return seen.left() + self._split * seen.width()

    # painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, seen = self.palette(), self._seen()
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            painter.fillRect(self.rect(), palette.color(CANVAS))
            if self._right is None:
                painter.setPen(palette.color(LINE))
                painter.drawRoundedRect(seen, 6, 6)
                return
            rect = self.picture_rect()
            painter.setClipRect(seen)
            painter.drawPixmap(rect, self._right, QRectF(self._right.rect()))
            if self._left is not None:
                line = self._line_x()
                painter.setClipRect(QRectF(seen.topLeft(), QPointF(line, seen.bottom())))
                painter.drawPixmap(rect, self._left, QRectF(self._left.rect()))
            painter.setClipping(False)
            self._paint_labels(painter, seen)
            if self._compares:
                self._paint_line(painter, seen)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(palette.color(ACCENT), 2))
                painter.drawRoundedRect(seen.adjusted(-2, -2, 2, 2), 4, 4)

    def _paint_labels(self, painter: QPainter, seen: QRectF) -> None:
        painter.setFont(sized(self.font(), 12, SEMI_BOLD))
        room = seen.width() / 2 - 16 if self._compares else seen.width() - 24
        for (glyph, words), right in zip(self._labels, (False, True), strict=True):
            if words and (right or self._compares):
                draw_label(painter, seen, glyph=glyph, text=words, at_right=right, room=room)

    def _paint_line(self, painter: QPainter, seen: QRectF) -> None:
        x, middle = self._line_x(), seen.center().y()
        top, bottom = QPointF(x, seen.top()), QPointF(x, seen.bottom())
        for color, width in ((SHADE, 4), (QColor(Qt.GlobalColor.white), 2)):
            painter.setPen(QPen(color, width))
            painter.drawLine(top, bottom)
        painter.setPen(QPen(SHADE, 1))
        painter.setBrush(QColor(Qt.GlobalColor.white))
        dot(painter, QPointF(x, middle), _KNOB)
        sign = QRectF(x - 9, middle - 9, 18, 18)
        draw_icon(painter, sign, "arrows-out-line-horizontal", ON_WHITE)

    # pointer and keys --------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._held_at = event.position()
        near = self._compares and abs(event.position().x() - self._line_x()) < _GRIP
        self._hold = _Hold.LINE if near else _Hold.PICTURE

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._hold is _Hold.LINE:
            seen = self._seen()
            self.set_split((at.x() - seen.left()) / max(1.0, seen.width()))
        elif self._hold is _Hold.PICTURE:
            self._shift += at - self._held_at
            self._held_at = at
            self._keep_inside()
            self.update()
        near = self._compares and abs(at.x() - self._line_x()) < _GRIP
        is_split = near or self._hold is _Hold.LINE
        self.setCursor(Qt.CursorShape.SplitHCursor if is_split else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hold = _Hold.NOTHING

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """From fitted to the picture's own pixels and back."""
        self.set_zoom(1.0 if self.is_fitted else None, around=event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        self.set_zoom(self.zoom * _ZOOM_STEP**notches, around=event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _KEY_ZOOM:
            self.set_zoom(self.zoom * _ZOOM_STEP ** _KEY_ZOOM[key])
        elif key == Qt.Key.Key_0:
            self.set_zoom(None)
        elif key == Qt.Key.Key_1:
            self.set_zoom(1.0)
        elif key in _KEY_MOVES and shifted and self._compares:
            self.set_split(self._split + _STEP * _KEY_MOVES[key][0])
        elif key in _KEY_MOVES:
            self.moved.emit(*_KEY_MOVES[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.unsetCursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._keep_inside()
        self.zoom_changed.emit()
