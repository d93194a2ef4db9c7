"""Says what takes room and can go, and how much each of it frees."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop import words
from desktop.models.freeable import FreeableModel
from desktop.widgets.buttons import button, name_button
from desktop.widgets.freeable_delegate import FreeableDelegate
from desktop.widgets.labels import box, label, set_tone
from training.contract.free_space import Freeable

_WIDTH = 560
_LIST_HEIGHT = 320


class FreeSpaceDialog(QDialog):
    """`chosen` comes with what shall go."""

    chosen = Signal(list)  # list[Freeable]

    def __init__(
        self, what: str, groups: Sequence[tuple[str, Sequence[Freeable]]], parent: QWidget
    ) -> None:
        """`groups` = (title, what can go) of the concept and of each run."""
        super().__init__(parent)
        self.model = FreeableModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FreeableDelegate(self.list))
        self.list.setAccessibleName(self.tr("What can go"))
        self._said = label("hint", wrap=True)
        self.freeing, self.cancelling = button(role="primary"), button(role="bar")
        title = self.tr("Free space in {what}").format(what=what)
        self.setWindowTitle(title)
        self.setFixedWidth(_WIDTH)
        self._lay_out(title, is_empty=not groups)
        self.model.chosen_changed.connect(self._refresh)
        self.freeing.clicked.connect(self._on_freed)
        self.cancelling.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self.model.set_items(groups)
        self.list.setFocus()
        self.list.setCurrentIndex(self.model.index(0))

    def _lay_out(self, title: str, *, is_empty: bool) -> None:
        about = self.tr(
            "The best step of a run, its last and those you pinned always stay, and so do samples "
            "and exports. A step that goes can no longer be exported or tried."
        )
        if is_empty:
            about = self.tr("There is nothing here that Manul could do without.")
        card = box("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 5, 1, 5)
        inside.addWidget(self.list)
        self.list.setMinimumHeight(_LIST_HEIGHT)
        card.setVisible(not is_empty)
        self.freeing.setVisible(not is_empty)
        end = QHBoxLayout()
        end.setSpacing(8)
        end.addWidget(self._said, 1)
        end.addWidget(self.cancelling)
        end.addWidget(self.freeing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        layout.addWidget(label("section", title))
        layout.addWidget(label("secondary", about, wrap=True))
        layout.addSpacing(4)
        layout.addWidget(card, 1)
        layout.addSpacing(8)
        layout.addLayout(end)
        name_button(self.cancelling, self.tr("Close") if is_empty else self.tr("Cancel"))

    def _refresh(self) -> None:
        count = self.model.chosen_bytes
        name_button(self.freeing, self.tr("Free {size}").format(size=words.size(count)))
        self.freeing.setEnabled(bool(self.model.chosen()))
        ends = self.model.ends_a_run
        warning = self.tr("A run without what its newest step needs can never go on.")
        self._said.setText(warning if ends else "")
        set_tone(self._said, "error" if ends else "")

    def _on_freed(self) -> None:
        self.chosen.emit(self.model.chosen())
        self.accept()
