"""Labels, lines and boxes in the styles that the stylesheet knows."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


def label(role: str = "", text: str = "", *, wrap: bool = False) -> QLabel:
    """A label of a role: title, section, label, secondary, hint, number, sentence."""
    result = QLabel(text)
    if role:
        result.setProperty("role", role)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if wrap:
        result.setWordWrap(True)
        result.setMinimumWidth(40)
    else:
        result.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return result


def set_tone(widget: QWidget, tone: str) -> None:
    """Let the stylesheet colour `widget` as "error", "good" or "" (usual)."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def box(name: str) -> QFrame:
    """A frame that the stylesheet knows by name: card, note, canvas, inspector."""
    result = QFrame()
    result.setObjectName(name)
    return result


def hairline() -> QFrame:
    result = box("hairline")
    result.setFixedHeight(1)
    return result
