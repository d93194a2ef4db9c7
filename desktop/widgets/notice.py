"""Tells of trouble in the page: what happened, what to do, and details on demand."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.colors import ERROR
from desktop.icons import icon
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import box, label

_MOST_LINES = 10
_LOG_MARGIN = 44


@dataclass(frozen=True)
class Choice:
    """One more button: what it stands for, what it says, its icon."""

    key: str
    text: str
    glyph: str


class Notice(QWidget):
    """A card with the sentence, the advice, what can be done about it, and a log behind
    "Details"."""

    action_requested = Signal()
    dismissed = Signal()
    chosen = Signal(str)  # a choice's key

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._sign = QLabel()
        self._title = label("section", wrap=True)
        self._advice = label("secondary", wrap=True)
        for text in (self._title, self._advice):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = button("folder-open")
        self.dismiss = button(role="flat")
        self.choices: dict[str, QPushButton] = {}
        self.details = button("caret-right", role="flat")
        self.details.setCheckable(True)
        self.copy = button("copy", role="flat")
        self._log = QPlainTextEdit()
        self._log.setObjectName("log")
        self._log.setReadOnly(True)
        self._log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._lay_out()
        self.details.toggled.connect(self._on_details_toggled)
        self.copy.clicked.connect(self._on_copy_clicked)
        self.action.clicked.connect(self.action_requested)
        self.dismiss.clicked.connect(self.dismissed)
        self.retranslate()
        self._on_details_toggled(False)

    def _lay_out(self) -> None:
        card = box("card")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self._advice)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._more = QHBoxLayout()
        self._more.setSpacing(8)
        row.addWidget(self.action)
        row.addLayout(self._more)
        row.addWidget(self.dismiss)
        row.addStretch(1)
        inside.addLayout(row)
        self._details_row = QWidget()
        details = QHBoxLayout(self._details_row)
        details.setContentsMargins(0, 0, 0, 0)
        details.addWidget(self.details)
        details.addStretch(1)
        details.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(card)
        layout.addWidget(self._details_row)
        layout.addWidget(self._log)

    def tell(
        self,
        title: str,
        advice: str,
        *,
        log: str = "",
        action: str = "",
        glyph: str = "folder-open",
        dismiss: str = "",
        choices: Sequence[Choice] = (),
    ) -> None:
        """Show the notice; without a log there are no details, without words no buttons."""
        self._sign.setPixmap(icon("warning-circle-fill", ERROR).pixmap(QSize(20, 20)))
        self._title.setText(title)
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self.setAccessibleName(f"{title} {advice}")
        self.action.setIcon(icon(glyph))
        name_button(self.action, action)
        self.action.setVisible(bool(action))
        name_button(self.dismiss, dismiss)
        self.dismiss.setVisible(bool(dismiss))
        self._show_choices(choices)
        self._details_row.setVisible(bool(log))
        if self._log.toPlainText() != log:
            self._log.setPlainText(log)
            lines = min(_MOST_LINES, log.count("\n") + 1)
            self._log.setFixedHeight(lines * self._log.fontMetrics().lineSpacing() + _LOG_MARGIN)
        self._log.setVisible(bool(log) and self.details.isChecked())
        self.show()

    def _show_choices(self, choices: Sequence[Choice]) -> None:
        for choice in choices:
            if choice.key not in self.choices:
                made = button(choice.glyph)
                made.clicked.connect(lambda _=False, key=choice.key: self.chosen.emit(key))
                self.choices[choice.key] = made
                self._more.addWidget(made)
            name_button(self.choices[choice.key], choice.text)
        shown = {choice.key for choice in choices}
        for key, made in self.choices.items():
            made.setVisible(key in shown)

    def retranslate(self) -> None:
        name_button(self.details, self.tr("Details"), self.tr("The last lines of the engine's log"))
        name_button(self.copy, self.tr("Copy"))
        self._log.setAccessibleName(self.tr("The last lines of the engine's log"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _on_details_toggled(self, is_open: bool) -> None:
        self.details.setIcon(icon("caret-down" if is_open else "caret-right"))
        self.copy.setVisible(is_open)
        self._log.setVisible(is_open and bool(self._log.toPlainText()))

    def _on_copy_clicked(self) -> None:
        text = f"{self._title.text()}\n{self._advice.text()}\n\n{self._log.toPlainText()}"
        QGuiApplication.clipboard().setText(text)
