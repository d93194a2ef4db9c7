"""A list of equal tiles that fills its width, and one of rows; both may grow with their content."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

Index = QModelIndex | QPersistentModelIndex


class TileList(QListView):
    """Tiles at least `least_width` wide, in as many columns as fit."""

    def __init__(
        self,
        *,
        least_width: int,
        height_of: Callable[[int], int],
        grows: bool = False,
        most_columns: int = 99,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._least_width = least_width
        self._height_of = height_of
        self._grows = grows
        self._most_columns = most_columns
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if grows:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def room(self) -> int:
        """The width that QListView lays tiles out in: it always leaves room for a scroll bar
        that may come, and its last pixel free."""
        width = self.maximumViewportSize().width() - 2
        if self.verticalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAsNeeded:
            width -= self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return max(1, width)

    def columns(self) -> int:
        return max(1, min(self._most_columns, self.room() // self._least_width))

    def tile_size(self) -> QSize:
        width = max(1, self.room() // self.columns())
        return QSize(width, self._height_of(width))

    def card_rect(self, cell: QRect, gap: int) -> QRectF:
        """The card in a cell: `gap` lies between cards, none of it left and right of them."""
        columns, whole = self.columns(), self.viewport().width()
        column = min(columns - 1, cell.left() // max(1, cell.width()))
        width = (whole - (columns - 1) * gap) / columns
        return QRectF(column * (width + gap), cell.top(), width, cell.height() - gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setGridSize(self.tile_size())
        super().resizeEvent(event)
        self.fit_height()

    def refit(self) -> None:
        """After what `height_of` depends on has changed."""
        self.setGridSize(self.tile_size())
        self.fit_height()

    def fit_height(self) -> None:
        """Take the height of all rows, where the page scrolls and not the list."""
        model = self.model()
        if not self._grows or model is None:
            return
        rows = -(-model.rowCount() // self.columns())
        height = max(1, rows * self.tile_size().height())
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)


class RowList(QListView):
    """Rows of equal height, all of them visible."""

    def __init__(self, *, row_height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_height = row_height
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def fit_height(self) -> None:
        if (model := self.model()) is not None:
            self.setFixedHeight(max(1, model.rowCount() * self._row_height))


class TileDelegate(QStyledItemDelegate):
    """Base of the painted delegates: a tile is as large as its view's grid says."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        if not isinstance(view, TileList):
            return QSize(100, 56)
        grid = view.gridSize()
        return grid if grid.isValid() else view.tile_size()

    @staticmethod
    def card_rect(option: QStyleOptionViewItem, gap: int) -> QRectF:
        view = option.widget
        if isinstance(view, TileList):
            return view.card_rect(option.rect, gap)
        return QRectF(option.rect)
