"""What came of an export: the file, what the web UI says to it, and what to type."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.colors import GOOD, SECONDARY
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label
from desktop.widgets.sign import Sign


@dataclass(frozen=True)
class Remark:
    """A sentence with a sign before it: all is well, or something to know."""

    text: str
    is_good: bool


class ExportResult(QFrame):
    """Plain sentences, the prompt in large letters, and two buttons."""

    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self._remarks = QVBoxLayout()
        self._remarks.setSpacing(6)
        self._rows: list[tuple[QWidget, Sign, QLabel]] = []
        self._then = label("hint")
        self._sentence = label("sentence", wrap=True)
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse
        self._sentence.setTextInteractionFlags(selectable)
        self.open_folder, self.copy = button("folder-open"), button("copy")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.copy)
        buttons.addWidget(self.open_folder)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(4)
        layout.addLayout(self._remarks)
        layout.addSpacing(10)
        layout.addWidget(self._then)
        layout.addWidget(self._sentence)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        self.open_folder.clicked.connect(self.folder_requested)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.sentence))

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    @property
    def remarks(self) -> list[str]:
        return [text.text() for row, _, text in self._rows if not row.isHidden()]

    def set_texts(self, *, open_folder: str, copy: str, copy_hint: str) -> None:
        name_button(self.open_folder, open_folder)
        name_button(self.copy, copy, copy_hint)

    @property
    def then(self) -> str:
        """What to do with the file before the sentence is typed."""
        return self._then.text()

    def show_result(self, remarks: Sequence[Remark], then: str, sentence: str) -> None:
        while len(self._rows) < len(remarks):
            self._add_row()
        for number, (row, sign, text) in enumerate(self._rows):
            row.setVisible(number < len(remarks))
            if number < len(remarks):
                remark = remarks[number]
                look = ("check-circle", GOOD) if remark.is_good else ("info", SECONDARY)
                sign.show_sign(*look)
                text.setText(remark.text)
        self._then.setText(then)
        self._sentence.setText(sentence)

    def _add_row(self) -> None:
        row, sign, text = QWidget(), Sign(), label("secondary", wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(text, 1)
        self._remarks.addWidget(row)
        self._rows.append((row, sign, text))
