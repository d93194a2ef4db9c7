"""Paints a preset's card: what it is, what it is good for, how many steps it takes."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop import words
from desktop.colors import ACCENT, LINE, SECONDARY, SURFACE, TEXT, app_palette, blend
from desktop.models.presets import PresetCard, PresetRole
from desktop.widgets.painting import (
    MEDIUM,
    SEMI_BOLD,
    draw_icon,
    draw_paragraph,
    draw_text,
    sized,
)
from desktop.widgets.tile_list import TileDelegate

Index = QModelIndex | QPersistentModelIndex
GAP = 16
HEIGHT = 178
PURPOSE_LINES = 5
_GLYPHS = {
    "quick_look": "lightning", "textual_inversion": "text-t", "lora": "stack",
    "dreambooth": "crown", "hypernetwork": "paint-brush",
}  # fmt: skip


def preset_card_height(width: int) -> int:
    return HEIGHT + GAP


class PresetDelegate(TileDelegate):
    """The unselected line is as wide as the selected one, so that nothing moves."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = self.card_rect(option, GAP).adjusted(1, 1, -1, -1)
        palette, state = app_palette(), option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hover = state & QStyle.StateFlag.State_MouseOver
        painter.setBrush(blend(palette, SURFACE, TEXT, 0.03 if hover else 0))
        painter.setPen(QPen(palette.color(ACCENT if chosen else LINE), 2))
        painter.drawRoundedRect(rect, 10, 10)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(TEXT), 1.5, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(rect.adjusted(4, 4, -4, -4), 7, 7)
        self._paint_card(painter, option, rect, index.data(PresetRole.CARD), chosen=chosen)
        painter.restore()

    def _paint_card(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        rect: QRectF,
        card: PresetCard,
        *,
        chosen: bool,
    ) -> None:
        palette, font = app_palette(), option.font
        text, secondary = palette.color(TEXT), palette.color(SECONDARY)
        left, width = rect.left() + 18, rect.width() - 36
        glyph = _GLYPHS.get(card.name) or _GLYPHS.get(card.method, "bookmark")
        icon = QRectF(left, rect.top() + 16, 20, 20)
        draw_icon(painter, icon, glyph, palette.color(ACCENT if chosen else TEXT))
        painter.setFont(sized(font, 16, SEMI_BOLD))
        title = QRectF(left + 32, rect.top() + 14, width - 64, 24)
        draw_text(painter, title, card.title, color=text)
        if chosen:
            check = QRectF(rect.right() - 36, rect.top() + 16, 18, 18)
            draw_icon(painter, check, "check-circle-fill", palette.color(ACCENT))
        painter.setFont(sized(font, 13))
        purpose = QRectF(left, rect.top() + 44, width, 88)
        draw_paragraph(painter, purpose, card.purpose, color=secondary, lines=PURPOSE_LINES)
        painter.fillRect(QRectF(left, rect.bottom() - 42, width, 1), palette.color(LINE))
        painter.setFont(sized(font, 12, MEDIUM))
        facts = (
            ("repeat", words.steps(card.steps)),
            ("frame-corners", self.tr("{side} px").format(side=words.number(card.resolution))),
        )
        for column, (sign, fact) in enumerate(facts):
            x = left + column * min(150.0, width / 2)
            middle = rect.bottom() - 21
            draw_icon(painter, QRectF(x, middle - 8, 16, 16), sign, secondary)
            line = QRectF(x + 22, middle - 10, min(125.0, width / 2 - 22), 20)
            draw_text(painter, line, fact, color=text)
