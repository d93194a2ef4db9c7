"""Asks for a concept's name, and says while it is typed why it will not do."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import words
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label, set_tone
from training.contract.errors import ManulError


class NameDialog(QDialog):
    """`check` tells what is wrong with a name; `chosen` comes once it is right."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        check: Callable[[str], ManulError | None],
        *,
        title: str,
        hint: str,
        action: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._check = check
        self._hint = hint
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self.field = QLineEdit(name)
        self.field.selectAll()
        self.field.setAccessibleName(self.tr("Name"))
        self.said = label("hint", wrap=True)
        self.accepting = button(role="primary")
        self.accepting.setDefault(True)
        self.cancelling = button(role="bar")
        name_button(self.accepting, action)
        name_button(self.cancelling, self.tr("Cancel"))
        self._lay_out(title)
        self.field.textEdited.connect(self._judge)
        self.accepting.clicked.connect(self._on_accepted)
        self.cancelling.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._judge(name)

    def _lay_out(self, title: str) -> None:
        end = QHBoxLayout()
        end.setSpacing(8)
        end.addStretch(1)
        end.addWidget(self.cancelling)
        end.addWidget(self.accepting)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(6)
        layout.addWidget(label("section", title))
        layout.addSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.said)
        layout.addStretch(1)
        layout.addSpacing(16)
        layout.addLayout(end)
        # The longest sentence about a name has three lines: nothing moves while typing.
        self.said.setMinimumHeight(3 * self.said.fontMetrics().lineSpacing())
        self.said.setAlignment(self.said.alignment() | Qt.AlignmentFlag.AlignTop)

    def _judge(self, name: str) -> None:
        problem = self._check(name)
        self.said.setText(" ".join(words.error(problem)) if problem else self._hint)
        set_tone(self.said, "error" if problem else "")
        set_tone(self.field, "error" if problem else "")
        self.field.setAccessibleDescription(self.said.text())
        self.accepting.setEnabled(problem is None)

    def _on_accepted(self) -> None:
        self.chosen.emit(self.field.text())
        self.accept()
