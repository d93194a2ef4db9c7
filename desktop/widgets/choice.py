"""Cards of which one is chosen: an icon over a word, or a radio with two lines."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.colors import ACCENT, ERROR, FIELD_EDGE, LINE, SECONDARY, SURFACE, TEXT, blend
from desktop.icons import dot
from desktop.widgets.painting import NORMAL, SEMI_BOLD, draw_icon, draw_text, sized


class ChoiceCard(QAbstractButton):
    """A card with an icon and a word."""

    def __init__(self, glyph: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(74)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(120, 74)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect = self.palette(), QRectF(self.rect())
        chosen = self.isChecked()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_card(painter, self, rect, chosen=chosen)
            icon = QRectF(rect.center().x() - 11, 13, 22, 22)
            glyph = f"{self._glyph}-fill" if chosen else self._glyph
            draw_icon(painter, icon, glyph, palette.color(ACCENT if chosen else TEXT))
            painter.setFont(sized(self.font(), 13, SEMI_BOLD if chosen else NORMAL))
            line = QRectF(8, 42, rect.width() - 16, 20)
            centre = Qt.AlignmentFlag.AlignCenter
            draw_text(painter, line, self.text(), color=palette.color(TEXT), flags=centre)


class RadioCard(QAbstractButton):
    """A radio with a title, a second line and a word at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail = self._origin = ""
        self._is_problem = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedHeight(60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(240, 60)

    def show_lines(self, title: str, detail: str, *, origin: str, is_problem: bool) -> None:
        self.setText(title)
        self._detail, self._origin, self._is_problem = detail, origin, is_problem
        self.setAccessibleName(f"{title}, {detail}")
        self.setToolTip(detail)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect = self.palette(), QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_card(painter, self, rect, chosen=self.isChecked())
            centre = QPointF(26, rect.center().y())
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(ACCENT if self.isChecked() else FIELD_EDGE), 1.5))
            dot(painter, centre, 9)
            if self.isChecked():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(palette.color(ACCENT))
                dot(painter, centre, 4.5)
            painter.setFont(sized(self.font(), 12))
            width = painter.fontMetrics().horizontalAdvance(self._origin)
            right = QRectF(rect.right() - 16 - width - 2, 11, width + 2, 18)
            draw_text(painter, right, self._origin, color=palette.color(SECONDARY))
            line = QRectF(48, 32, rect.width() - 64, 18)
            color = palette.color(ERROR if self._is_problem else SECONDARY)
            draw_text(painter, line, self._detail, color=color)
            painter.setFont(sized(self.font(), 13, SEMI_BOLD))
            title = QRectF(48, 10, right.left() - 56, 20)
            draw_text(painter, title, self.text(), color=palette.color(TEXT))


def paint_card(painter: QPainter, card: QAbstractButton, rect: QRectF, *, chosen: bool) -> None:
    """The ground of a card; its line is always 2 px wide, so that choosing moves nothing."""
    palette = card.palette()
    if chosen:
        painter.setBrush(blend(palette, SURFACE, ACCENT, 0.08))
        painter.setPen(QPen(palette.color(ACCENT), 2))
    else:
        ground = blend(palette, SURFACE, TEXT, 0.05 if card.underMouse() else 0)
        painter.setBrush(ground)
        painter.setPen(QPen(palette.color(LINE), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 9, 9)
    if card.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color(TEXT), 1.5, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(rect.adjusted(4, 4, -4, -4), 6, 6)
