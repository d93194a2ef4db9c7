"""Why the card that is here is left out, and the buttons for what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop import words
from desktop.colors import TEXT
from desktop.engine_setup.ways_out import card_ways
from desktop.facts import Report
from desktop.widgets.buttons import button, name_button
from desktop.widgets.note_panel import NotePanel


class CardNote(QWidget):
    """Hidden until there is a problem."""

    way_out_chosen = Signal(str)  # one of ways_out

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = NotePanel()
        self.ways: dict[str, QPushButton] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._note)
        column.addLayout(self._row)
        self.hide()

    def show_problem(self, problem: Report | None) -> None:
        self.setVisible(problem is not None)
        if problem is None:
            return
        self._note.tell(*words.report(problem), sign="warning", role=TEXT)
        self.setAccessibleName(self._note.accessibleName())
        ways = card_ways(problem.key)
        for choice in ways:
            if choice.key not in self.ways:
                made = button(choice.glyph)
                made.clicked.connect(lambda _=False, key=choice.key: self.way_out_chosen.emit(key))
                self._row.insertWidget(len(self.ways), made)
                self.ways[choice.key] = made
            name_button(self.ways[choice.key], choice.text)
        shown = {choice.key for choice in ways}
        for key, made in self.ways.items():
            made.setVisible(key in shown)
