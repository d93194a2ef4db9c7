"""Walks all that can be used: has it a name, does Tab reach it, does it say each of its rows?"""

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)

_USABLE = (
    QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QAbstractItemView, QAbstractSlider,
    QPlainTextEdit,
)  # fmt: skip
# Parts of a widget that is walked itself.
_PARTS = (QScrollBar, QHeaderView)


def barriers() -> list[str]:
    """What somebody without eyes or mouse would miss in the window and its dialogs."""
    return [f"{describe(w)} {said}" for w in dict.fromkeys(usable()) for said in problems_of(w)]


def usable() -> Iterator[QWidget]:
    """All that is shown and can be used, in the window and in every dialog that is open."""
    for top in QApplication.topLevelWidgets():
        if not top.isVisible() or isinstance(top, QMenu):
            continue
        for widget in top.findChildren(QWidget):
            is_part = isinstance(widget, _PARTS) or widget.objectName().startswith("qt_")
            is_part = is_part or isinstance(
                widget.parent(), (QComboBox, QAbstractSpinBox, QLineEdit)
            )
            if isinstance(widget, _USABLE) and widget.isVisible() and not is_part:
                yield widget


def name_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return (widget.accessibleName() or text).strip()


def problems_of(widget: QWidget) -> list[str]:
    found = []
    if not re.search(r"\w", name_of(widget)):
        found.append("has no name")
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if not by_tab and widget.isEnabled() and not in_a_group(widget) and not is_handle(widget):
        found.append("is not reached by Tab")
    if isinstance(widget, QAbstractItemView):
        found += [f"says nothing of row {row}" for row in silent_rows(widget)]
    return found


def in_a_group(widget: QWidget) -> bool:
    """Of buttons that exclude each other one is reached by Tab, the others by the arrow keys."""
    return isinstance(widget, QAbstractButton) and widget.group() is not None


def is_handle(widget: QWidget) -> bool:
    """What is pulled out of the window by it can be copied and saved by keyboard as well."""
    return widget.cursor().shape() == Qt.CursorShape.OpenHandCursor


def silent_rows(view: QAbstractItemView) -> list[int]:
    model = view.model()
    if model is None:
        return []
    role = Qt.ItemDataRole.AccessibleTextRole
    cells = [model.index(row, 0) for row in range(model.rowCount())]
    return [cell.row() for cell in cells if not (cell.data(role) or cell.data() or "").strip()]


def describe(widget: QWidget) -> str:
    chain: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(chain) < 4:
        chain.append(f"{type(at).__name__}{f' {at.objectName()!r}' if at.objectName() else ''}")
        at = at.parentWidget()
    return f"{' in '.join(chain)} ({name_of(widget)!r})"
