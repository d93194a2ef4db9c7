"""Fields that the mouse wheel passes over: numbers to type or step through, and choices."""

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QSizePolicy, QWidget

from desktop.colors import SECONDARY
from desktop.widgets.painting import draw_icon

_CARET = 14

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}


class NumberField(QLineEdit):
    """Takes any text; Up and Down ask for a step, Page Up and Page Down for ten."""

    step_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(96)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.step_requested.emit(steps)


class ChoiceField(QPushButton):
    """Says what is chosen; a menu has the others."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "choice")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMenu(QMenu(self))
        self._choices: tuple[tuple[str, str], ...] = ()
        self._title = ""

    def show_choices(self, title: str, choices: tuple[tuple[str, str], ...], value: str) -> None:
        """(value, words) of each; `title` is for those who do not see the label above."""
        menu = self.menu()
        if (title, choices) != (self._title, self._choices):
            self._title, self._choices = title, choices
            menu.clear()
            group = QActionGroup(menu)
            for choice, said in choices:
                action = menu.addAction(said)
                action.setCheckable(True)
                action.setData(choice)
                action.triggered.connect(partial(self.chosen.emit, choice))
                group.addAction(action)
        said = dict(choices).get(value, value)
        for action in menu.actions():
            action.setChecked(action.data() == value)
        self.setText(said)
        self.setAccessibleName(f"{title}: {said}")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        place = QRectF(self.width() - 26, (self.height() - _CARET) / 2, _CARET, _CARET)
        with QPainter(self) as painter:
            draw_icon(painter, place, "caret-down", self.palette().color(SECONDARY))
