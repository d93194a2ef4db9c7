"""Over the pictures: which are shown and in which order, advice, and undo."""

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from desktop import words
from desktop.colors import SECONDARY, TEXT, Role
from desktop.icons import icon
from desktop.models.pictures import FILTERS, ORDERS, PictureFilter, PictureOrder
from desktop.picture_history import EditKind, Step
from desktop.widgets.buttons import button, chip, name_button
from desktop.widgets.labels import label

_SIGN = 16
_ROOM_FOR_WORDS = 680


class PictureBar(QWidget):
    """Takes counts and sentences; reports what is chosen."""

    filter_chosen = Signal(str)
    order_chosen = Signal(str)
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: dict[PictureFilter, int] = dict.fromkeys(FILTERS, 0)
        self._chosen: PictureFilter = "all"
        self._order: PictureOrder = "arrival"
        self.filters = {which: chip() for which in FILTERS}
        self.sort = button(role="flat")
        self._menu = QMenu(self)
        self._orders = QActionGroup(self)
        self._sign, self.advice = QLabel(), label("", wrap=True)
        self.undo = button("arrow-u-up-left", role="flat")
        self.redo = button("arrow-u-up-right", role="flat")
        self._steps: tuple[Step | None, Step | None] = (None, None)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        chips, line = QHBoxLayout(), QHBoxLayout()
        chips.setSpacing(8)
        group = QButtonGroup(self)
        for made in self.filters.values():
            group.addButton(made)
            chips.addWidget(made)
        chips.addStretch(1)
        chips.addWidget(self.sort)
        line.setSpacing(8)
        line.addWidget(self._sign)
        line.addWidget(self.advice, 1)
        line.addWidget(self.undo)
        line.addWidget(self.redo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(chips)
        layout.addLayout(line)

    def _connect(self) -> None:
        for which, made in self.filters.items():
            made.clicked.connect(partial(self._on_filter_clicked, which))
        for order in ORDERS:
            action = self._orders.addAction("")
            action.setCheckable(True)
            action.setData(order)
            self._menu.addAction(action)
        self._orders.actions()[0].setChecked(True)
        self._orders.triggered.connect(lambda action: self._on_order_chosen(action.data()))
        self.sort.setMenu(self._menu)
        self.sort.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.undo.clicked.connect(self.undo_requested)
        self.redo.clicked.connect(self.redo_requested)

    def show_counts(self, counts: dict[PictureFilter, int], chosen: PictureFilter) -> None:
        self._counts, self._chosen = counts, chosen
        for which, made in self.filters.items():
            made.setChecked(which == chosen)
            name_button(made, f"{self._filter_name(which)}\u2002{words.number(counts[which])}")
            # The filter that is on stays to be seen, also when nothing passes it any more.
            made.setVisible(which == "all" or counts[which] > 0 or made.isChecked())

    def show_advice(self, text: str, *, glyph: str, role: Role = TEXT) -> None:
        self._sign.setPixmap(icon(glyph, role).pixmap(QSize(_SIGN, _SIGN)))
        self.advice.setText(text)

    def show_steps(self, last: Step | None, following: Step | None) -> None:
        """What undo would take back, and redo do again."""
        self._steps = (last, following)
        self.undo.setEnabled(last is not None)
        self.redo.setEnabled(following is not None)
        undo, redo = self.tr("Undo"), self.tr("Redo")
        name_button(self.undo, undo, self._described(undo, last))
        name_button(self.redo, "", self._described(redo, following))
        self.undo.setAccessibleName(self._described(undo, last))
        self.redo.setAccessibleName(self._described(redo, following))

    def _described(self, word: str, step: Step | None) -> str:
        return f"{word}: {self._step_name(step.kind, step.count)}" if step else word

    def _step_name(self, kind: EditKind, count: int) -> str:
        names = {
            "add": self.tr("add %n picture(s)", "", count),
            "remove": self.tr("remove %n picture(s)", "", count),
            "exclude": self.tr("leave out %n picture(s)", "", count),
            "include": self.tr("take %n picture(s) back in", "", count),
            "crop": self.tr("crop %n picture(s)", "", count),
            "mirror": self.tr("mirror %n picture(s)", "", count),
            "caption": self.tr("write %n caption(s)", "", count),
        }
        return words.counted(names.get(kind, ""), count)

    def _filter_name(self, which: PictureFilter) -> str:
        return {
            "all": self.tr("All"),
            "worth_a_look": self.tr("Worth a look"),
            "no_caption": self.tr("No caption"),
            "left_out": self.tr("Left out"),
        }[which]

    def _order_name(self, order: PictureOrder) -> str:
        return {
            "arrival": self.tr("In the order they came"),
            "name": self.tr("By name"),
            "size": self.tr("Largest first"),
        }[order]

    def _on_filter_clicked(self, which: PictureFilter) -> None:
        self.filter_chosen.emit(which)

    def _on_order_chosen(self, order: PictureOrder) -> None:
        self._order = order
        self._name_order()
        self.order_chosen.emit(order)

    def _name_order(self) -> None:
        name = self._order_name(self._order)
        # The arrow stands behind the words; where there is no room for both, it stands alone.
        wide = self.width() >= _ROOM_FOR_WORDS
        self.sort.setText(f"{name} \u2009" if wide else "")
        self.sort.setIcon(icon("caret-down" if wide else "sort-ascending", SECONDARY))
        self.sort.setIconSize(QSize(12, 12) if wide else QSize(16, 16))
        self.sort.setToolTip("" if wide else name)
        self.sort.setAccessibleName(self.tr("Order: {name}").format(name=name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name_order()

    def retranslate(self) -> None:
        for action in self._orders.actions():
            action.setText(self._order_name(action.data()))
        self._name_order()
        self.show_counts(self._counts, self._chosen)
        self.show_steps(*self._steps)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
