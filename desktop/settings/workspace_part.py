"""The folder with the concepts: which it is, how much room is there, what speaks against it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import words
from desktop.colors import ERROR, TEXT
from desktop.facts import Report
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label
from desktop.widgets.note_panel import NotePanel
from desktop.workspace_choice import WorkspaceFact

# Less than a few whole models take.
LITTLE_ROOM = 10 * 1024**3


class WorkspacePart(QWidget):
    """Part of the settings and of the welcome."""

    chosen = Signal()  # another folder is wished for
    usual_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fact: WorkspaceFact | None = None
        self._problem: Report | None = None
        self.title = label("label")
        self.field = QLineEdit()
        self.field.setReadOnly(True)
        self._hint = label("hint", wrap=True)
        self.note = NotePanel()
        self.choose, self.usual = button("folder-open"), button(role="flat")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choose)
        row.addWidget(self.usual)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.title, self.field, self._hint, self.note):
            column.addWidget(part)
        column.addLayout(row)
        self.choose.clicked.connect(self.chosen)
        self.usual.clicked.connect(self.usual_chosen)
        self.retranslate()

    def show_fact(self, fact: WorkspaceFact) -> None:
        self._fact, self._problem = fact, fact.problem
        self._refresh()

    def show_problem(self, report: Report) -> None:
        """The folder that was chosen cannot be used; the former one stays."""
        self._problem = report
        self._refresh()

    def _refresh(self) -> None:
        about = self.tr("All that you teach lies here: pictures, trainings and their files.")
        if (fact := self._fact) is not None:
            self.field.setText(str(fact.path))
            self.field.setToolTip(str(fact.path))
            room = self.tr("{size} are free on its disk.")
            about = f"{about} {room.format(size=words.gigabytes(fact.free))}"
        self._hint.setText(about)
        self.usual.setVisible(fact is not None and not fact.is_usual)
        self._warn()

    def _warn(self) -> None:
        """Of the one thing that weighs most."""
        if self._problem is not None:
            title, advice = words.report(self._problem)
            self.note.tell(title, advice, sign="warning-circle-fill", role=ERROR)
        elif self._fact is not None and self._fact.cloud:
            title = self.tr("{program} would upload this folder").format(program=self._fact.cloud)
            advice = self.tr(
                "Trainings take gigabytes here. Choose a folder that stays on this computer."
            )
            self.note.tell(title, advice, sign="warning", role=TEXT)
        elif self._fact is not None and self._fact.free < LITTLE_ROOM:
            advice = self.tr(
                "Embeddings and LoRAs need little; a model that is taught as a whole takes "
                "several gigabytes for each step that is kept."
            )
            self.note.tell(self.tr("Little room is left here"), advice, sign="warning", role=TEXT)
        else:
            self.note.hide()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Folder with the concepts"))
        self.field.setAccessibleName(self.title.text())
        name_button(self.choose, self.tr("Choose another folder …"))
        name_button(self.usual, self.tr("Back to the usual one"))
        self._refresh()
