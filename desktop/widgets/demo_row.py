"""The row that offers the bundled concept, in line with the rows of runs above it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.colors import ACCENT, CANVAS, LINE, SECONDARY, SURFACE, TEXT, blend
from desktop.widgets.painting import SEMI_BOLD, draw_icon, draw_rounded, draw_text, sized
from desktop.widgets.run_delegate import ROW_HEIGHT, RowColumns


class DemoRow(QAbstractButton):
    """A click takes the offer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = self._origin = self._offer = ""
        self._picture: QPixmap | None = None
        self.is_first = False
        self.setFixedHeight(ROW_HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def set_texts(self, name: str, origin: str, offer: str) -> None:
        self._name, self._origin, self._offer = name, origin, offer
        self.setAccessibleName(f"{name}. {origin}. {offer}")
        self.update()

    def set_picture(self, picture: QPixmap) -> None:
        self._picture = picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect = self.palette(), QRectF(self.rect())
        columns = RowColumns(rect)
        text, secondary = palette.color(TEXT), palette.color(SECONDARY)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            inside = rect.adjusted(4, 3, -4, -3)
            painter.setPen(Qt.PenStyle.NoPen)
            if self.underMouse() or self.isDown():
                painter.setBrush(blend(palette, SURFACE, TEXT, 0.10 if self.isDown() else 0.05))
                painter.drawRoundedRect(inside, 6, 6)
            if not self.is_first:
                line = QRectF(columns.name.left(), rect.top(), rect.width() - 82, 1)
                painter.fillRect(line, palette.color(LINE))
            if self._picture is not None:
                draw_rounded(painter, columns.picture, self._picture, 5)
            else:
                painter.setBrush(palette.color(CANVAS))
                painter.drawRoundedRect(columns.picture, 5, 5)
            painter.setFont(sized(self.font(), 13, SEMI_BOLD))
            draw_text(painter, columns.name, self._name, color=text)
            painter.setFont(sized(self.font(), 12))
            draw_text(painter, columns.detail, self._origin, color=secondary)
            painter.setFont(sized(self.font(), 13))
            offer = columns.state.adjusted(0, 0, columns.size.right() - columns.state.right(), 0)
            glyph = QRectF(offer.left(), offer.center().y() - 8, 16, 16)
            draw_icon(painter, glyph, "flask", text)
            draw_text(painter, offer.adjusted(24, 0, 0, 0), self._offer, color=text)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(palette.color(ACCENT), 2))
                painter.drawRoundedRect(inside, 6, 6)
