"""A list of prompts: the name stands out, a click writes, dragging or Alt and an arrow moves."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.colors import ERROR, LINE, SECONDARY, SURFACE, TEXT, app_palette, blend
from desktop.models.prompts import PromptListModel, PromptRole
from desktop.widgets.painting import NORMAL, SEMI_BOLD, draw_icon, sized

Index = QModelIndex | QPersistentModelIndex
ROW = 36
_LEFT, _TOOL = 14, 30
_FRAME = 2


class PromptList(QListView):
    """As high as its rows."""

    def __init__(self, model: PromptListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prompts = model
        self.setObjectName("card")
        self.setItemDelegate(_PromptDelegate(self))
        self.setModel(model)
        self.setMouseTracking(True)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._fit_height)
        self._fit_height()

    def write(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)

    def add(self) -> None:
        if not self._prompts.is_full:
            self.write(self._prompts.add())

    def remove(self, row: int) -> None:
        self._prompts.remove(row)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self._prompts.drop_empty()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            # A line that was finished by Return passes it on.
            return
        row, key = self.currentIndex().row(), event.key()
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if row >= 0 and by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._prompts.moveRow(QModelIndex(), row, QModelIndex(), row + (2 if by > 0 else -1))
        elif row >= 0 and key == Qt.Key.Key_Delete:
            self.remove(row)
        elif row >= 0 and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit(self.currentIndex())
        elif key == Qt.Key.Key_Insert:
            self.add()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click writes, one on the cross removes; what was dragged is no click."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        was_dragged = self.state() == QAbstractItemView.State.DraggingState
        super().mouseReleaseEvent(event)
        if not index.isValid() or was_dragged or event.button() != Qt.MouseButton.LeftButton:
            return
        tool = (self.visualRect(index).right() - place.x()) // _TOOL
        if tool == 1:
            self.remove(index.row())
        elif tool > 1:
            self.edit(index)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.viewport().update()

    def _fit_height(self) -> None:
        self.setFixedHeight(max(1, self._prompts.rowCount()) * ROW + 2 * _FRAME)


class _PromptDelegate(QStyledItemDelegate):
    """The cross shows on the row under the mouse and on the current one, the grip on all."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QLineEdit(parent)
        field.setObjectName("prompt")
        field.setAcceptDrops(False)
        field.setAccessibleName(self.tr("A sample prompt"))
        return field

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        editor.setGeometry(option.rect.adjusted(2, 1, -2, -1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette, states = app_palette(), QStyle.StateFlag
        rect = QRectF(option.rect)
        is_hovered = bool(option.state & states.State_MouseOver)
        has_focus = bool(option.state & states.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.row():
            painter.setPen(QPen(palette.color(LINE), 1))
            painter.drawLine(rect.topLeft() + _inset(), rect.topRight() - _inset())
        if is_hovered:
            painter.fillRect(rect.adjusted(2, 1, -2, -1), blend(palette, SURFACE, TEXT, 0.05))
        if has_focus:
            painter.setPen(QPen(palette.color(TEXT), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(rect.adjusted(4, 3, -4, -3), 6, 6)
        self._paint_words(painter, rect, index)
        tool = QRectF(rect.right() - _TOOL, rect.top() + 10, 16, 16)
        secondary = palette.color(SECONDARY)
        draw_icon(painter, tool, "dots-six-vertical", secondary)
        if is_hovered or has_focus:
            draw_icon(painter, tool.translated(-_TOOL, 0), "x", secondary)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """The parts one after the other, the name in between; an ellipsis where room ends."""
        palette: QPalette = app_palette()
        color = palette.color(ERROR if index.data(PromptRole.PROBLEM) else TEXT)
        name, parts = index.data(PromptRole.NAME), index.data(PromptRole.PARTS)
        x, end = rect.left() + _LEFT, rect.right() - 2 * _TOOL - 8
        painter.setPen(color)
        for number, part in enumerate(parts):
            pieces = ((name, SEMI_BOLD), (part, NORMAL)) if number else ((part, NORMAL),)
            for text, weight in pieces:
                font = sized(painter.font(), 13, weight)
                metrics = QFontMetrics(font)
                shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(end - x))
                painter.setFont(font)
                painter.drawText(
                    QRectF(x, rect.top(), end - x, rect.height()),
                    Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                    shown,
                )
                x += metrics.horizontalAdvance(shown)
                if shown != text:
                    return


def _inset() -> QPointF:
    return QPointF(_LEFT, 0)
