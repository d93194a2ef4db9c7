"""Asks what a preset of one's own is to be called, and what it is good for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label, set_tone

_WIDTH = 440
# A card shows one line of it.
_LONGEST_TITLE = 60
_PURPOSE_HEIGHT = 76


class PresetDialog(QDialog):
    """Reports title and purpose, and stays open until it is told that they could be kept."""

    chosen = Signal(str, str)

    def __init__(
        self, heading: str, parent: QWidget, *, title: str = "", purpose: str = ""
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setMinimumWidth(_WIDTH)
        self.title = QLineEdit(title)
        self.title.setMaxLength(_LONGEST_TITLE)
        self.purpose = QPlainTextEdit(purpose)
        self.purpose.setFixedHeight(_PURPOSE_HEIGHT)
        self.purpose.setTabChangesFocus(True)
        self.error = label("hint", wrap=True)
        set_tone(self.error, "error")
        self.error.hide()
        self.keep = QPushButton()
        self.keep.setProperty("role", "primary")
        self.keep.setDefault(True)
        self.cancel = button(role="bar")
        self._lay_out(heading)
        self.title.textChanged.connect(self._refresh)
        self.title.returnPressed.connect(self.keep.click)
        self.keep.clicked.connect(self._on_keep)
        self.cancel.clicked.connect(self.reject)
        self._refresh()

    def _lay_out(self, heading: str) -> None:
        name_button(self.keep, self.tr("Save"))
        name_button(self.cancel, self.tr("Cancel"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(6)
        layout.addWidget(label("section", heading))
        layout.addSpacing(8)
        for said, field in (
            (self.tr("Name"), self.title),
            (self.tr("What it is good for"), self.purpose),
        ):
            layout.addWidget(label("label", said))
            layout.addWidget(field)
            field.setAccessibleName(said)
            if field is self.title:
                layout.addWidget(self.error)
            layout.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.keep)
        layout.addLayout(buttons)

    def show_problem(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.show()
        set_tone(self.title, "error")
        self.title.setFocus()

    def _refresh(self) -> None:
        self.error.hide()
        set_tone(self.title, "")
        self.keep.setEnabled(bool(self.title.text().strip()))

    def _on_keep(self) -> None:
        self.chosen.emit(self.title.text(), self.purpose.toPlainText())
