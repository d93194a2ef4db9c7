"""A card with a radio and two lines: as a button, and as views paint it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.colors import ACCENT, ERROR, FIELD_EDGE, GROUND, LINE, SECONDARY, SURFACE, TEXT, blend
from desktop.icons import dot
from desktop.widgets.painting import SEMI_BOLD, draw_paragraph, draw_text, sized, wrap

HEIGHT = 60
_LEFT, _RIGHT = 48, 16
_MOST_LINES = 2


@dataclass(frozen=True)
class CardLines:
    """What a card says. A problem, and a detail with spaces, may take two lines; a path has its
    middle left out instead."""

    title: str
    detail: str
    origin: str = ""
    is_problem: bool = False
    is_path: bool = False

    def detail_lines(self, font: QFont, width: float) -> int:
        """How many lines the detail takes on a card of this width."""
        if self.is_path or not self.detail:
            return 1
        metrics = QFontMetrics(sized(font, 12))
        return len(wrap(self.detail, metrics, int(width) - _LEFT - _RIGHT, _MOST_LINES))

    def height(self, font: QFont, width: float) -> int:
        more = self.detail_lines(font, width) - 1
        return HEIGHT + more * QFontMetrics(sized(font, 12)).lineSpacing()


@dataclass(frozen=True)
class CardState:
    """`is_offered` = it can be chosen."""

    is_chosen: bool = False
    is_hovered: bool = False
    has_focus: bool = False
    is_offered: bool = True

    @staticmethod
    def of(card: QAbstractButton) -> "CardState":
        offered = card.isEnabled()
        return CardState(card.isChecked(), card.underMouse() and offered, card.hasFocus(), offered)


class RadioCard(QAbstractButton):
    """Disabled, it still says why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = CardLines("", "")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def show_lines(self, lines: CardLines, *, tip: str = "") -> None:
        self._lines = lines
        self.setText(lines.title)
        self.setAccessibleName(", ".join(filter(None, (lines.title, lines.detail, lines.origin))))
        self.setToolTip(tip or lines.detail)
        self._fit_height()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect, state = QRectF(self.rect()), CardState.of(self)
            # Not the widget's own palette: what is disabled still has to be readable.
            palette = self.palette()
            palette.setCurrentColorGroup(QPalette.ColorGroup.Active)
            paint_ground(painter, palette, rect, state)
            paint_lines(painter, palette, rect, self._lines, state)

    def _fit_height(self) -> None:
        self.setFixedHeight(self._lines.height(self.font(), self.width()))


def paint_ground(painter: QPainter, palette: QPalette, rect: QRectF, state: CardState) -> None:
    """The ground of a card; its line is always 2 px wide, so that choosing moves nothing."""
    if state.is_chosen:
        painter.setBrush(blend(palette, SURFACE, ACCENT, 0.08))
        painter.setPen(QPen(palette.color(ACCENT), 2))
    else:
        ground = blend(palette, SURFACE, TEXT, 0.05 if state.is_hovered else 0)
        painter.setBrush(ground if state.is_offered else palette.color(GROUND))
        painter.setPen(QPen(palette.color(LINE), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 9, 9)
    if state.has_focus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color(TEXT), 1.5, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(rect.adjusted(4, 4, -4, -4), 6, 6)


def paint_lines(
    painter: QPainter, palette: QPalette, rect: QRectF, lines: CardLines, state: CardState
) -> None:
    """Radio and words in the painter's font."""
    font, offered = painter.font(), state.is_offered
    _paint_radio(painter, palette, QPointF(rect.left() + 26, rect.center().y()), state)
    painter.setFont(sized(font, 12))
    width = painter.fontMetrics().horizontalAdvance(lines.origin) + 2
    origin = QRectF(rect.right() - _RIGHT - width, rect.top() + 11, width, 18)
    draw_text(painter, origin, lines.origin, color=palette.color(SECONDARY))
    room = rect.width() - _LEFT - _RIGHT
    detail = QRectF(rect.left() + _LEFT, rect.top() + 32, room, 18)
    color = palette.color(ERROR if lines.is_problem and offered else SECONDARY)
    middle = Qt.TextElideMode.ElideMiddle
    if lines.detail_lines(font, rect.width()) > 1:
        draw_paragraph(painter, detail, lines.detail, color=color, lines=_MOST_LINES)
    else:
        draw_text(painter, detail, lines.detail, color=color, elide=middle)
    painter.setFont(sized(font, 13, SEMI_BOLD))
    title = QRectF(detail.left(), rect.top() + 10, origin.left() - detail.left() - 12, 20)
    ink = palette.color(TEXT if offered else SECONDARY)
    draw_text(painter, title, lines.title, color=ink, elide=middle)


def _paint_radio(painter: QPainter, palette: QPalette, centre: QPointF, state: CardState) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    edge = ACCENT if state.is_chosen else FIELD_EDGE if state.is_offered else LINE
    painter.setPen(QPen(palette.color(edge), 1.5))
    dot(painter, centre, 9)
    if state.is_chosen:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(ACCENT))
        dot(painter, centre, 4.5)
