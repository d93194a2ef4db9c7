"""At the library's head: what is searched for, and in which order it is shown."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from desktop.models.library_order import ORDERS, Order
from desktop.widgets.buttons import button, name_button

_FIELD_WIDTH = 220


class SearchField(QLineEdit):
    """Escape empties and leaves it."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class LibraryTools(QWidget):
    """The field appears when its button is pressed, or Ctrl+F."""

    searched = Signal(str)
    order_chosen = Signal(str)  # Order

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._order: Order = "used"
        self.field = SearchField()
        self.field.setFixedWidth(_FIELD_WIDTH)
        self.field.setClearButtonEnabled(True)
        self.field.hide()
        self.search = button("magnifying-glass", role="flat")
        self.sort = button("caret-down", role="flat")
        self._menu = QMenu(self)
        self.sort.setMenu(self._menu)
        self.orders = self._make_orders()
        self._find = QAction(self)
        self._find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        parent.addAction(self._find)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.field, self.search, self.sort):
            layout.addWidget(widget)
        self.search.clicked.connect(self.open_search)
        self._find.triggered.connect(self.open_search)
        self.field.textChanged.connect(self.searched)
        self.field.left.connect(self._close_search)
        self.retranslate()

    def _make_orders(self) -> dict[Order, QAction]:
        group = QActionGroup(self)
        made: dict[Order, QAction] = {}
        for order in ORDERS:
            action = self._menu.addAction("")
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, order=order: self.choose_order(order))
            group.addAction(action)
            made[order] = action
        return made

    def choose_order(self, order: Order) -> None:
        self._order = order
        self.orders[order].setChecked(True)
        self.retranslate()
        self.order_chosen.emit(order)

    def open_search(self) -> None:
        self.field.show()
        self.search.hide()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _close_search(self) -> None:
        self.field.hide()
        self.search.show()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        names: dict[Order, str] = {
            "used": self.tr("Last used"), "name": self.tr("Name"), "size": self.tr("Size on disk")
        }  # fmt: skip
        for order, action in self.orders.items():
            action.setText(names[order])
        self.orders[self._order].setChecked(True)
        name_button(self.sort, names[self._order], self.tr("In which order the library is shown"))
        self.sort.setAccessibleName(self.tr("Order: {name}").format(name=names[self._order]))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setToolTip(self.tr("Search (Ctrl+F)"))
        self.field.setAccessibleName(self.tr("Search"))
        self.field.setPlaceholderText(self.tr("Name, kind or method"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
