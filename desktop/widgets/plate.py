"""The ground of rows that are buttons: in the rail, in the bottom bar."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton

from desktop.colors import ACCENT, GROUND, LINE, SURFACE, TEXT, blend, is_dark


def paint_plate(
    painter: QPainter, button: QAbstractButton, rect: QRectF, *, selected: bool
) -> None:
    """Selected, hovered, focused."""
    palette: QPalette = button.palette()
    inside = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if selected and is_dark(palette):
        painter.setBrush(blend(palette, GROUND, TEXT, 0.09))
        painter.setPen(blend(palette, GROUND, TEXT, 0.16))
    elif selected:
        painter.setBrush(palette.color(SURFACE))
        painter.setPen(palette.color(LINE))
    elif button.underMouse() and button.isEnabled():
        painter.setBrush(blend(palette, GROUND, TEXT, 0.05))
    painter.drawRoundedRect(inside, 8, 8)
    if button.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color(ACCENT), 2))
        painter.drawRoundedRect(inside.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
