"""How a run stands, as an icon and words; never by colour alone."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from desktop.colors import ERROR, GOOD, SECONDARY, TEXT, Role, app_palette
from desktop.facts import State
from desktop.widgets.painting import draw_icon, draw_text

_LOOKS: dict[State, tuple[str, Role]] = {
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


def draw_state(
    painter: QPainter, rect: QRectF, state: State, text: str, *, filled: bool = False
) -> None:
    """`filled` where the words are of the usual colour unless something is wrong, as in a row."""
    palette = app_palette()
    glyph, role = _LOOKS[state]
    icon = QRectF(rect.left(), rect.center().y() - 8, 16, 16)
    draw_icon(painter, icon, f"{glyph}-fill" if filled else glyph, palette.color(role))
    words_role = TEXT if filled and role != ERROR else role
    draw_text(painter, rect.adjusted(24, 0, 0, 0), text, color=palette.color(words_role))
