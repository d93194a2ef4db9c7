"""The gallery: prompts down, steps across, one highlighted step; sets the time axis for others."""

from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from desktop.facts import SampleFact
from desktop.models.gallery import GalleryRole
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.drag_out import DragOut
from desktop.widgets.gallery_cells import GAP, MOST_CELL, GalleryCells
from desktop.widgets.gallery_heads import HEAD_HEIGHT, LABEL_WIDTH, PromptHeads, StepHeads

Index = QModelIndex | QPersistentModelIndex
_LEAST_CELL = 60


class GalleryView(QTableView):
    """Cells are square and as large as width and height allow; below 60 px it scrolls. A click or
    Enter on a sample asks for it, and it can be dragged out as a file."""

    column_selected = Signal(int)
    sample_requested = Signal(QModelIndex)
    menu_requested = Signal(QModelIndex, QPoint)  # where on the screen
    axis_changed = Signal()

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalHeader(StepHeads(self.selected_column, self))
        self.setVerticalHeader(PromptHeads(self))
        self.setItemDelegate(GalleryCells(thumbnails, self.selected_column, self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.activated.connect(self._on_activated)
        self.clicked.connect(self._on_activated)
        self._drag_out = DragOut(self.viewport(), self._picture_at)
        self.horizontalHeader().sectionClicked.connect(self.select_column)
        self.horizontalScrollBar().valueChanged.connect(lambda _: self.axis_changed.emit())
        thumbnails.loaded.connect(self.viewport().update)
        self._selected = -1

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self._arrange)
            model.columnsInserted.connect(self._on_columns_inserted)

    def selected_column(self) -> int:
        return self._selected

    def select_column(self, column: int) -> None:
        """Highlight a step; the focus moves along in its row."""
        model = self.model()
        if model is None or column == self._selected or not 0 <= column < model.columnCount():
            return
        self._selected = column
        row = max(0, self.currentIndex().row())
        self.selectionModel().setCurrentIndex(
            model.index(row, column), self.selectionModel().SelectionFlag.NoUpdate
        )
        self.viewport().update()
        self.horizontalHeader().viewport().update()
        self.column_selected.emit(column)

    def _on_activated(self, index: QModelIndex) -> None:
        if index.data(GalleryRole.SAMPLE) is not None and not self._drag_out.was_dragged:
            self.sample_requested.emit(index)

    def _picture_at(self, position: QPoint) -> Path | None:
        sample: SampleFact | None = self.indexAt(position).data(GalleryRole.SAMPLE)
        return sample.path if sample else None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """By the keyboard it opens at the focused picture."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.data(GalleryRole.SAMPLE) is None:
            return
        where = self.visualRect(index).center() if by_key else event.pos()
        self.menu_requested.emit(index, self.viewport().mapToGlobal(where))

    def _on_columns_inserted(self, parent: Index, first: int, last: int) -> None:
        """The highlight stays with its step."""
        if self._selected >= first:
            self._selected += last - first + 1
        self._arrange()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.column() != previous.column():
            self.select_column(current.column())

    def column_centres(self) -> list[float]:
        """Where each column's middle lies, from the view's left edge: the time axis."""
        model = self.model()
        count = model.columnCount() if model is not None else 0
        return [
            LABEL_WIDTH + self.columnViewportPosition(column) + self.columnWidth(column) / 2
            for column in range(count)
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        model = self.model()
        rows, columns = (model.rowCount(), model.columnCount()) if model else (0, 0)
        least = HEAD_HEIGHT + max(1, rows) * (_LEAST_CELL + GAP) + 4
        self.setMinimumHeight(least)
        if not rows or not columns:
            self._selected = -1
            self.axis_changed.emit()
            return
        self._selected = min(self._selected, columns - 1)
        room = self.width() - LABEL_WIDTH - 12
        scrolls = columns * (_LEAST_CELL + GAP) > room
        bar = self.horizontalScrollBar().sizeHint().height() if scrolls else 0
        height = (self.height() - HEAD_HEIGHT - bar) // rows - GAP
        side = max(_LEAST_CELL, min(height, MOST_CELL))
        width = side + GAP if scrolls else min(room // columns, 2 * MOST_CELL)
        side = min(side, width - GAP)
        self.horizontalHeader().setDefaultSectionSize(width)
        self.verticalHeader().setDefaultSectionSize(side + GAP)
        if self._selected >= 0:
            self.scrollTo(model.index(max(0, self.currentIndex().row()), self._selected))
        self.axis_changed.emit()
