"""What can be done with a concept or a run of the library: one menu each, and shortcuts."""

from collections.abc import Sequence
from functools import partial
from typing import Literal

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QListView, QMenu

from desktop.icons import icon
from desktop.models.library_order import LibraryOrder
from desktop.widgets.menu_dots import MenuDots

Wish = Literal["open", "teach", "rename", "duplicate", "folder", "free", "delete"]

_GLYPHS: dict[Wish, str] = {
    "open": "arrow-right", "teach": "play", "rename": "pencil-simple", "duplicate": "copy",
    "folder": "folder-open", "free": "hard-drives", "delete": "trash",
}  # fmt: skip
_SHORTCUTS: dict[Wish, Sequence[str]] = {
    "rename": ("F2",), "duplicate": ("Ctrl+D",), "delete": ("Delete",)
}  # fmt: skip
# A line stands before these.
_GROUPS: tuple[Wish, ...] = ("rename", "folder", "delete")


class LibraryMenu(QObject):
    """For the items of one view, whose shortcuts work while it has the focus."""

    wished = Signal(str, str)  # Wish, key

    def __init__(
        self, view: QListView, dots: MenuDots, order: LibraryOrder, wishes: Sequence[Wish]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._order = order
        self._dots = dots
        self.menu = QMenu(view)
        self.actions: dict[Wish, QAction] = {}
        for wish in wishes:
            if wish in _GROUPS and self.actions:
                self.menu.addSeparator()
            self.actions[wish] = self._make(wish)
        dots.menu_requested.connect(self._on_menu_requested)
        self.retranslate()

    def _make(self, wish: Wish) -> QAction:
        action = self.menu.addAction(icon(_GLYPHS[wish]), "")
        action.setShortcuts([QKeySequence(keys) for keys in _SHORTCUTS.get(wish, ())])
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(self._on_triggered, wish))
        if wish in _SHORTCUTS:
            self._view.addAction(action)
        return action

    def _on_triggered(self, wish: Wish) -> None:
        if key := self._order.key_at(self._view.currentIndex()):
            self.wished.emit(wish, key)

    def _on_menu_requested(self, index: QModelIndex, position: QPoint) -> None:
        if self._order.key_at(index):
            self.menu.popup(position)

    def retranslate(self) -> None:
        names: dict[Wish, str] = {
            "open": self.tr("Open"), "teach": self.tr("Teach it again …"),
            "rename": self.tr("Rename …"), "duplicate": self.tr("Duplicate …"),
            "folder": self.tr("Show in the file manager"), "free": self.tr("Free space …"),
            "delete": self.tr("Delete …"),
        }  # fmt: skip
        for wish, action in self.actions.items():
            action.setText(names[wish])
        self.menu.setAccessibleName(self.tr("What can be done with it"))
        self._dots.hint = self.tr("What can be done with it")
