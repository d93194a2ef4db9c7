"""Paints one picture of the Images page: the trained square, its badge, its name."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.colors import (
    ACCENT,
    CANVAS,
    EDGE,
    GROUND,
    SECONDARY,
    SURFACE,
    TEXT,
    app_palette,
    blend,
)
from desktop.models.picture_items import PictureItem
from desktop.models.pictures import PictureRole
from desktop.picture_history import DRAFT
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.painting import (
    MEDIUM,
    draw_badge,
    draw_dashed,
    draw_icon,
    draw_rounded,
    draw_text,
    sized,
)
from desktop.widgets.tile_list import TileDelegate
from training.contract.concept import ImageEntry
from training.contract.messages import Message
from training.contract.pictures import training_square

Index = QModelIndex | QPersistentModelIndex
GAP = 12
NAME_HEIGHT = 26
_SIGN = 48
_OUTSIDE = QColor(18, 17, 16, 140)
_FRAME = QColor(255, 255, 255, 235)
_GLYPHS = {
    "picture.blurred": "drop-half",
    "picture.too_small": "arrows-in",
    "picture.crop_too_small": "arrows-in",
    "picture.near_duplicate": "copy",
    "picture.rotated": "arrow-clockwise",
    "picture.animated": "film-strip",
    "picture.unreadable": "warning",
    "picture.transparent": "drop",
    "picture.wrong_extension": "file",
}


def tile_height(width: int) -> int:
    return width - GAP + NAME_HEIGHT + GAP - 4


class PictureDelegate(TileDelegate):
    """`badge_text` puts a problem into a word or two."""

    def __init__(
        self,
        thumbnails: ThumbnailLoader,
        badge_text: Callable[[Message], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._badge_text = badge_text

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        side = rect.width() - GAP
        picture = QRectF(rect.left() + 4, rect.top() + 4, side, side)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(PictureRole.IS_ADD_TILE):
            self._paint_tile(painter, option, picture, str(index.data()))
        else:
            self._paint_picture(painter, option, picture, index)
        painter.restore()

    def _paint_tile(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, text: str
    ) -> None:
        palette = app_palette()
        painter.setBrush(palette.color(SURFACE))
        focused = option.state & QStyle.StateFlag.State_HasFocus
        edge = palette.color(ACCENT if focused else EDGE)
        draw_dashed(painter, rect.adjusted(1, 1, -1, -1), edge, radius=8)
        middle = rect.center()
        icon = QRectF(middle.x() - 11, middle.y() - 30, 22, 22)
        draw_icon(painter, icon, "plus", palette.color(TEXT))
        painter.setFont(sized(option.font, 12))
        painter.setPen(palette.color(SECONDARY))
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        below = QRectF(rect.left() + 8, middle.y() + 2, rect.width() - 16, 44)
        painter.drawText(below, centre, text)

    def _paint_picture(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, index: Index
    ) -> None:
        item: PictureItem = index.data(PictureRole.ITEM)
        palette = app_palette()
        ratio = painter.device().devicePixelRatio()
        view, frame = view_of(item)
        wanted = Thumbnail(item.path, round(rect.width() * ratio), view)
        pixmap = self._thumbnails.get(wanted)
        if item.excluded:
            painter.setOpacity(0.38)
        if pixmap is not None:
            draw_rounded(painter, rect, pixmap, 8)
            if frame is not None:
                _paint_frame(painter, rect, frame)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(CANVAS))
            painter.drawRoundedRect(rect, 8, 8)
            if self._thumbnails.is_unreadable(wanted):
                sign = QRectF(0, 0, _SIGN, _SIGN)
                sign.moveCenter(rect.center())
                draw_icon(painter, sign, "warning", palette.color(EDGE))
        painter.setOpacity(1.0)
        painter.setFont(sized(option.font, 12, MEDIUM))
        for row, problem in enumerate(index.data(PictureRole.PROBLEMS)[-2:]):
            glyph = _GLYPHS.get(problem.key, "info")
            draw_badge(painter, rect, glyph=glyph, text=self._badge_text(problem), row=row)
        self._paint_rings(painter, option, rect)
        self._paint_name(painter, option, rect, item)

    def _paint_rings(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF) -> None:
        palette, state = app_palette(), option.state
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(palette.color(GROUND), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 7, 7)
            painter.setPen(QPen(palette.color(ACCENT), 3))
            painter.drawRoundedRect(rect.adjusted(-1.5, -1.5, 1.5, 1.5), 9.5, 9.5)
        elif state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(palette.color(TEXT), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), 10, 10)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(blend(palette, SURFACE, TEXT, 0.4), 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _paint_name(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF, item: PictureItem
    ) -> None:
        """What is said of the picture, or that nothing is said yet."""
        color = app_palette().color(SECONDARY)
        line = QRectF(rect.left(), rect.bottom() + 6, rect.width(), 18)
        glyph, text = "", item.caption
        if item.excluded:
            glyph, text = "eye-slash", self.tr("Left out")
        elif not text:
            glyph, text = "pencil-simple", self.tr("No caption yet")
        if glyph:
            draw_icon(painter, QRectF(line.left(), line.top() + 2, 14, 14), glyph, color)
            line.adjust(20, 0, 0, 0)
        painter.setFont(sized(option.font, 12))
        draw_text(painter, line, text, color=color)


def view_of(item: PictureItem) -> tuple[ImageEntry, QRectF | None]:
    """(what of the picture fills the tile, where in it the crop lies as shares of the tile). A
    crop is shown in the largest square around it; without one that square is what is taught."""
    crop, mirror, size = item.entry.crop, item.entry.mirror, item.size
    plain = DRAFT.model_copy(update={"mirror": mirror})
    if crop is None or size is None:
        return plain.model_copy(update={"crop": crop}), None
    x, y, side = training_square(size, item.entry)
    (width, height), short = size, min(size)
    # As near to the crop's middle as the picture's edges allow.
    left = max(0.0, min(x + side / 2 - short / 2, width - short))
    top = max(0.0, min(y + side / 2 - short / 2, height - short))
    around = (left / width, top / height, (left + short) / width, (top + short) / height)
    shown = plain.model_copy(update={"crop": tuple(min(1.0, edge) for edge in around)})
    if short - side < 0.02 * short:
        return shown, None
    frame = QRectF((x - left) / short, (y - top) / short, side / short, side / short)
    if mirror:
        frame.moveLeft(1 - frame.right())
    return shown, frame


def _paint_frame(painter: QPainter, rect: QRectF, shares: QRectF) -> None:
    frame = QRectF(
        rect.left() + shares.left() * rect.width(), rect.top() + shares.top() * rect.height(),
        shares.width() * rect.width(), shares.height() * rect.height(),
    )  # fmt: skip
    outside, inside = QPainterPath(), QPainterPath()
    outside.addRoundedRect(rect, 8, 8)
    inside.addRect(frame)
    painter.fillPath(outside.subtracted(inside), _OUTSIDE)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_FRAME, 1.5))
    painter.drawRect(frame.adjusted(1, 1, -1, -1))
