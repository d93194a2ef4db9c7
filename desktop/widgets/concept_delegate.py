"""Paints a card for each concept of the library."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop import library_words, words
from desktop.colors import (
    ACCENT,
    CANVAS,
    EDGE,
    LINE,
    SECONDARY,
    SURFACE,
    TEXT,
    app_palette,
    blend,
)
from desktop.facts import ConceptFact, RunFact
from desktop.models.facts_list import FactRole
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.menu_dots import DOTS_SIDE, MenuDots
from desktop.widgets.painting import (
    MEDIUM,
    SEMI_BOLD,
    draw_dashed,
    draw_icon,
    draw_rounded,
    draw_text,
    sized,
)
from desktop.widgets.state_line import draw_state
from desktop.widgets.tile_list import TileDelegate, TileList

Index = QModelIndex | QPersistentModelIndex
GAP = 16
CARD_TEXT_HEIGHT = 102
_RADIUS = 10
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def card_height(width: int) -> int:
    return round((width - GAP) * 0.88) + CARD_TEXT_HEIGHT + GAP


def cover_of(concept: ConceptFact, side: int) -> Thumbnail | None:
    """The best sample of the newest run that has one, else the first picture in use."""
    for run in reversed(concept.runs):
        if (sample := run.best_sample) is not None:
            return Thumbnail(sample.path, side, version=sample.version)
    used = [p for p in concept.pictures if not (p.entry and p.entry.excluded)]
    return Thumbnail(used[0].path, side, used[0].entry) if used else None


class ConceptDelegate(TileDelegate):
    """A card: picture, name, what it is, how its last run stands, and what room it takes."""

    def __init__(self, thumbnails: ThumbnailLoader, view: TileList) -> None:
        super().__init__(view)
        self._thumbnails = thumbnails
        self._view = view
        self.dots = MenuDots(view, self._dots_in)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = self.card_rect(option, GAP).adjusted(0.5, 0.5, -0.5, -0.5)
        palette, state = app_palette(), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hover = state & QStyle.StateFlag.State_MouseOver
        painter.setBrush(blend(palette, SURFACE, TEXT, 0.03) if hover else palette.color(SURFACE))
        if index.data(FactRole.IS_NEW_TILE):
            draw_dashed(painter, rect.adjusted(1, 1, -1, -1), palette.color(EDGE), radius=_RADIUS)
            self._paint_new(painter, option.font, rect)
        else:
            painter.setPen(palette.color(LINE))
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
            concept: ConceptFact = index.data(FactRole.FACT)
            self._paint_cover(painter, _picture_in(rect), concept)
            self._paint_words(painter, option.font, rect, concept)
            if (dots := self._dots_in(option.rect)) is not None:
                self.dots.paint(painter, dots, index)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(ACCENT), 2))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.restore()

    def _dots_in(self, cell: QRect) -> QRectF | None:
        """The tile that makes a new concept has none."""
        index = self._view.indexAt(cell.center())
        if not index.isValid() or index.data(FactRole.IS_NEW_TILE):
            return None
        card = self._view.card_rect(cell, GAP)
        top = _picture_in(card).bottom() + 10
        return QRectF(card.right() - 9 - DOTS_SIDE, top, DOTS_SIDE, DOTS_SIDE)

    def _paint_new(self, painter: QPainter, font: QFont, rect: QRectF) -> None:
        palette, middle = app_palette(), rect.center()
        icon = QRectF(middle.x() - 15, middle.y() - 58, 30, 30)
        draw_icon(painter, icon, "image", palette.color(TEXT))
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        line = QRectF(rect.left() + 16, middle.y() - 16, rect.width() - 32, 24)
        painter.setFont(sized(font, 16, SEMI_BOLD))
        draw_text(
            painter, line, self.tr("Teach something new"), color=palette.color(TEXT), flags=centre
        )
        painter.setFont(sized(font, 13))
        painter.setPen(palette.color(SECONDARY))
        painter.drawText(
            line.adjusted(8, 28, -8, 68),
            Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap,
            self.tr("Drop a handful of pictures here, or choose them."),
        )

    def _paint_words(
        self, painter: QPainter, font: QFont, rect: QRectF, concept: ConceptFact
    ) -> None:
        text, secondary = app_palette().color(TEXT), app_palette().color(SECONDARY)
        left, width = rect.left() + 15, rect.width() - 30
        top = _picture_in(rect).bottom() + 12
        painter.setFont(sized(font, 16, SEMI_BOLD))
        name = QRectF(left, top, width - DOTS_SIDE, 24)
        draw_text(painter, name, concept.name, color=text)
        painter.setFont(sized(font, 13))
        about = QRectF(left, top + 24, width, 20)
        draw_text(painter, about, library_words.card_about(concept), color=secondary)
        state, run = QRectF(left, top + 52, width, 20), concept.last_run
        if run is not None and run.is_live and run.max_train_steps:
            self._paint_progress(painter, state, run)
            return
        size = library_words.size(concept.size)
        room = painter.fontMetrics().horizontalAdvance(size)
        draw_text(painter, state, size, color=secondary, flags=_RIGHT)
        state.adjust(0, 0, -room - 12 if size else 0, 0)
        said = library_words.card_state(concept)
        if concept.problem is not None:
            draw_state(painter, state, "unreadable", said)
        elif run is None:
            draw_text(painter, state, said, color=secondary)
        else:
            draw_state(painter, state, run.state, said)

    def _paint_cover(self, painter: QPainter, rect: QRectF, concept: ConceptFact) -> None:
        ratio = painter.device().devicePixelRatio()
        cover = cover_of(concept, round(rect.width() * ratio))
        pixmap = self._thumbnails.get(cover) if cover else None
        # Only the upper corners are round.
        painter.save()
        outline = QPainterPath()
        outline.addRoundedRect(rect.adjusted(0.5, 0.5, -0.5, 20), _RADIUS - 1, _RADIUS - 1)
        lower = QPainterPath()
        lower.addRect(rect.adjusted(-1, 0, 1, 0))
        painter.setClipPath(outline.intersected(lower))
        if pixmap is not None:
            draw_rounded(painter, rect, pixmap, 0)
        else:
            painter.fillRect(rect, app_palette().color(CANVAS))
        painter.restore()
        if pixmap is None and (concept.problem is not None or cover is None):
            middle = rect.center()
            icon = QRectF(middle.x() - 16, middle.y() - 16, 32, 32)
            draw_icon(painter, icon, "image", app_palette().color(SECONDARY))

    def _paint_progress(self, painter: QPainter, rect: QRectF, run: RunFact) -> None:
        palette = app_palette()
        painter.setFont(sized(painter.font(), 13, MEDIUM))
        top = QRectF(rect.left(), rect.top() - 4, rect.width(), 18)
        draw_text(painter, top, words.run_state(run), color=palette.color(TEXT))
        bar = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(LINE))
        painter.drawRoundedRect(bar, 2, 2)
        share = min(1.0, run.step / run.max_train_steps)
        painter.setBrush(palette.color(ACCENT))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, 4), 2, 2)


def _picture_in(card: QRectF) -> QRectF:
    return QRectF(card.left(), card.top(), card.width(), card.height() - CARD_TEXT_HEIGHT)
