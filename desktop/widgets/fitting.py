"""How high a widget must be for its words, where Qt alone would squeeze what wraps."""

from PySide6.QtWidgets import QDialog, QWidget


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


def resize_around_its_middle(dialog: QDialog) -> None:
    """As large as its contents ask for, and all of it on the screen."""
    before = dialog.frameGeometry()
    dialog.adjustSize()
    if not dialog.isVisible() or dialog.size() == before.size():
        return
    after, room = dialog.frameGeometry(), dialog.screen().availableGeometry()
    after.moveCenter(before.center())
    after.moveBottom(min(after.bottom(), room.bottom()))
    after.moveTop(max(after.top(), room.top()))
    dialog.move(after.topLeft())
