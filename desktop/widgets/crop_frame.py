"""The whole picture with the square that is taught: drag it, pull its corners, or use the keys."""

from math import hypot

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.colors import ACCENT, CANVAS
from desktop.widgets.crop_square import Square
from desktop.widgets.painting import draw_rounded

Shares = tuple[float, float, float, float]
_OUTSIDE = QColor(18, 17, 16, 150)
_FRAME = QColor(255, 255, 255)
_THIRDS = QColor(255, 255, 255, 90)
_HANDLE = 9.0
_REACH = 14.0
_MOST_HEIGHT = 320
_KEY_STEP = 0.02
# Held keys are one edit.
_KEY_PAUSE_MS = 500


class CropFrame(QWidget):
    """Takes a pixmap and the picture's true size; reports the square as shares of width and
    height, or None where it is the largest centred one."""

    crop_chosen = Signal(object)  # Shares | None
    crop_moved = Signal(float)  # the side in pixels while it changes

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self._size = QSize(1, 1)
        self._square = Square(0, 0, 1)
        self._mirrored = False
        self._grabbed: tuple[QPointF, Square, QPointF] | None = None
        self._keys = QTimer(self)
        self._keys.setSingleShot(True)
        self._keys.setInterval(_KEY_PAUSE_MS)
        self._keys.timeout.connect(self.flush)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(
        self, pixmap: QPixmap | None, size: QSize, crop: Shares | None, *, mirrored: bool
    ) -> None:
        """`size` is the picture's own, upright; empty while nobody knows it."""
        if size != self._size:
            self._size = size
            self.updateGeometry()
        self._pixmap, self._mirrored = pixmap, mirrored
        if self._grabbed is None and not self._keys.isActive():
            self._square = self._square_of(crop)
        self.update()

    @property
    def side(self) -> int:
        return int(self._square.side)

    def choose_whole(self) -> None:
        """The largest square, in the middle."""
        self._square = self._square_of(None)
        self._tell()

    def flush(self) -> None:
        """Report what the keys have done so far."""
        if self._keys.isActive() or self.sender() is self._keys:
            self._keys.stop()
            self._tell()

    # geometry ----------------------------------------------------------------------------

    def heightForWidth(self, width: int) -> int:
        if self._size.isEmpty():
            return min(_MOST_HEIGHT, width)
        return max(60, min(_MOST_HEIGHT, width * self._size.height() // self._size.width()))

    def sizeHint(self) -> QSize:
        return QSize(280, self.heightForWidth(280))

    def picture_rect(self) -> QRectF:
        """Where the picture is painted."""
        if self._size.isEmpty():
            return QRectF(self.rect())
        shown = QSize(self._size).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self.width() - shown.width()) / 2
        return QRectF(left, (self.height() - shown.height()) / 2, shown.width(), shown.height())

    def frame_rect(self) -> QRectF:
        """Where the frame is painted."""
        area, scale = self.picture_rect(), self._scale()
        square = self._square
        side = square.side * scale
        return QRectF(area.left() + square.x * scale, area.top() + square.y * scale, side, side)

    def _scale(self) -> float:
        return self.picture_rect().width() / max(1, self._size.width())

    def _square_of(self, crop: Shares | None) -> Square:
        width, height = self._size.width(), self._size.height()
        left, top, right, bottom = crop or (0.0, 0.0, 1.0, 1.0)
        side = min((right - left) * width, (bottom - top) * height)
        x = (left + right) / 2 * width - side / 2
        if self._mirrored:
            x = width - x - side
        return Square(x, (top + bottom) / 2 * height - side / 2, side).inside(width, height)

    def crop(self) -> Shares | None:
        """The square as shares of the picture as it lies in its file."""
        width, height = self._size.width(), self._size.height()
        square = self._square
        x = width - square.x - square.side if self._mirrored else square.x
        edges = (x / width, square.y / height, (x + square.side) / width,
                 (square.y + square.side) / height)  # fmt: skip
        whole = self._square_of(None)
        if max(abs(square.x - whole.x), abs(square.y - whole.y)) < 0.5 > whole.side - square.side:
            return None
        left, top, right, bottom = (round(min(1.0, max(0.0, edge)), 6) for edge in edges)
        return left, top, right, bottom

    # mouse and keys ----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if event.button() != Qt.MouseButton.LeftButton or self._size.isEmpty():
            return
        corner = self._corner_at(at)
        if corner is not None or self.frame_rect().contains(at):
            self._grabbed = (at, self._square, corner or QPointF())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            self._show_cursor(event.position())
            return
        start, square, corner = self._grabbed
        moved = (event.position() - start) / self._scale()
        if corner.isNull():
            changed = Square(square.x + moved.x(), square.y + moved.y(), square.side)
        else:
            by = (moved.x() * corner.x() + moved.y() * corner.y()) / 2
            size = (self._size.width(), self._size.height())
            changed = square.pulled(by, right=corner.x() > 0, down=corner.y() > 0, size=size)
        self._set(changed)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            before = self._grabbed[1]
            self._grabbed = None
            if before != self._square:
                self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = max(1.0, _KEY_STEP * min(self._size.width(), self._size.height()))
        grows = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        square = self._square
        key = event.key()
        larger = key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
        smaller = key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
        if grows:
            larger = larger or key in (Qt.Key.Key_Up, Qt.Key.Key_Right)
            smaller = smaller or key in (Qt.Key.Key_Down, Qt.Key.Key_Left)
        ways: dict[int, tuple[float, float]] = {
            Qt.Key.Key_Left: (-step, 0.0), Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, -step), Qt.Key.Key_Down: (0.0, step),
        }  # fmt: skip
        if larger or smaller:
            square = square.grown(2 * step if larger else -2 * step)
        elif key in ways:
            square = Square(square.x + ways[key][0], square.y + ways[key][1], square.side)
        else:
            super().keyPressEvent(event)
            return
        self._keys.start()
        self._set(square)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.unsetCursor()

    def _corner_at(self, at: QPointF) -> QPointF | None:
        frame = self.frame_rect()
        for x, y in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
            corner = frame.center() + QPointF(x, y) * (frame.width() / 2)
            if hypot(at.x() - corner.x(), at.y() - corner.y()) <= _REACH:
                return QPointF(x, y)
        return None

    def _show_cursor(self, at: QPointF) -> None:
        corner = self._corner_at(at)
        if corner is not None:
            falls = corner.x() == corner.y()
            shape = Qt.CursorShape.SizeFDiagCursor if falls else Qt.CursorShape.SizeBDiagCursor
            self.setCursor(shape)
        elif self.frame_rect().contains(at):
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.unsetCursor()

    def _set(self, square: Square) -> None:
        self._square = square.inside(self._size.width(), self._size.height())
        self.crop_moved.emit(self._square.side)
        self.update()

    def _tell(self) -> None:
        self.update()
        self.crop_chosen.emit(self.crop())

    # painting ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        area = self.picture_rect()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._pixmap is None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.palette().color(CANVAS))
                painter.drawRoundedRect(area, 8, 8)
                return
            shown = self._pixmap
            if self._mirrored:
                shown = shown.transformed(QTransform.fromScale(-1, 1))
            draw_rounded(painter, area, shown, 8)
            if not self._size.isEmpty():
                self._paint_frame(painter, area, self.frame_rect())

    def _paint_frame(self, painter: QPainter, area: QRectF, frame: QRectF) -> None:
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRoundedRect(area, 8, 8)
        inside.addRect(frame)
        painter.fillPath(outside.subtracted(inside), _OUTSIDE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        third = frame.width() / 3
        painter.setPen(QPen(_THIRDS, 1))
        for number in (1, 2):
            x, y = frame.left() + number * third, frame.top() + number * third
            painter.drawLine(QPointF(x, frame.top()), QPointF(x, frame.bottom()))
            painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        edge = frame.adjusted(0.75, 0.75, -0.75, -0.75)
        painter.setPen(QPen(self.palette().color(ACCENT) if self.hasFocus() else _FRAME,
                            2.5 if self.hasFocus() else 1.5))  # fmt: skip
        painter.drawRect(edge)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_FRAME)
        for corner in (edge.topLeft(), edge.topRight(), edge.bottomLeft(), edge.bottomRight()):
            handle = QRectF(0, 0, _HANDLE, _HANDLE)
            handle.moveCenter(corner)
            handle.moveLeft(max(area.left(), min(handle.left(), area.right() - _HANDLE)))
            handle.moveTop(max(area.top(), min(handle.top(), area.bottom() - _HANDLE)))
            painter.drawRoundedRect(handle, 2, 2)
