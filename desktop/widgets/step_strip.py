"""A strip of steps, each with its picture, of which one is chosen, or two are compared."""

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop import words
from desktop.colors import ACCENT, CANVAS, GROUND, ON_ACCENT, SECONDARY, TEXT, app_palette
from desktop.facts import StepFact
from desktop.icons import dot
from desktop.models.facts_list import FactRole
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.painting import MEDIUM, SEMI_BOLD, draw_icon, draw_rounded, draw_text, sized

Index = QModelIndex | QPersistentModelIndex
_SIDE = 80


class StepStrip(QListView):
    """One row that scrolls sideways; the current item is the choice. Where it `compares`, the
    steps that are shown wear the rings."""

    def __init__(
        self,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
        *,
        side: int = _SIDE,
        compares: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setItemDelegate(_StepDelegate(thumbnails, self, side=side, compares=compares))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(side + 48)
        thumbnails.loaded.connect(self.viewport().update)


class _StepDelegate(QStyledItemDelegate):
    def __init__(
        self, thumbnails: ThumbnailLoader, parent: QObject, *, side: int, compares: bool
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._side = side
        self._compares = compares

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._side + 14, self._side + 34)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        fact: StepFact = index.data(FactRole.FACT)
        palette, state = app_palette(), option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if self._compares:
            chosen = fact.is_shown
        picture = QRectF(option.rect.left() + 4, option.rect.top() + 4, self._side, self._side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_picture(painter, palette, picture, fact)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if chosen:
            painter.setPen(QPen(palette.color(GROUND), 2))
            painter.drawRoundedRect(picture.adjusted(1, 1, -1, -1), 6, 6)
            ring = TEXT if fact.letter == "A" else ACCENT
            painter.setPen(QPen(palette.color(ring), 3))
            painter.drawRoundedRect(picture.adjusted(-1.5, -1.5, 1.5, 1.5), 8, 8)
        if fact.letter:
            draw_letter(painter, picture.topRight(), fact.letter)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(palette.color(TEXT), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(picture.adjusted(4, 4, -4, -4), 4, 4)
        painter.setFont(sized(option.font, 12, SEMI_BOLD if chosen else MEDIUM))
        line = QRectF(picture.left(), picture.bottom() + 6, self._side, 20)
        color = palette.color(TEXT if chosen else SECONDARY)
        centre = Qt.AlignmentFlag.AlignCenter
        text = words.number(fact.step)
        if fact.is_suggested:
            left = line.center().x() - (painter.fontMetrics().horizontalAdvance(text) + 18) / 2
            star = QRectF(left, line.center().y() - 7, 14, 14)
            draw_icon(painter, star, "star-fill", palette.color(ACCENT))
            line.adjust(18, 0, 0, 0)
        draw_text(painter, line, text, color=color, flags=centre)
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, palette: QPalette, rect: QRectF, fact: StepFact
    ) -> None:
        sample, pixmap = fact.sample, None
        if sample is not None:
            side = round(self._side * painter.device().devicePixelRatio())
            pixmap = self._thumbnails.get(Thumbnail(sample.path, side, version=sample.version))
        if pixmap is not None:
            draw_rounded(painter, rect, pixmap, 6)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(CANVAS))
        painter.drawRoundedRect(rect, 6, 6)
        if sample is None:
            edge = self._side * 3 / 8
            sign = rect.adjusted(edge, edge, -edge, -edge)
            draw_icon(painter, sign, "floppy-disk", palette.color(SECONDARY))


def draw_letter(painter: QPainter, corner: QPointF, letter: str) -> None:
    """A disc with a letter: A in ink, B in the accent, both as the rings are."""
    palette = app_palette()
    disc, paper = (TEXT, GROUND) if letter == "A" else (ACCENT, ON_ACCENT)
    centre = corner + QPointF(-3, 3)
    painter.setPen(QPen(palette.color(GROUND), 1.5))
    painter.setBrush(palette.color(disc))
    dot(painter, centre, 9)
    painter.setFont(sized(painter.font(), 12, SEMI_BOLD))
    box = QRectF(centre.x() - 9, centre.y() - 9, 18, 18)
    draw_text(painter, box, letter, color=palette.color(paper), flags=Qt.AlignmentFlag.AlignCenter)
