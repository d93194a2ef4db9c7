"""What the exported file will be called; an embedding's name is also the word for prompts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop import words
from desktop.widgets.labels import label, set_tone
from training.contract.errors import ManulError
from training.contract.names import check_name


class ExportName(QWidget):
    """The concept's name unless the user wants another."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usual = self._subject = ""
        self._title, self._hint = label("label"), label("hint", wrap=True)
        self.field = QLineEdit()
        self._title.setBuddy(self.field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self.field)
        layout.addWidget(self._hint)
        self.field.textChanged.connect(self._on_text_changed)

    @property
    def wanted(self) -> str:
        """Empty where the file is called like its concept."""
        text = self.field.text().strip()
        return "" if text == self._usual else text

    def problem(self) -> ManulError | None:
        try:
            check_name(self.wanted or self._usual)
        except ManulError as problem:
            return problem
        return None

    def show_usual(self, name: str, subject: str = "") -> None:
        """The name of the concept at hand; another concept's other name is forgotten. `subject` =
        what is written in prompts, however the file is called; empty where that is its name."""
        if subject != self._subject:
            self._subject = subject
            self._refresh()
        if name != self._usual:
            self._usual = name
            self.field.setPlaceholderText(name)
            self.field.setText(name)

    def ask(self) -> None:
        """There is a file of this name: the next key stroke writes another."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _on_text_changed(self) -> None:
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        problem = self.problem() if self._usual else None
        fine = self.tr("In prompts you write this word")
        if self._subject:
            fine = self.tr("In prompts “{words}” stands for it, whatever the file is called")
            fine = fine.format(words=self._subject)
        text = " ".join(words.error(problem)) if problem else fine
        self._hint.setText(text)
        self.field.setAccessibleDescription(text)
        for widget in (self.field, self._hint):
            set_tone(widget, "error" if problem else "")

    def retranslate(self) -> None:
        self._title.setText(self.tr("Name of the file"))
        self.field.setAccessibleName(self._title.text())
        self._refresh()
