"""Paints a preset's card: what it is good for, how long it takes, and does it fit the card."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop import words
from desktop.colors import (
    ACCENT,
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
from desktop.models.presets import PresetCard, PresetRole
from desktop.plan_words import MemoryWords
from desktop.widgets.memory_bar import BAR_HEIGHT, paint_memory_bar
from desktop.widgets.painting import (
    MEDIUM,
    SEMI_BOLD,
    draw_icon,
    draw_paragraph,
    draw_text,
    sized,
    wrap,
)
from desktop.widgets.tile_list import TileDelegate

Index = QModelIndex | QPersistentModelIndex
GAP = 16
PURPOSE_LINES = 5
REMARK_LINES = 2
_MARGIN = 18
_PURPOSE_TOP = 44
# The line of facts; the verdict with its bar and remark below.
_FACTS, _VERDICT, _BAR, _REMARK, _BOTTOM = 42, 32, 22, 34, 14
_FACT_GAP = 20
_GLYPHS = {
    "quick_look": "lightning", "textual_inversion": "text-t", "lora": "stack",
    "dreambooth": "crown", "hypernetwork": "paint-brush",
}  # fmt: skip
_TONES: dict[str, Role] = {"good": GOOD, "error": ERROR, "": TEXT}


def preset_card_height(cards: Iterable[PresetCard], width: int, font: QFont) -> int:
    """Of every tile: as high as the one with the most to say needs, in a tile of this width."""
    shown, metrics = list(cards), QFontMetrics(sized(font, 13))
    # Tiles lie up to a gap closer together than they are wide.
    room = width - GAP - 2 * _MARGIN
    lines = max((len(wrap(c.purpose, metrics, room, PURPOSE_LINES)) for c in shown), default=1)
    return _PURPOSE_TOP + lines * metrics.lineSpacing() + _FACTS + _memory_height(shown) + GAP


def _memory_height(cards: list[PresetCard]) -> int:
    said = [card.memory for card in cards if card.memory is not None]
    if not said:
        return 0
    bar = _BAR if any(memory.shares for memory in said) else 0
    return _VERDICT + bar + _REMARK + _BOTTOM


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
        card: PresetCard = index.data(PresetRole.CARD)
        inside = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        self._paint_head(painter, option.font, inside, card, chosen=chosen)
        memory = _memory_height([card])
        bottom = rect.bottom() - self._room_for_memory(index)
        self._paint_facts(painter, option.font, inside, card, bottom=bottom)
        if memory and card.memory is not None:
            self._paint_memory(painter, option.font, inside, card.memory, top=bottom)
        painter.restore()

    def _room_for_memory(self, index: Index) -> int:
        """The same on every card, so that their facts stand in one line."""
        model = index.model()
        rows = (model.index(row, 0).data(PresetRole.CARD) for row in range(model.rowCount()))
        return _memory_height(list(rows))

    def _paint_head(
        self, painter: QPainter, font: QFont, rect: QRectF, card: PresetCard, *, chosen: bool
    ) -> None:
        palette = app_palette()
        glyph = "bookmark-simple" if card.is_own else ""
        glyph = glyph or _GLYPHS.get(card.name) or _GLYPHS.get(card.method, "bookmark")
        icon = QRectF(rect.left(), rect.top() + 16, 20, 20)
        draw_icon(painter, icon, glyph, palette.color(ACCENT if chosen else TEXT))
        painter.setFont(sized(font, 16, SEMI_BOLD))
        title = QRectF(rect.left() + 32, rect.top() + 14, rect.width() - 64, 24)
        draw_text(painter, title, card.title, color=palette.color(TEXT))
        if chosen:
            check = QRectF(rect.right() - 18, rect.top() + 16, 18, 18)
            draw_icon(painter, check, "check-circle-fill", palette.color(ACCENT))
        painter.setFont(sized(font, 13))
        purpose = rect.adjusted(0, _PURPOSE_TOP, 0, 0)
        color = palette.color(SECONDARY)
        draw_paragraph(painter, purpose, card.purpose, color=color, lines=PURPOSE_LINES)

    def _paint_facts(
        self, painter: QPainter, font: QFont, rect: QRectF, card: PresetCard, *, bottom: float
    ) -> None:
        palette = app_palette()
        facts = [
            ("clock", card.memory.time if card.memory else ""),
            ("file", words.file_size(card.size) if card.size else ""),
            ("repeat", words.steps(card.steps)),
            ("frame-corners", self.tr("{side} px").format(side=words.number(card.resolution))),
        ]
        painter.setFont(sized(font, 12, MEDIUM))
        middle, x = bottom - 21, rect.left()
        for sign, fact in facts:
            width = painter.fontMetrics().horizontalAdvance(fact)
            if not fact or x + 22 + width > rect.right():
                continue
            draw_icon(painter, QRectF(x, middle - 8, 16, 16), sign, palette.color(SECONDARY))
            line = QRectF(x + 22, middle - 10, width + 4, 20)
            draw_text(painter, line, fact, color=palette.color(TEXT))
            x += 22 + width + _FACT_GAP

    def _paint_memory(
        self, painter: QPainter, font: QFont, rect: QRectF, memory: MemoryWords, *, top: float
    ) -> None:
        palette = app_palette()
        painter.fillRect(QRectF(rect.left(), top, rect.width(), 1), palette.color(LINE))
        color = palette.color(_TONES[memory.tone])
        middle = top + 20
        draw_icon(painter, QRectF(rect.left(), middle - 8, 16, 16), memory.glyph, color)
        painter.setFont(sized(font, 13, SEMI_BOLD))
        used = painter.fontMetrics().horizontalAdvance(memory.verdict) + 30
        verdict = QRectF(rect.left() + 22, middle - 10, rect.width() - 22, 20)
        draw_text(painter, verdict, memory.verdict, color=color)
        painter.setFont(sized(font, 12))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        needed = QRectF(rect.left() + used, middle - 10, rect.width() - used, 20)
        secondary = palette.color(SECONDARY)
        draw_text(painter, needed, memory.needed, color=secondary, flags=right)
        below = top + _VERDICT
        if memory.shares is not None:
            bar = QRectF(rect.left(), below + 6, rect.width(), BAR_HEIGHT)
            paint_memory_bar(painter, bar, memory.shares, palette)
            below += _BAR
        remark = rect.adjusted(0, below + 4 - rect.top(), 0, 0)
        draw_paragraph(painter, remark, memory.remark, color=secondary, lines=REMARK_LINES)
