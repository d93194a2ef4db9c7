"""The filled library: cards of concepts, rows of runs, and the demo as long as it is new."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from desktop.models.facts_list import FactRole
from desktop.models.library_order import LibraryOrder, Order
from desktop.pages.library_menu import LibraryMenu
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.concept_delegate import ConceptDelegate, card_height
from desktop.widgets.demo_row import DemoRow
from desktop.widgets.labels import box, label
from desktop.widgets.run_delegate import ROW_HEIGHT, RunDelegate
from desktop.widgets.tile_list import RowList, TileList


class LibraryLists(QWidget):
    """Shows two models; reports what is opened or wished for."""

    new_requested = Signal()
    wished = Signal(str, str)  # Wish, key

    def __init__(
        self, concepts: LibraryOrder, runs: LibraryOrder, thumbnails: ThumbnailLoader
    ) -> None:
        super().__init__()
        self._concepts, self._runs = concepts, runs
        self.cards = TileList(least_width=230, height_of=card_height, grows=True, most_columns=4)
        card = ConceptDelegate(thumbnails, self.cards)
        self.rows = RowList(row_height=ROW_HEIGHT)
        row = RunDelegate(thumbnails, self.rows)
        self.demo = DemoRow()
        self._has_demo = False
        self._nothing = label("secondary")
        self._lay_out()
        for view, model, delegate in ((self.cards, concepts, card), (self.rows, runs, row)):
            view.setModel(model)
            view.setItemDelegate(delegate)
            view.clicked.connect(self._on_opened)
            view.activated.connect(self._on_opened)
            thumbnails.loaded.connect(view.viewport().update)
            for changed in (model.modelReset, model.rowsInserted, model.rowsRemoved):
                changed.connect(self.refresh)
            _keep_current(view, model)
        self.card_menu = LibraryMenu(
            self.cards, card.dots, concepts,
            ("open", "teach", "rename", "duplicate", "folder", "free", "delete"),
        )  # fmt: skip
        self.row_menu = LibraryMenu(
            self.rows, row.dots, runs, ("open", "folder", "free", "delete")
        )  # fmt: skip
        for menu in (self.card_menu, self.row_menu):
            menu.wished.connect(self.wished)

    def _lay_out(self) -> None:
        self._runs_title, self._runs_hint = label("section"), label("hint")
        head = QHBoxLayout()
        head.addWidget(self._runs_title)
        head.addStretch(1)
        head.addWidget(self._runs_hint)
        self._runs_card = box("card")
        inside = QVBoxLayout(self._runs_card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.rows)
        inside.addWidget(self.demo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._nothing)
        layout.addWidget(self.cards)
        layout.addLayout(head)
        layout.addWidget(self._runs_card)
        layout.addStretch(1)

    def set_order(self, order: Order) -> None:
        self._concepts.set_order(order)
        self._runs.set_order(order)

    def search(self, text: str) -> None:
        self._concepts.search(text)
        self._runs.search(text)
        self.refresh()

    def offer_demo(self, offered: bool) -> None:
        self._has_demo = offered
        self.refresh()

    def refresh(self) -> None:
        """Show as much as there is."""
        cards, rows = self._concepts.rowCount(), self._runs.rowCount()
        demo = self._has_demo and not self._runs.is_searched
        self.cards.setVisible(cards > 0)
        self.rows.setVisible(rows > 0)
        self.demo.setVisible(demo)
        self.demo.is_first = not rows
        for widget in (self._runs_title, self._runs_card):
            widget.setVisible(rows > 0 or demo)
        self._runs_hint.setVisible(rows > 0)
        self._nothing.setVisible(self._concepts.is_searched and not cards and not rows)
        self.cards.fit_height()
        self.rows.fit_height()

    def show_concept(self, key: str) -> None:
        """Make its card the current one."""
        row = self._concepts.row_of(key)
        if row >= 0:
            self.cards.setCurrentIndex(self._concepts.index(row, 0))

    def retranslate(self) -> None:
        self._runs_title.setText(self.tr("Runs"))
        self._runs_hint.setText(self.tr("Runs started from the terminal appear here by themselves"))
        self._nothing.setText(self.tr("Nothing in the library is called like that."))
        self.cards.setAccessibleName(self.tr("Concepts"))
        self.rows.setAccessibleName(self.tr("Runs"))
        self.demo.set_texts(
            "pallas_cat",
            self.tr("The demo that came with Manul"),
            self.tr("Ready to teach, takes a few minutes on any computer"),
        )
        self.card_menu.retranslate()
        self.row_menu.retranslate()

    def _on_opened(self, index: QModelIndex) -> None:
        if index.data(FactRole.IS_NEW_TILE):
            self.new_requested.emit()
        else:
            self.wished.emit("open", index.data(FactRole.FACT).key)


def _keep_current(view: QListView, order: LibraryOrder) -> None:
    """The same item stays the current one when others come or go."""
    kept: list[str] = []

    def remember() -> None:
        kept[:] = [order.key_at(view.currentIndex())]

    def restore() -> None:
        row = order.row_of(kept[0]) if kept and kept[0] else -1
        if row >= 0:
            view.setCurrentIndex(order.index(row, 0))

    order.modelAboutToBeReset.connect(remember)
    order.modelReset.connect(restore)
