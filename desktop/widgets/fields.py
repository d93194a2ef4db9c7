"""Choices and numbers that the mouse wheel passes by: scrolling a page changes nothing on it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QSpinBox,
    QStyledItemDelegate,
    QWidget,
)

from desktop.colors import SECONDARY
from desktop.widgets.painting import draw_icon

_ARROW = 12
_INSET = 8


class ComboBox(QComboBox):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Items are styled only where the delegate reads the stylesheet.
        self.setItemDelegate(QStyledItemDelegate(self))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_arrow(self, "caret-down", self.height() / 2)


class SpinBox(QSpinBox):
    """Digits are grouped as the language does it; what is typed counts when it is finished."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setGroupSeparatorShown(True)
        _set_up(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_arrows(self)


class DoubleSpinBox(QDoubleSpinBox):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _set_up(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_arrows(self)


def _set_up(field: QAbstractSpinBox) -> None:
    field.setKeyboardTracking(False)
    # Where a stylesheet draws the frame, Qt leaves no room before the text.
    field.lineEdit().setTextMargins(_INSET, 0, 0, 0)
    # It hands the focus to the field, which is the one that has a name.
    field.lineEdit().setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    # It hands that on to the field, which Tab has to reach.
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _paint_arrows(field: QAbstractSpinBox) -> None:
    _paint_arrow(field, "caret-up", field.height() * 0.3)
    _paint_arrow(field, "caret-down", field.height() * 0.7)


def _paint_arrow(field: QWidget, glyph: str, middle: float) -> None:
    """A stylesheet wants a picture of it for each theme and scale; the line set has one."""
    with QPainter(field) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(field.width() - 10 - _ARROW, middle - _ARROW / 2, _ARROW, _ARROW)
        draw_icon(painter, rect, glyph, field.palette().color(SECONDARY))
