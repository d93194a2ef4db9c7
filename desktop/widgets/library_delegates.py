"""Paint the library: a card for each concept, a row for each run."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop import words
from desktop.colors import (
    ACCENT,
    CANVAS,
    EDGE,
    ERROR,
    GOOD,
    LINE,
    SECONDARY,
    SURFACE,
    TEXT,
    Role,
    app_palette,
    blend,
)
from desktop.facts import ConceptFact, RunFact, State
from desktop.models.facts_list import FactRole
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.painting import (
    MEDIUM,
    SEMI_BOLD,
    draw_dashed,
    draw_icon,
    draw_rounded,
    draw_text,
    sized,
)
from desktop.widgets.tile_list import TileDelegate

Index = QModelIndex | QPersistentModelIndex
GAP = 16
CARD_TEXT_HEIGHT = 102
ROW_HEIGHT = 56
_RADIUS = 10

_STATE_LOOKS: dict[State, tuple[str, Role]] = {
    "finished": ("check-circle", GOOD),
    "failed": ("warning-circle", ERROR),
    "died": ("warning-circle", ERROR),
    "not_responding": ("warning-circle", ERROR),
    "unreadable": ("warning-circle", ERROR),
    "newer": ("eye", SECONDARY),
    "running": ("play-circle", TEXT),
    "starting": ("play-circle", TEXT),
    "queued": ("clock", TEXT),
    "paused": ("pause-circle", SECONDARY),
    "stopped": ("pause-circle", SECONDARY),
    "new": ("circle-dashed", SECONDARY),
}


def card_height(width: int) -> int:
    return round((width - GAP) * 0.88) + CARD_TEXT_HEIGHT + GAP


def cover_of(concept: ConceptFact, side: int) -> Thumbnail | None:
    """The newest sample of the newest run that has one, else the first picture in use."""
    for run in reversed(concept.runs):
        if (sample := run.last_sample) is not None:
            return Thumbnail(sample.path, side, version=sample.version)
    used = [p for p in concept.pictures if not (p.entry and p.entry.excluded)]
    return Thumbnail(used[0].path, side, used[0].entry) if used else None


class ConceptDelegate(TileDelegate):
    """A card: picture, name, what it is, and how its last run stands."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = self.card_rect(option, GAP).adjusted(0.5, 0.5, -0.5, -0.5)
        palette, state = app_palette(), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hover = state & QStyle.StateFlag.State_MouseOver
        painter.setBrush(blend(palette, SURFACE, TEXT, 0.03) if hover else palette.color(SURFACE))
        if index.data(FactRole.IS_NEW_TILE):
            draw_dashed(painter, rect.adjusted(1, 1, -1, -1), palette.color(EDGE), radius=_RADIUS)
            self._paint_new(painter, option, rect)
        else:
            painter.setPen(palette.color(LINE))
            painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
            self._paint_concept(painter, option, rect, index.data(FactRole.FACT))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(ACCENT), 2))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.restore()

    def _paint_new(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF) -> None:
        palette, font = app_palette(), option.font
        middle = rect.center()
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

    def _paint_concept(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, concept: ConceptFact
    ) -> None:
        palette, font = app_palette(), option.font
        picture = QRectF(rect.left(), rect.top(), rect.width(), rect.height() - CARD_TEXT_HEIGHT)
        self._paint_cover(painter, palette, picture, concept)
        left, width = rect.left() + 15, rect.width() - 30
        top = picture.bottom() + 12
        painter.setFont(sized(font, 16, SEMI_BOLD))
        draw_text(painter, QRectF(left, top, width, 24), concept.name, color=palette.color(TEXT))
        run = concept.last_run
        about = words.kind_title(concept.kind)
        if run is not None and run.method:
            about = f"{about} · {words.method_title(run.method)}"
        painter.setFont(sized(font, 13))
        line = QRectF(left, top + 24, width, 20)
        draw_text(painter, line, about, color=palette.color(SECONDARY))
        state = QRectF(left, top + 52, width, 20)
        if run is None:
            text = self.tr("%n picture(s)", "", len(concept.pictures))
            draw_text(painter, state, text, color=palette.color(SECONDARY))
        elif run.is_live and run.max_train_steps:
            self._paint_progress(painter, palette, state, run)
        else:
            paint_state(painter, palette, state, run)

    def _paint_cover(
        self, painter: QPainter, palette: QPalette, rect: QRectF, concept: ConceptFact
    ) -> None:
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
            painter.fillRect(rect, palette.color(CANVAS))
        painter.restore()

    def _paint_progress(
        self, painter: QPainter, palette: QPalette, rect: QRectF, run: RunFact
    ) -> None:
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


class RunDelegate(TileDelegate):
    """A row: picture, concept and number, state, when."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        palette, font = app_palette(), option.font
        run: RunFact = index.data(FactRole.FACT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, rect, first=index.row() == 0)
        picture = QRectF(rect.left() + 15, rect.top() + 10, 36, 36)
        self._paint_picture(painter, palette, picture, run)
        text, secondary = palette.color(TEXT), palette.color(SECONDARY)
        left = rect.left() + 67
        column = rect.width() * 0.25
        painter.setFont(sized(font, 13, SEMI_BOLD))
        draw_text(painter, QRectF(left, rect.top() + 9, column, 19), run.concept_name, color=text)
        painter.setFont(sized(font, 12))
        title = self.tr("Run {number}").format(number=run.number)
        if run.method:
            title = f"{title} · {words.method_title(run.method)}"
        draw_text(painter, QRectF(left, rect.top() + 29, column, 17), title, color=secondary)
        painter.setFont(sized(font, 13))
        middle = QRectF(left + column + 16, rect.top(), rect.width() * 0.42, rect.height())
        paint_state(painter, palette, middle, run)
        painter.setFont(sized(font, 12))
        when = QRectF(
            middle.right() + 8, rect.top(), rect.right() - middle.right() - 24, rect.height()
        )
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, when, words.when(run), color=secondary, flags=right)
        painter.restore()

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
            painter.fillRect(
                QRectF(rect.left() + 67, rect.top(), rect.width() - 82, 1), palette.color(LINE)
            )
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(ACCENT), 2))
            painter.drawRoundedRect(inside, 6, 6)

    def _paint_picture(
        self, painter: QPainter, palette: QPalette, rect: QRectF, run: RunFact
    ) -> None:
        sample = run.last_sample
        side = round(rect.width() * painter.device().devicePixelRatio())
        pixmap = None
        if sample is not None:
            pixmap = self._thumbnails.get(Thumbnail(sample.path, side, version=sample.version))
        if pixmap is not None:
            draw_rounded(painter, rect, pixmap, 5)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(CANVAS))
        painter.drawRoundedRect(rect, 5, 5)


def paint_state(painter: QPainter, palette: QPalette, rect: QRectF, run: RunFact) -> None:
    """The state as an icon and words; never by colour alone."""
    glyph, role = _STATE_LOOKS[run.state]
    color: QColor = palette.color(role)
    icon = QRectF(rect.left(), rect.center().y() - 8, 16, 16)
    draw_icon(painter, icon, glyph, color)
    loud = role in (ERROR, GOOD)
    words_color = color if loud else palette.color(TEXT if role == TEXT else SECONDARY)
    draw_text(painter, rect.adjusted(24, 0, 0, 0), words.run_state(run), color=words_color)
