"""A switch with its words at the left."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop.colors import ACCENT, FIELD_EDGE, ON_ACCENT, SECONDARY, SURFACE, TEXT
from desktop.icons import dot
from desktop.widgets.painting import draw_text, sized


class Toggle(QAbstractButton):
    """The knob's side tells the state, not the colour alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect = self.palette(), QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(sized(self.font(), 13))
            draw_text(painter, rect.adjusted(0, 0, -48, 0), self.text(), color=palette.color(TEXT))
            track = QRectF(rect.right() - 38, rect.center().y() - 10, 36, 20)
            on = self.isChecked()
            painter.setPen(QPen(palette.color(ACCENT if on else FIELD_EDGE), 1))
            painter.setBrush(palette.color(ACCENT if on else SURFACE))
            painter.drawRoundedRect(track, 10, 10)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(ON_ACCENT if on else SECONDARY))
            x = track.right() - 10 if on else track.left() + 10
            dot(painter, QPointF(x, track.center().y()), 7)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(palette.color(ACCENT), 2))
                painter.drawRoundedRect(track.adjusted(-3, -3, 3, 3), 13, 13)
