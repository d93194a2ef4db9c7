"""A large place to drop pictures on, with three of them fanned out and two buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.colors import ACCENT, EDGE, LINE, SURFACE, blend
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label
from desktop.widgets.painting import draw_dashed, draw_icon, draw_rounded

_FAN_HEIGHT = 172
_CARD = 144.0


class DropPanel(QWidget):
    """Says what to drop; the widget around it takes the drop."""

    browse_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[QPixmap] = []
        self._hovered = False
        self.setMinimumHeight(340)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._title = label("title")
        self._hint = label("secondary", wrap=True)
        for text in (self._title, self._hint):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.browse = button("image", role="bar")
        self.paste = button("clipboard", role="bar")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.browse)
        buttons.addWidget(self.paste)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 16, 32, 24)
        layout.addStretch(1)
        layout.addSpacing(_FAN_HEIGHT)
        layout.addSpacing(12)
        layout.addWidget(self._title)
        layout.addSpacing(4)
        layout.addWidget(self._hint)
        layout.addSpacing(20)
        layout.addLayout(buttons)
        layout.addStretch(1)
        self.browse.clicked.connect(self.browse_requested)
        self.paste.clicked.connect(self.paste_requested)

    def set_texts(self, title: str, hint: str, *, browse: str, paste: str) -> None:
        self._title.setText(title)
        self._hint.setText(hint)
        name_button(self.browse, browse)
        name_button(self.paste, paste)

    def set_pictures(self, pictures: Sequence[QPixmap]) -> None:
        """Up to three, shown as a fan; without any an icon stands there."""
        self._pictures = list(pictures)[:3]
        self.update()

    def set_hovered(self, hovered: bool) -> None:
        self._hovered = hovered
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            tint = blend(palette, SURFACE, ACCENT, 0.08 if self._hovered else 0)
            painter.setBrush(tint)
            edge = palette.color(ACCENT if self._hovered else EDGE)
            draw_dashed(painter, QRectF(self.rect()).adjusted(1, 1, -1, -1), edge, radius=10)
            centre = QPointF(self.width() / 2, self._title.y() - 12 - _FAN_HEIGHT / 2)
            if not self._pictures:
                icon = QRectF(centre.x() - 32, centre.y() - 32, 64, 64)
                draw_icon(painter, icon, "image", edge)
                return
            places = [(-1, -8.0), (1, 8.0), (0, 0.0)][-len(self._pictures) :]
            for (side, angle), picture in zip(places, self._pictures, strict=True):
                painter.save()
                painter.translate(centre.x() + side * 120, centre.y() + abs(side) * 6)
                painter.rotate(angle)
                frame = QRectF(-_CARD / 2, -_CARD / 2, _CARD, _CARD)
                painter.setPen(palette.color(LINE))
                painter.setBrush(palette.color(SURFACE))
                painter.drawRoundedRect(frame, 8, 8)
                draw_rounded(painter, frame.adjusted(7, 7, -7, -7), picture, 5)
                painter.restore()
