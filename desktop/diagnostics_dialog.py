"""Shows everything that would be sent, before it is saved as one file."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.widgets.buttons import button, chip, name_button
from desktop.widgets.labels import label
from training.contract.diagnostics import Part

_SIZE = (860, 600)


class DiagnosticsDialog(QDialog):
    """A chip for each part, its text below."""

    save_requested = Signal()
    folder_requested = Signal()

    def __init__(self, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self.setWindowTitle(self.tr("Save diagnostics"))
        self._intro = label("secondary", wrap=True)
        self._intro.setText(
            self.tr(
                "This is all that will be in the file. There are no pictures and no captions in "
                "it; folders, your name, this computer's name and passwords were taken out. Your "
                "concept's name and prompts are in it: read it through before you send it."
            )
        )
        self.chips = [chip() for _ in parts]
        self.text = QPlainTextEdit()
        self.text.setObjectName("log")
        self.text.setReadOnly(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.text.setAccessibleName(self.tr("What the file holds"))
        self.said = label("hint", wrap=True)
        self.folder, self.cancel = button("folder-open"), button(role="bar")
        self.save = button(role="primary")
        self._lay_out()
        self._name()
        self.show_part(0)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(self._intro)
        layout.addLayout(self._row())
        layout.addWidget(self.text, 1)
        end = QHBoxLayout()
        end.setSpacing(8)
        end.addWidget(self.said, 1)
        for choice in (self.folder, self.cancel, self.save):
            end.addWidget(choice)
        layout.addLayout(end)
        self.resize(*_SIZE)

    def _row(self) -> QHBoxLayout:
        group, row = QButtonGroup(self), QHBoxLayout()
        row.setSpacing(6)
        for number, made in enumerate(self.chips):
            name_button(made, self._parts[number].name)
            group.addButton(made)
            row.addWidget(made)
            made.clicked.connect(lambda _=False, number=number: self.show_part(number))
        row.addStretch(1)
        return row

    def _name(self) -> None:
        names: tuple[tuple[QPushButton, str], ...] = (
            (self.folder, self.tr("Open the folder")), (self.cancel, self.tr("Close")),
            (self.save, self.tr("Save as …")),
        )  # fmt: skip
        for target, text in names:
            name_button(target, text)
        self.folder.hide()
        self.folder.clicked.connect(self.folder_requested)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self.save_requested)
        self.save.setDefault(True)

    def show_part(self, number: int) -> None:
        self.chips[number].setChecked(True)
        self.text.setPlainText(self._parts[number].text)

    def tell_saved(self, path: str) -> None:
        self.said.setText(self.tr("Saved as {path}").format(path=path))
        self.folder.show()

    def tell_problem(self, message: str) -> None:
        self.said.setText(message)
