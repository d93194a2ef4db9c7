"""Marks on the loss plot: steps that were kept or painted, the step to keep, what was changed."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen

from desktop.colors import ACCENT, GROUND, SECONDARY, SURFACE, TEXT
from desktop.icons import dot
from desktop.widgets.painting import MEDIUM, draw_icon, draw_text, sized

_STOP, _STAR, _FLAG_HEIGHT, _FLAG_ICON = 3.5, 16.0, 20.0, 13.0


@dataclass(frozen=True)
class Marks:
    """Steps; `star` = -1 where there is none, `flags` = what happened there, in two or three
    words."""

    kept: frozenset[int] = frozenset()
    painted: frozenset[int] = frozenset()
    star: int = -1
    flags: tuple[tuple[int, str], ...] = ()


def paint_stop(painter: QPainter, palette: QPalette, centre: QPointF, *, kept: bool) -> None:
    """A full dot for a kept step, a ring for one that was only painted."""
    painter.setPen(QPen(palette.color(SECONDARY), 1.5))
    painter.setBrush(palette.color(SECONDARY if kept else SURFACE))
    dot(painter, centre, _STOP)


def paint_star(painter: QPainter, palette: QPalette, centre: QPointF) -> None:
    """On a little ground of its own, so that the curve does not run through it."""
    painter.setPen(QPen(palette.color(SURFACE), 0))
    painter.setBrush(palette.color(SURFACE))
    dot(painter, centre, _STAR / 2 + 1)
    box = QRectF(centre.x() - _STAR / 2, centre.y() - _STAR / 2, _STAR, _STAR)
    draw_icon(painter, box, "star-fill", palette.color(ACCENT))


def paint_flag(
    painter: QPainter, palette: QPalette, x: float, text: str, *, bottom: float, right: float
) -> None:
    """A dashed line with a flag of ink at its top, on the side where there is room."""
    ink, paper = palette.color(TEXT), palette.color(GROUND)
    painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(x, 8), QPointF(x, bottom))
    painter.setFont(sized(painter.font(), 12, MEDIUM))
    width = painter.fontMetrics().horizontalAdvance(text) + _FLAG_ICON + 20
    left = x + 4 if x + 4 + width <= right else x - 4 - width
    flag = QRectF(left, 8, width, _FLAG_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(flag, 5, 5)
    sign = QRectF(left + 7, 8 + (_FLAG_HEIGHT - _FLAG_ICON) / 2, _FLAG_ICON, _FLAG_ICON)
    draw_icon(painter, sign, "cpu", paper)
    draw_text(painter, flag.adjusted(_FLAG_ICON + 12, 0, -4, 0), text, color=paper)


def paint_legend_dots(
    painter: QPainter, palette: QPalette, first: QPointF, texts: tuple[str, str], *, width: float
) -> None:
    """ "kept" and "painted" in one line, each behind its dot."""
    x = first.x()
    for text, kept in zip(texts, (True, False), strict=True):
        paint_stop(painter, palette, QPointF(x + 3, first.y()), kept=kept)
        advance = painter.fontMetrics().horizontalAdvance(text)
        box = QRectF(x + 12, first.y() - 10, min(advance + 2.0, width), 20)
        draw_text(painter, box, text, color=palette.color(SECONDARY))
        x += advance + 28
