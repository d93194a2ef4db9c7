"""What stands in the way of a training: a notice with its buttons, a note on slow steps."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import words
from desktop.colors import TEXT
from desktop.facts import Report, RunFact
from desktop.failures import Cure, Trouble, cure_words, trouble_of
from desktop.second_tries import second_try
from desktop.widgets.note_panel import NotePanel
from desktop.widgets.notice import Choice, Notice

_SPACE = 16


class FailurePanel(QWidget):
    """Every button is a wish; the run's key goes with it."""

    end_requested = Signal(str)
    folder_requested = Signal(str)
    pause_requested = Signal()
    free_space_requested = Signal(str)
    model_requested = Signal(str)
    again_requested = Signal(str, object)  # run key, assignments
    settings_requested = Signal(str)
    set_up_requested = Signal()
    driver_requested = Signal()
    diagnostics_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunFact | None = None
        self._launch: Report | None = None
        self._command: Report | None = None
        self._trouble: Trouble | None = None
        self._is_patient = self._bears_slowness = False
        self.notice, self.slowness = Notice(), NotePanel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACE)
        layout.addWidget(self.notice)
        layout.addWidget(self.slowness)
        self.notice.action_requested.connect(self._on_first_cure)
        self.notice.chosen.connect(self._do)
        self.notice.dismissed.connect(self._on_patience)
        self.slowness.action_requested.connect(self.pause_requested)
        self.slowness.dismissed.connect(self._on_slowness_borne)

    def show_run(
        self, run: RunFact | None, *, launch: Report | None = None, command: Report | None = None
    ) -> None:
        """`launch` = no engine could be started on it, `command` = a wish could not be written."""
        before, self._run = self._run, run
        self._launch, self._command = launch, command
        if before is None or run is None or (before.key, before.state) != (run.key, run.state):
            self._is_patient = False
        if run is None or run.slowness is None:
            self._bears_slowness = False
        self._refresh()

    def retranslate(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        run = self._run
        trouble = None
        if run is not None:
            trouble = trouble_of(run, launch=self._launch, command=self._command)
        if trouble is not None and trouble.may_wait and self._is_patient:
            trouble = None
        self._trouble = trouble
        self.notice.setVisible(trouble is not None)
        if trouble is not None:
            self._tell(trouble)
        self._show_slowness(run)
        self.setVisible(not (self.notice.isHidden() and self.slowness.isHidden()))

    def _tell(self, trouble: Trouble) -> None:
        named = {cure: cure_words(cure, self._report()) for cure in trouble.cures}
        first, *others = trouble.cures
        text, glyph = named[first]
        self.notice.tell(
            trouble.title, trouble.advice, log=trouble.log, action=text, glyph=glyph,
            dismiss=self.tr("Wait") if trouble.may_wait else "",
            choices=[Choice(cure, *named[cure]) for cure in others],
        )  # fmt: skip

    def _report(self) -> Report | None:
        """What the notice speaks of, where the engine or the contract named it."""
        if self._run is None:
            return None
        return (
            self._command
            or (self._launch if not self._run.is_live else None)
            or (self._run.failure)
        )

    def _show_slowness(self, run: RunFact | None) -> None:
        """On Windows the driver moves to the computer's memory what the card's does not hold."""
        told = run.slowness if run is not None and run.state == "running" else None
        if told is None or self._bears_slowness:
            self.slowness.hide()
            return
        factor, step = told.values.get("factor", ""), told.values.get("step", 0)
        title = self.tr("Each step takes {factor} times as long since step {step}")
        title = title.format(factor=factor, step=words.number(int(str(step) or 0)))
        text = self.tr(
            "Another program uses the card, or its memory is full and the driver moves part of it "
            "to the computer's, which is far slower. Close programs that use the card: browsers, "
            "games, a web UI. If that does not help, pause and go on: the training then begins "
            "again with the memory that is free."
        )
        self.slowness.tell(
            title, text, sign="gauge", role=TEXT, action=self.tr("Pause"), glyph="pause",
            dismiss=self.tr("Close"),
        )  # fmt: skip

    def _on_first_cure(self) -> None:
        if self._trouble is not None:
            self._do(self._trouble.cures[0])

    def _do(self, cure: Cure) -> None:
        run = self._run
        if run is None:
            return
        match cure:
            case "end":
                self.end_requested.emit(run.key)
            case "folder":
                self.folder_requested.emit(run.key)
            case "free_space":
                self.free_space_requested.emit(run.concept_key)
            case "find_model":
                self.model_requested.emit(run.key)
            case "again":
                self._ask_again(run)
            case "settings":
                self.settings_requested.emit(run.key)
            case "set_up":
                self.set_up_requested.emit()
            case "driver":
                self.driver_requested.emit()
            case "diagnostics":
                self.diagnostics_requested.emit(run.key)

    def _ask_again(self, run: RunFact) -> None:
        report = self._report()
        if report is not None and (again := second_try(report)) is not None:
            self.again_requested.emit(run.key, again.assignments)

    def _on_patience(self) -> None:
        """The user waits for a silent engine, until something changes."""
        self._is_patient = True
        self._refresh()

    def _on_slowness_borne(self) -> None:
        self._bears_slowness = True
        self._refresh()
