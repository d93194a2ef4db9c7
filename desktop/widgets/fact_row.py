"""A card with a few facts side by side: name above, large value, small remark."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.colors import ACCENT, LINE, SECONDARY, SURFACE, TEXT
from desktop.widgets.painting import SEMI_BOLD, draw_text, sized


@dataclass(frozen=True)
class Figure:
    """`share` = how much of it is done, as a thin bar under the value."""

    name: str
    value: str
    remark: str = ""
    share: float | None = None


class FactRow(QWidget):
    """Equal columns with hairlines between them; painted, so that changing digits move nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: list[Figure] = []
        self.setFixedHeight(62)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(600, 62)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        if list(figures) != self._figures:
            self._figures = list(figures)
            spoken = (f"{f.name}: {f.value} {f.remark}".strip() for f in figures)
            self.setAccessibleName("; ".join(spoken))
            self.setToolTip(self.accessibleName().replace("; ", "\n"))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect = self.palette(), QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(palette.color(LINE))
            painter.setBrush(palette.color(SURFACE))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
            if not self._figures:
                return
            width = rect.width() / len(self._figures)
            for number, figure in enumerate(self._figures):
                left = number * width
                if number:
                    painter.setPen(palette.color(LINE))
                    painter.drawLine(QPointF(left, 14), QPointF(left, 48))
                self._paint(painter, QRectF(left + 15, 0, width - 22, 62), figure)

    def _paint_share(self, painter: QPainter, rect: QRectF, share: float) -> None:
        palette = self.palette()
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(rect.left(), 54, rect.width() - 8, 3)
        for role, width in ((LINE, 1.0), (ACCENT, max(0.0, min(1.0, share)))):
            painter.setBrush(palette.color(role))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * width, 3), 1.5, 1.5)

    def _paint(self, painter: QPainter, rect: QRectF, figure: Figure) -> None:
        palette = self.palette()
        painter.setFont(sized(self.font(), 12))
        top = QRectF(rect.left(), 9, rect.width(), 18)
        draw_text(painter, top, figure.name, color=palette.color(SECONDARY))
        painter.setFont(sized(self.font(), 16, SEMI_BOLD))
        line = QRectF(rect.left(), 28, rect.width(), 24)
        draw_text(painter, line, figure.value, color=palette.color(TEXT))
        used = painter.fontMetrics().horizontalAdvance(figure.value) + 8
        painter.setFont(sized(self.font(), 12))
        if figure.share is not None:
            self._paint_share(painter, rect, figure.share)
        rest = line.adjusted(used, 2, 0, 0)
        if painter.fontMetrics().horizontalAdvance(figure.remark) > rest.width():
            # Behind the name there is more room than behind a large number.
            rest = top.adjusted(painter.fontMetrics().horizontalAdvance(figure.name) + 8, 0, 0, 0)
            painter.setFont(sized(self.font(), 12))
        # Half a number would be worse than none; the tip says it all.
        if painter.fontMetrics().horizontalAdvance(figure.remark) <= rest.width():
            draw_text(painter, rest, figure.remark, color=palette.color(SECONDARY))
