"""The gallery: prompts down, steps across, one highlighted step; sets the time axis for others."""

from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop import words
from desktop.colors import ACCENT, CANVAS, ERROR, SECONDARY, TEXT, app_palette, blend
from desktop.facts import SampleFact
from desktop.models.gallery import GalleryRole
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.drag_out import DragOut
from desktop.widgets.painting import (
    MEDIUM,
    SEMI_BOLD,
    draw_icon,
    draw_rounded,
    draw_text,
    sized,
    wrap,
)

Index = QModelIndex | QPersistentModelIndex
LABEL_WIDTH = 200
HEAD_HEIGHT = 36
_LEAST_CELL = 60
_MOST_CELL = 150
_GAP = 8
_SIGN, _SIGN_GAP = 14.0, 6.0


class _CellDelegate(QStyledItemDelegate):
    """A sample, or the outline of one to come; `selected_column` lies on a bar."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: "GalleryView") -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._view = parent

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        palette, state = app_palette(), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() == self._view.selected_column():
            last = index.row() == index.model().rowCount() - 1
            paint_bar(painter, palette, rect, top=False, bottom=last)
        side = min(rect.width() - _GAP, rect.height() - _GAP)
        cell = QRectF(rect.center().x() - side / 2, rect.top(), side, side)
        sample: SampleFact | None = index.data(GalleryRole.SAMPLE)
        pixmap = None
        if sample is not None:
            size = round(side * painter.device().devicePixelRatio())
            pixmap = self._thumbnails.get(Thumbnail(sample.path, size, version=sample.version))
        if pixmap is not None:
            draw_rounded(painter, cell, pixmap, 5)
        else:
            self._paint_empty(painter, option, cell, index)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(ACCENT), 2))
            painter.drawRoundedRect(cell.adjusted(-1, -1, 1, 1), 6, 6)
        painter.restore()

    def _paint_empty(
        self, painter: QPainter, option: QStyleOptionViewItem, cell: QRectF, index: Index
    ) -> None:
        palette = app_palette()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(blend(palette, CANVAS, TEXT, 0.22))
        painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        if not index.data(GalleryRole.IS_NEXT) or index.row() > 0:
            return
        middle = cell.center()
        icon = QRectF(middle.x() - 8, middle.y() - 18, 16, 16)
        draw_icon(painter, icon, "hourglass", palette.color(TEXT))
        seconds = index.data(GalleryRole.SECONDS_UNTIL)
        if seconds is not None and seconds > 0:
            painter.setFont(sized(option.font, 12))
            line = QRectF(cell.left() + 2, middle.y() + 2, cell.width() - 4, 18)
            time = words.duration(seconds)
            text = self.tr("in {time}").format(time=time)
            if painter.fontMetrics().horizontalAdvance(text) > line.width():
                text = time
            centre = Qt.AlignmentFlag.AlignCenter
            draw_text(painter, line, text, color=palette.color(TEXT), flags=centre)


class _StepHeader(QHeaderView):
    """The steps over the columns."""

    def __init__(self, view: "GalleryView") -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._view = view
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(20)
        self.setFixedHeight(HEAD_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        palette = app_palette()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(rect)
        selected = section == self._view.selected_column()
        painter.fillRect(area, palette.color(CANVAS))
        if selected:
            paint_bar(painter, palette, area.adjusted(0, 4, 0, 0), top=True, bottom=False)
        weight = SEMI_BOLD if selected else MEDIUM
        color = palette.color(TEXT if selected else SECONDARY)
        remark = self._said(section, GalleryRole.NOT_KEPT)
        if remark:
            painter.setFont(sized(self.font(), 12))
            below = area.adjusted(2, 17, -2, -2)
            draw_text(painter, below, remark, color=color, flags=Qt.AlignmentFlag.AlignCenter)
            area.adjust(0, 0, 0, -12)
        painter.setFont(sized(self.font(), 13, weight))
        signs = [sign for sign in (self._said(section, GalleryRole.SIGN),) if sign]
        if self._said(section, GalleryRole.IS_PINNED):
            signs.append("push-pin-fill")
        self._paint_number(painter, area, self._said(section), signs, color=color)
        painter.restore()

    def _said(self, section: int, role: int = Qt.ItemDataRole.DisplayRole) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal, role) or "")

    @staticmethod
    def _paint_number(
        painter: QPainter, area: QRectF, text: str, signs: list[str], *, color: QColor
    ) -> None:
        """The signs before the number, all together in the middle."""
        colors = {"star-fill": ACCENT, "warning-fill": ERROR}
        width = painter.fontMetrics().horizontalAdvance(text) + len(signs) * (_SIGN + _SIGN_GAP)
        left = area.center().x() - width / 2
        for sign in signs:
            box = QRectF(left, area.center().y() - _SIGN / 2, _SIGN, _SIGN)
            draw_icon(painter, box, sign, app_palette().color(colors.get(sign, SECONDARY)))
            left += _SIGN + _SIGN_GAP
        rest = QRectF(left, area.top(), area.right() - left, area.height())
        draw_text(painter, rest, text, color=color)


class _PromptHeader(QHeaderView):
    """The prompts before the rows."""

    def __init__(self, view: "GalleryView") -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self.setFixedWidth(LABEL_WIDTH)
        self.setMinimumSectionSize(20)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        palette = app_palette()
        painter.save()
        painter.fillRect(rect, palette.color(CANVAS))
        painter.setFont(sized(self.font(), 12, MEDIUM))
        painter.setPen(palette.color(TEXT))
        text = str(self.model().headerData(section, Qt.Orientation.Vertical) or "")
        metrics = painter.fontMetrics()
        pitch = metrics.lineSpacing() + 2
        lines = wrap(text, metrics, rect.width() - 30, max(1, (rect.height() - 12) // pitch))
        top = rect.top() + (rect.height() - _GAP - pitch * len(lines)) / 2
        for number, line in enumerate(lines):
            area = QRectF(rect.left() + 15, top + number * pitch, rect.width() - 30, pitch)
            draw_text(painter, area, line, color=palette.color(TEXT))
        painter.restore()


class GalleryView(QTableView):
    """Cells are square and as large as width and height allow; below 60 px it scrolls. A click or
    Enter on a sample asks for it, and it can be dragged out as a file."""

    column_selected = Signal(int)
    sample_requested = Signal(QModelIndex)
    menu_requested = Signal(QModelIndex, QPoint)  # where on the screen
    axis_changed = Signal()

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHorizontalHeader(_StepHeader(self))
        self.setVerticalHeader(_PromptHeader(self))
        self.setItemDelegate(_CellDelegate(thumbnails, self))
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

    def select_cell(self, row: int, column: int) -> None:
        """Highlight a step, with the focus on one of its pictures."""
        index = self.model().index(row, column)
        self.selectionModel().setCurrentIndex(index, self.selectionModel().SelectionFlag.NoUpdate)
        self.select_column(column)

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
        least = HEAD_HEIGHT + max(1, rows) * (_LEAST_CELL + _GAP) + 4
        self.setMinimumHeight(least)
        if not rows or not columns:
            self._selected = -1
            self.axis_changed.emit()
            return
        self._selected = min(self._selected, columns - 1)
        room = self.width() - LABEL_WIDTH - 12
        scrolls = columns * (_LEAST_CELL + _GAP) > room
        bar = self.horizontalScrollBar().sizeHint().height() if scrolls else 0
        height = (self.height() - HEAD_HEIGHT - bar) // rows - _GAP
        side = max(_LEAST_CELL, min(height, _MOST_CELL))
        width = side + _GAP if scrolls else min(room // columns, 2 * _MOST_CELL)
        side = min(side, width - _GAP)
        self.horizontalHeader().setDefaultSectionSize(width)
        self.verticalHeader().setDefaultSectionSize(side + _GAP)
        if self._selected >= 0:
            self.scrollTo(model.index(max(0, self.currentIndex().row()), self._selected))
        self.axis_changed.emit()


def paint_bar(
    painter: QPainter, palette: QPalette, rect: QRectF, *, top: bool, bottom: bool
) -> None:
    """A piece of the highlighted column's bar, with round corners at its ends."""
    side = min(rect.width(), 2.0 * _MOST_CELL)
    bar = QRectF(rect.center().x() - side / 2, rect.top(), side, rect.height())
    painter.save()
    painter.setClipRect(bar)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(blend(palette, CANVAS, TEXT, 0.10))
    painter.drawRoundedRect(bar.adjusted(0, 0 if top else -20, 0, 0 if bottom else 20), 8, 8)
    painter.restore()
