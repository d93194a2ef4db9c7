"""Asks whether something shall be done that cannot easily be undone."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label

_WIDTH = 460


class AskDialog(QDialog):
    """A question, what follows from yes, and a button that says what it does; `stay` = what the
    other one says instead of "Cancel". Escape and Return leave everything as it is."""

    def __init__(
        self, question: str, detail: str, action: str, on_yes: Callable[[], object],
        parent: QWidget, *, stay: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(question)
        self.setAccessibleName(f"{question} {detail}")
        self.question = label("section", question, wrap=True)
        self.detail = label("secondary", detail, wrap=True)
        self.yes, self.no = button(role="bar"), button(role="bar")
        name_button(self.yes, action)
        name_button(self.no, stay or self.tr("Cancel"))
        self.no.setDefault(True)
        self.no.setFocus()
        end = QHBoxLayout()
        end.setSpacing(8)
        end.addStretch(1)
        end.addWidget(self.yes)
        end.addWidget(self.no)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        layout.addWidget(self.question)
        layout.addWidget(self.detail)
        layout.addSpacing(16)
        layout.addLayout(end)
        for text in (self.question, self.detail):
            text.ensurePolished()
        self.setFixedSize(_WIDTH, layout.totalHeightForWidth(_WIDTH))
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        self.accepted.connect(on_yes)
        self.finished.connect(self.deleteLater)
