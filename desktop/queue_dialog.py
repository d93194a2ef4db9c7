"""The trainings that wait: which comes next, with ways to leave it or to come earlier."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop import words
from desktop.engine import Engine
from desktop.facts import RunFact
from desktop.models.presets import PresetListModel
from desktop.training_queue import TrainingQueue
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import hairline, label

_WIDTH = 460


class QueueDialog(QDialog):
    """Follows the queue while it is open."""

    def __init__(
        self, queue: TrainingQueue, engine: Engine, presets: PresetListModel, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        self._engine = engine
        self._presets = presets
        self.setWindowTitle(self.tr("Queue"))
        self.setFixedWidth(_WIDTH)
        self._note = label("secondary", wrap=True)
        self._note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.start = button("play-fill")
        name_button(self.start, self.tr("Go on with the queue"))
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self.close_button = button(role="bar")
        name_button(self.close_button, self.tr("Close"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(10)
        layout.addWidget(label("section", self.tr("Waiting trainings")))
        layout.addWidget(self._note)
        layout.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._list)
        layout.addStretch(1)
        layout.addSpacing(8)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.start.clicked.connect(queue.start)
        self.close_button.clicked.connect(self.accept)
        queue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        fact, waiting = self._queue.fact, self._queue.waiting
        stands = bool(waiting) and not fact.is_worked_on
        self.start.setVisible(stands)
        note = self.tr("Each begins when the one before it has ended, also without this window.")
        if stands:
            note = self.tr("The queue stands still: nothing begins until you say so.")
        elif not waiting:
            note = self.tr("Nothing waits any more.")
        self._note.setText(note)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        live = self._engine.live_runs()
        before = live[-1] if live else None
        for place, run in enumerate(waiting):
            self._rows.addWidget(hairline())
            self._rows.addWidget(self._make_row(run, place, before))
            before = run
        self.adjustSize()

    def _make_row(self, run: RunFact, place: int, before: RunFact | None) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        said = QVBoxLayout()
        said.setSpacing(0)
        name = self.tr("{name}, run {number}").format(name=run.concept_name, number=run.number)
        said.addWidget(label("label", name, wrap=True))
        card = self._presets.card(run.preset)
        method = card.title if card else words.method_title(run.method)
        steps = words.steps(run.max_train_steps)
        said.addWidget(label("hint", f"{method}, {steps}. {self._after(before)}", wrap=True))
        layout.addLayout(said, 1)
        up = button("arrow-up", role="tiny")
        up.setAccessibleName(self.tr("Earlier: {name}").format(name=name))
        up.setToolTip(self.tr("Earlier"))
        up.setEnabled(place > 0)
        out = button("x", role="tiny")
        out.setAccessibleName(self.tr("Leave the queue: {name}").format(name=name))
        out.setToolTip(self.tr("Leave the queue; the run stays in the library"))
        up.clicked.connect(partial(self._queue.move_up, run.key))
        out.clicked.connect(partial(self._queue.remove, run.key))
        layout.addWidget(up)
        layout.addWidget(out)
        return row

    def _after(self, before: RunFact | None) -> str:
        if before is None:
            return self.tr("Comes next.")
        return self.tr("Waits for {name}, run {number}.").format(
            name=before.concept_name, number=before.number
        )
