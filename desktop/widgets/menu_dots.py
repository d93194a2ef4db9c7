"""The “…” of a painted card or row: painted, clicked, and opened from the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QToolTip

from desktop.colors import SECONDARY, SURFACE, TEXT, app_palette, blend
from desktop.widgets.painting import draw_icon

Index = QModelIndex | QPersistentModelIndex
DOTS_SIDE = 28
_GLYPH = 16


class MenuDots(QObject):
    """Asks for the menu of an item of `view`: by its dots, the right button, the menu key."""

    menu_requested = Signal(QModelIndex, QPoint)

    def __init__(self, view: QListView, place: Callable[[QRect], QRectF | None]) -> None:
        """`place` = where the dots are in an item's rectangle; None = it has none."""
        super().__init__(view)
        self._view = view
        self._place = place
        self._hovered = QPersistentModelIndex()
        self._is_pressed = False
        self.hint = ""
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def paint(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        palette = app_palette()
        if self._hovered == index:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blend(palette, SURFACE, TEXT, 0.10))
            painter.drawRoundedRect(rect, 6, 6)
        side = _GLYPH
        glyph = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        color = palette.color(TEXT if self._hovered == index else SECONDARY)
        draw_icon(painter, glyph, "dots-three-bold", color)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._view:
            return self._on_key(event)
        match event:
            case QContextMenuEvent():
                self._open(self._view.indexAt(event.pos()), event.globalPos())
                return True
            case QMouseEvent():
                return self._on_mouse(event)
            case QHelpEvent() if self._at(event.pos()).isValid():
                QToolTip.showText(event.globalPos(), self.hint, self._view)
                return True
        if event.type() == QEvent.Type.Leave:
            self._hover(QModelIndex())
        return False

    def _on_mouse(self, event: QMouseEvent) -> bool:
        index = self._at(event.position().toPoint())
        if event.type() == QEvent.Type.MouseMove:
            self._hover(index)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseButtonPress and is_left and index.isValid():
            self._is_pressed = True
            self._view.setFocus(Qt.FocusReason.MouseFocusReason)
            self._open_below(index)
            return True
        if event.type() == QEvent.Type.MouseButtonRelease and self._is_pressed:
            # The view must not take it for a click on the item.
            self._is_pressed = False
            return True
        return event.type() == QEvent.Type.MouseButtonDblClick and index.isValid()

    def _on_key(self, event: QEvent) -> bool:
        match event:
            case QKeyEvent() if event.type() == QEvent.Type.KeyPress:
                is_asked = _is_menu_key(event)
            case QContextMenuEvent():
                is_asked = event.reason() == QContextMenuEvent.Reason.Keyboard
            case _:
                is_asked = False
        if is_asked:
            self._open_below(self._view.currentIndex())
        return is_asked

    def _open_below(self, index: QModelIndex) -> None:
        place = self._place(self._view.visualRect(index)) if index.isValid() else None
        if place is not None:
            corner = place.bottomLeft().toPoint()
            self._open(index, self._view.viewport().mapToGlobal(corner))

    def _open(self, index: QModelIndex, position: QPoint) -> None:
        if index.isValid():
            self._view.setCurrentIndex(index)
            self.menu_requested.emit(index, position)

    def _at(self, position: QPoint) -> QModelIndex:
        """The item whose dots are there."""
        index = self._view.indexAt(position)
        place = self._place(self._view.visualRect(index)) if index.isValid() else None
        return index if place is not None and place.contains(position) else QModelIndex()

    def _hover(self, index: QModelIndex) -> None:
        if self._hovered != index:
            self._hovered = QPersistentModelIndex(index)
            self._view.viewport().update()


def _is_menu_key(event: QKeyEvent) -> bool:
    shift_f10 = event.key() == Qt.Key.Key_F10 and (
        event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    )
    return event.key() == Qt.Key.Key_Menu or shift_f10
