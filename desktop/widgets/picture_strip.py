"""Small square pictures in rows; the ones that are being looked at wear a letter."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.colors import ACCENT, CANVAS, GROUND, TEXT, app_palette
from desktop.models.facts_list import FactRole
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.drag_out import DragOut
from desktop.widgets.painting import draw_rounded
from desktop.widgets.step_strip import draw_letter

Index = QModelIndex | QPersistentModelIndex
_GAP = 8

# The picture of a fact at a side in pixels, and the letter that it wears.
ThumbnailOf = Callable[[object, int], Thumbnail]
LetterOf = Callable[[object], str]


class PictureStrip(QListView):
    """Wraps into rows; a click or Enter reports by `activated`, and a picture can be dragged
    out."""

    def __init__(
        self,
        thumbnails: ThumbnailLoader,
        thumbnail_of: ThumbnailOf,
        letter_of: LetterOf,
        parent: QWidget | None = None,
        *,
        side: int = 76,
    ) -> None:
        super().__init__(parent)
        self._side = side
        self._rows = 1
        self._thumbnail_of = thumbnail_of
        self.setItemDelegate(_PictureDelegate(thumbnails, thumbnail_of, letter_of, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self.activated)
        self._drag_out = DragOut(self.viewport(), self._picture_at)
        thumbnails.loaded.connect(self.viewport().update)

    @property
    def pitch(self) -> int:
        return self._side + _GAP

    def set_rows(self, most: int) -> None:
        """As high as its pictures need, up to `most` rows."""
        self._rows = most
        self._fit()

    def _fit(self) -> None:
        model = self.model()
        across = max(1, self.width() // self.pitch)
        count = model.rowCount() if model is not None else 0
        rows = min(self._rows, -(-count // across))
        self.setFixedHeight(rows * self.pitch + 8)
        self.setVisible(count > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _picture_at(self, position: QPoint) -> Path | None:
        fact = self.indexAt(position).data(FactRole.FACT)
        return self._thumbnail_of(fact, self._side).path if fact is not None else None


class _PictureDelegate(QStyledItemDelegate):
    def __init__(
        self,
        thumbnails: ThumbnailLoader,
        thumbnail_of: ThumbnailOf,
        letter_of: LetterOf,
        parent: PictureStrip,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._thumbnail_of = thumbnail_of
        self._letter_of = letter_of
        self._pitch = parent.pitch

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._pitch, self._pitch)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fact, palette = index.data(FactRole.FACT), app_palette()
        side = self._pitch - _GAP
        picture = QRectF(option.rect.left() + 3, option.rect.top() + 4, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pixels = round(side * painter.device().devicePixelRatio())
        pixmap = self._thumbnails.get(self._thumbnail_of(fact, pixels))
        if pixmap is not None:
            draw_rounded(painter, picture, pixmap, 6)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(CANVAS))
            painter.drawRoundedRect(picture, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        letter = self._letter_of(fact)
        if letter:
            painter.setPen(QPen(palette.color(GROUND), 2))
            painter.drawRoundedRect(picture.adjusted(1, 1, -1, -1), 5, 5)
            painter.setPen(QPen(palette.color(TEXT if letter == "A" else ACCENT), 3))
            painter.drawRoundedRect(picture.adjusted(-1.5, -1.5, 1.5, 1.5), 7, 7)
            draw_letter(painter, picture.topRight(), letter)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(TEXT), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(picture.adjusted(4, 4, -4, -4), 4, 4)
        painter.restore()
