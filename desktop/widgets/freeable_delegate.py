"""Paints what can be deleted: a box, what it is, what that costs, and its size at the right."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.colors import ACCENT, FIELD_EDGE, ON_ACCENT, SECONDARY, SURFACE, TEXT, app_palette
from desktop.models.freeable import FreeableRole
from desktop.widgets.painting import SEMI_BOLD, draw_icon, draw_text, sized

Index = QModelIndex | QPersistentModelIndex
_HEAD_HEIGHT = 40
_ROW_HEIGHT = 46
_SHORT_ROW_HEIGHT = 34
_BOX = 18
_SIZE_WIDTH = 76
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FreeableDelegate(QStyledItemDelegate):
    """A click anywhere in a row checks its box."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.data(FreeableRole.IS_HEAD):
            return QSize(200, _HEAD_HEIGHT)
        return QSize(200, _ROW_HEIGHT if index.data(FreeableRole.DETAIL) else _SHORT_ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette, rect = app_palette(), QRectF(option.rect)
        text, secondary = palette.color(TEXT), palette.color(SECONDARY)
        is_head = index.data(FreeableRole.IS_HEAD)
        left = rect.left() + (12 if is_head else 36)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(left, rect.center().y() - _BOX / 2, _BOX, _BOX)
        _draw_box(painter, box, Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)))
        words = QRectF(box.right() + 12, rect.top(), 0, rect.height())
        words.setRight(rect.right() - 16 - _SIZE_WIDTH)
        painter.setFont(sized(option.font, 13, SEMI_BOLD) if is_head else sized(option.font, 13))
        title, detail = index.data(), index.data(FreeableRole.DETAIL)
        if detail:
            draw_text(painter, words.adjusted(0, 6, 0, -22), title, color=text)
            painter.setFont(sized(option.font, 12))
            draw_text(painter, words.adjusted(0, 24, 0, -4), detail, color=secondary)
        else:
            draw_text(painter, words, title, color=text)
        size = QRectF(rect.right() - 12 - _SIZE_WIDTH, rect.top(), _SIZE_WIDTH, rect.height())
        painter.setFont(sized(option.font, 12))
        draw_text(
            painter, size, index.data(FreeableRole.SIZE), color=secondary, flags=_RIGHT
        )  # fmt: skip
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(ACCENT), 2))
            painter.drawRoundedRect(rect.adjusted(4, 2, -4, -2), 6, 6)
        painter.restore()

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        is_click = event.type() == QEvent.Type.MouseButtonRelease
        is_space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if is_click or (is_space and event.type() == QEvent.Type.KeyPress):
            return _toggle(model, index)
        return False


def _toggle(model: QAbstractItemModel, index: Index) -> bool:
    role = Qt.ItemDataRole.CheckStateRole
    is_checked = Qt.CheckState(index.data(role)) == Qt.CheckState.Checked
    wanted = Qt.CheckState.Unchecked if is_checked else Qt.CheckState.Checked
    return model.setData(index, wanted, role)


def _draw_box(painter: QPainter, rect: QRectF, state: Qt.CheckState) -> None:
    palette, is_off = app_palette(), state == Qt.CheckState.Unchecked
    painter.setPen(QPen(palette.color(FIELD_EDGE if is_off else ACCENT), 1))
    painter.setBrush(palette.color(SURFACE if is_off else ACCENT))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    if not is_off:
        glyph = "check-bold" if state == Qt.CheckState.Checked else "minus-bold"
        draw_icon(painter, rect.adjusted(3, 3, -3, -3), glyph, palette.color(ON_ACCENT))
