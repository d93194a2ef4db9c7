"""How high a widget must be for its words, where Qt alone would squeeze what wraps."""

from PySide6.QtWidgets import QWidget


def fitting_height(widget: QWidget, width: int) -> int:
    """Of a widget with a layout, at this width."""
    for inner in reversed(widget.findChildren(QWidget)):
        inner.ensurePolished()
        if (inside := inner.layout()) is not None:
            inside.activate()
    layout = widget.layout()
    assert layout is not None
    layout.activate()
    return layout.totalHeightForWidth(width)
