"""What a run says of itself in sentences, and in panels where more is to be known."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop import words
from desktop.colors import SECONDARY, TEXT
from desktop.facts import RunFact, TurnFact
from desktop.failures import plain_notes
from desktop.widgets.note_panel import NotePanel

# The newest notes of the engine that are shown.
_NOTES = 3

translate = QCoreApplication.translate


def notes_of(run: RunFact) -> list[str]:
    """The engine's newest; and what a stage is for that takes long and teaches nothing."""
    said = plain_notes(run)[-_NOTES:]
    if run.is_live and run.stage == "class_images":
        said.append(
            translate(
                "TrainPage",
                "First the model draws pictures of the class, so that it does not forget what "
                "else there is. They are kept for later runs.",
            )
        )
    return said


class QueuePanel(NotePanel):
    """Why nothing happens yet."""

    def show_run(self, run: RunFact | None) -> None:
        if run is None or run.state != "queued":
            self.hide()
            return
        self.tell(
            self.tr("Waiting for the card"),
            self.tr(
                "Another training is using the card. This one begins by itself as soon as the "
                "card is free."
            ),
            sign="hourglass-medium", role=SECONDARY,
        )  # fmt: skip


class TurnPanel(NotePanel):
    """The plan was changed while it learned: what happened, what is different now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read: set[tuple[str, int]] = set()
        self._shown = ("", 0)
        self.dismissed.connect(self._on_dismissed)

    def show_run(self, run: RunFact | None) -> None:
        """The newest change, until somebody has read it."""
        if run is None or not run.turns or (run.key, len(run.turns)) in self._read:
            self.hide()
            return
        self._shown = (run.key, len(run.turns))
        turn = run.turns[-1]
        self.tell(
            self._title_of(turn),
            self._text_of(turn),
            sign="cpu",
            role=TEXT,
            dismiss=self.tr("Got it"),
        )

    def _title_of(self, turn: TurnFact) -> str:
        step = words.number(turn.step)
        if turn.reason.key == "reason.out_of_memory":
            return self.tr(
                "The card ran out of memory at step {step}. Manul changed the plan and went on."
            ).format(step=step)
        return self.tr("The plan was changed at step {step}").format(step=step)

    def _text_of(self, turn: TurnFact) -> str:
        said = [words.message(measure) for measure in turn.added]
        if turn.reason.key != "reason.out_of_memory":
            said.insert(0, words.message(turn.reason))
        if (again := turn.step - turn.from_step) > 0:
            repeated = self.tr(
                "It went on from step {step}, so that %n step(s) were repeated.", "", again
            )
            said.insert(0, repeated.format(step=words.number(turn.from_step)))
        return " ".join(said)

    def _on_dismissed(self) -> None:
        self._read.add(self._shown)
        self.hide()
