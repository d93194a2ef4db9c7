"""Paints a row for each run of the library."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop import library_words, words
from desktop.colors import ACCENT, CANVAS, LINE, SECONDARY, SURFACE, TEXT, app_palette, blend
from desktop.facts import RunFact
from desktop.models.facts_list import FactRole
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.menu_dots import DOTS_SIDE, MenuDots
from desktop.widgets.painting import SEMI_BOLD, draw_rounded, draw_text, sized
from desktop.widgets.state_line import draw_state
from desktop.widgets.tile_list import RowList, TileDelegate

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 56
PICTURE_SIDE = 36
_LEFT = 15
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RowColumns:
    """Where the parts of a row are, so that rows of all kinds agree."""

    def __init__(self, row: QRectF) -> None:
        top, height, width = row.top(), row.height(), row.width()
        middle = top + (height - PICTURE_SIDE) / 2
        self.picture = QRectF(row.left() + _LEFT, middle, PICTURE_SIDE, PICTURE_SIDE)
        left = self.picture.right() + 16
        right = row.right() - _LEFT - DOTS_SIDE
        size = right - 12 - 60
        when = size - max(88.0, width * 0.1) - 12
        state = max(left + 150, row.left() + width * 0.31)
        self.name = QRectF(left, top + 9, state - left - 16, 19)
        self.detail = QRectF(left, top + 29, state - left - 16, 17)
        self.state = QRectF(state, top, when - state - 8, height)
        self.when = QRectF(when, top, size - when - 8, height)
        self.size = QRectF(size, top, 60, height)
        self.dots = QRectF(right, row.center().y() - DOTS_SIDE / 2, DOTS_SIDE, DOTS_SIDE)


class RunDelegate(TileDelegate):
    """A row: picture, concept and number, state, when, and what room it takes."""

    def __init__(self, thumbnails: ThumbnailLoader, view: RowList) -> None:
        super().__init__(view)
        self._thumbnails = thumbnails
        self.dots = MenuDots(view, _dots_in)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, run = QRectF(option.rect), index.data(FactRole.FACT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, rect, first=index.row() == 0)
        columns = RowColumns(rect)
        self._paint_picture(painter, columns.picture, run)
        self._paint_words(painter, option, columns, run)
        self.dots.paint(painter, columns.dots, index)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, columns: RowColumns, run: RunFact
    ) -> None:
        font = option.font
        text, secondary = app_palette().color(TEXT), app_palette().color(SECONDARY)
        painter.setFont(sized(font, 13, SEMI_BOLD))
        draw_text(painter, columns.name, run.name, color=text)
        painter.setFont(sized(font, 12))
        draw_text(painter, columns.detail, library_words.run_title(run), color=secondary)
        draw_text(painter, columns.when, words.when(run), color=secondary)
        size = library_words.size(run.size)
        draw_text(painter, columns.size, size, color=secondary, flags=_RIGHT)
        painter.setFont(sized(font, 13))
        said = library_words.row_state(run)
        draw_state(painter, columns.state, run.state, said, filled=True)

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, *, first: bool
    ) -> None:
        palette, state = app_palette(), option.state
        inside = rect.adjusted(4, 3, -4, -3)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(blend(palette, SURFACE, TEXT, 0.05))
            painter.drawRoundedRect(inside, 6, 6)
        if not first:
            line = QRectF(rect.left() + 67, rect.top(), rect.width() - 82, 1)
            painter.fillRect(line, palette.color(LINE))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(ACCENT), 2))
            painter.drawRoundedRect(inside, 6, 6)

    def _paint_picture(self, painter: QPainter, rect: QRectF, run: RunFact) -> None:
        sample, pixmap = run.best_sample, None
        if sample is not None:
            side = round(rect.width() * painter.device().devicePixelRatio())
            pixmap = self._thumbnails.get(Thumbnail(sample.path, side, version=sample.version))
        if pixmap is not None:
            draw_rounded(painter, rect, pixmap, 5)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(app_palette().color(CANVAS))
        painter.drawRoundedRect(rect, 5, 5)


def _dots_in(row: QRect) -> QRectF:
    return RowColumns(QRectF(row)).dots
