"""The gallery's cells: a sample in each, or its outline, the highlighted column on a bar."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop import words
from desktop.colors import ACCENT, CANVAS, TEXT, app_palette, blend
from desktop.facts import SampleFact
from desktop.models.gallery import GalleryRole
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.painting import draw_icon, draw_rounded, draw_text, sized

Index = QModelIndex | QPersistentModelIndex
MOST_CELL = 150
GAP = 8
_PITCH = 15


class GalleryCells(QStyledItemDelegate):
    """A sample, or the outline of one to come; what `selected_column` answers lies on a bar."""

    def __init__(
        self, thumbnails: ThumbnailLoader, selected_column: Callable[[], int], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._selected_column = selected_column

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        palette, state = app_palette(), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() == self._selected_column():
            last = index.row() == index.model().rowCount() - 1
            paint_bar(painter, palette, rect, top=False, bottom=last)
        side = min(rect.width() - GAP, rect.height() - GAP)
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
        seconds = index.data(GalleryRole.SECONDS_UNTIL)
        lines: list[str] = []
        if seconds is not None and seconds > 0:
            painter.setFont(sized(option.font, 12))
            time = words.duration(seconds)
            text = self.tr("in {time}").format(time=time)
            lines = waiting_lines(text, time, painter.fontMetrics(), cell.width() - 4)
        middle = cell.center()
        top = middle.y() - 18 - (_PITCH / 2 if len(lines) > 1 else 0)
        icon = QRectF(middle.x() - 8, top, 16, 16)
        draw_icon(painter, icon, "hourglass", palette.color(TEXT))
        centre = Qt.AlignmentFlag.AlignCenter
        for number, line in enumerate(lines):
            area = QRectF(cell.left() + 2, top + 20 + number * _PITCH, cell.width() - 4, 18)
            draw_text(painter, area, line, color=palette.color(TEXT), flags=centre)


def waiting_lines(text: str, time: str, metrics: QFontMetrics, width: float) -> list[str]:
    """`text` says `time` in a sentence: on one line where it fits in `width` pixels, else on two;
    where even these are too narrow the time alone, each unit on a line."""

    def fit(lines: list[str]) -> bool:
        return all(metrics.horizontalAdvance(line) <= width for line in lines)

    ways = ([text], text.split(" ", 1), [time])
    return next((lines for lines in ways if fit(lines)), time.split(" "))


def paint_bar(
    painter: QPainter, palette: QPalette, rect: QRectF, *, top: bool, bottom: bool
) -> None:
    """A piece of the highlighted column's bar, with round corners at its ends."""
    side = min(rect.width(), 2.0 * MOST_CELL)
    bar = QRectF(rect.center().x() - side / 2, rect.top(), side, rect.height())
    painter.save()
    painter.setClipRect(bar)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(blend(palette, CANVAS, TEXT, 0.10))
    painter.drawRoundedRect(bar.adjusted(0, 0 if top else -20, 0, 0 if bottom else 20), 8, 8)
    painter.restore()
