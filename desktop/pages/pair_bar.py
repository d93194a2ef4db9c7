"""Below a large sample: whether two are compared, and which of them is changed."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from desktop.pages.sample_pair import SamplePair
from desktop.widgets.buttons import button, chip, name_button


class PairBar(QWidget):
    """A button, and while two are compared a chip for each."""

    compare_requested = Signal(bool)
    letter_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.compare = button("columns", role="flat")
        self.compare.setCheckable(True)
        self.letters = {"A": chip(), "B": chip()}
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.compare)
        for letter in self.letters.values():
            group.addButton(letter)
            layout.addWidget(letter)
        layout.addStretch(1)
        self.compare.clicked.connect(self.compare_requested)
        group.buttonToggled.connect(self._on_letter_toggled)
        self.retranslate()

    def show_pair(self, pair: SamplePair) -> None:
        self.compare.setChecked(pair.compares)
        self.letters[pair.letter].setChecked(True)
        for letter, shown in (("A", pair.a), ("B", pair.b)):
            self.letters[letter].setVisible(pair.a is not None)
            if shown is not None:
                self.letters[letter].setText(f"{letter}: {shown.title}")
                self.letters[letter].setAccessibleName(f"{letter}: {shown.title}")

    def _on_letter_toggled(self, chosen: QAbstractButton, on: bool) -> None:
        if on:
            self.letter_chosen.emit("A" if chosen is self.letters["A"] else "B")

    def retranslate(self) -> None:
        name_button(self.compare, self.tr("Compare"), self.tr("Two pictures with a line between"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
