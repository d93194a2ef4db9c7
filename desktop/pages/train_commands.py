"""What can be done to a run: buttons beside the title, the rarer wishes in a menu."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QMenu, QSpinBox, QWidget

from desktop import words
from desktop.facts import CLOSED, RunFact
from desktop.icons import icon
from desktop.widgets.buttons import button, name_button
from desktop.widgets.input_dialogs import name_fields

_GAP = 8
_NARROW = 48
_MOST_STEPS = 1_000_000
# In these states more steps are a command to the engine; in those a start of it.
_EXTENDABLE = ("running", "starting", "queued")
_ENDED = ("finished", "stopped", "failed", "died")


class TrainCommands(QWidget):
    """A command that was sent waits, and says so, until the engine has answered it."""

    command_requested = Signal(str, int)  # command, steps
    continue_requested = Signal(int)  # steps
    contact_sheet_requested = Signal()
    tensorboard_requested = Signal()
    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunFact | None = None
        # The id of each command under way; empty until it has been written down.
        self._pending: dict[str, str] = {}
        self.pause = button("pause")
        self.sample_now = button("image")
        self.save_now = button("floppy-disk")
        self.stop = button("stop")
        self.more_steps = button("plus")
        self.rest = button("dots-three")
        self.rest.setFixedWidth(_NARROW)
        self.commands = (self.pause, self.sample_now, self.save_now, self.stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for each in (*self.commands, self.more_steps, self.rest):
            layout.addWidget(each)
        self._make_menu()
        self.pause.clicked.connect(self._on_pause_clicked)
        self.sample_now.clicked.connect(lambda: self.command("sample_now"))
        self.save_now.clicked.connect(lambda: self.command("save_now"))
        self.stop.clicked.connect(lambda: self.command("stop"))
        self.more_steps.clicked.connect(self.ask_for_steps)

    def _make_menu(self) -> None:
        menu = QMenu(self)
        self.add_steps, self.contact_sheet, self.tensorboard, self.folder = (
            menu.addAction(icon(glyph), "")
            for glyph in ("plus", "grid-four", "chart-line", "folder-open")
        )
        self.add_steps.triggered.connect(self.ask_for_steps)
        self.contact_sheet.triggered.connect(self.contact_sheet_requested)
        self.tensorboard.triggered.connect(self.tensorboard_requested)
        self.folder.triggered.connect(self.folder_requested)
        self.rest.setMenu(menu)

    # state -------------------------------------------------------------------------------

    def show_run(self, run: RunFact | None) -> None:
        before, self._run = self._run, run
        if run is None or before is None or (run.key, run.attempt) != (before.key, before.attempt):
            self._pending.clear()
        elif run.state != before.state:
            # What it led to is seen; its answer may be written a moment later.
            for command in ("pause", "resume"):
                self._pending.pop(command, None)
        if run is not None:
            self._pending = {
                command: sent
                for command, sent in self._pending.items()
                if run.is_live and not (sent and sent in run.handled)
            }
        self._refresh()

    def tell_sent(self, command: str, sent: str) -> None:
        """It has been written down under this id; until now nobody could have answered."""
        if command in self._pending:
            self._pending[command] = sent
            self.show_run(self._run)

    def forget_pending(self) -> None:
        """A command could not be written down: it can be tried again."""
        self._pending.clear()
        self._refresh()

    @property
    def is_stopping(self) -> bool:
        return "stop" in self._pending

    def pending_words(self) -> list[str]:
        """What was asked for and has not happened yet."""
        said = {
            "pause": self.tr("It pauses after the step at hand, which is kept."),
            "resume": self.tr("It goes on in a moment."),
            "stop": self.tr("It stops after the step at hand, which is kept."),
            "sample_now": self.tr("After the step at hand the prompts are painted."),
            "save_now": self.tr("The step at hand is going to be kept."),
            "extend": self.tr("More steps are being added."),
        }
        return [said[command] for command in self._pending]

    def _refresh(self) -> None:
        run = self._run
        self.setVisible(run is not None)
        if run is None:
            return
        is_awake = run.is_live and run.state != "not_responding"
        for each in self.commands:
            each.setVisible(is_awake)
        paused = run.state == "paused"
        self.pause.setIcon(icon("play" if paused else "pause"))
        active = run.state in ("running", "paused")
        self.pause.setEnabled(active and not {"pause", "resume"} & self._pending.keys())
        for each, command in ((self.sample_now, "sample_now"), (self.save_now, "save_now")):
            each.setEnabled(run.state == "running" and command not in self._pending)
        self.stop.setEnabled(not self.is_stopping)
        can_continue = run.state in _ENDED and bool(run.kept_steps)
        can_extend = run.state in _EXTENDABLE and "extend" not in self._pending
        self.more_steps.setVisible(can_continue)
        self.add_steps.setEnabled(can_continue or can_extend)
        self.contact_sheet.setEnabled(bool(run.samples))
        self.tensorboard.setEnabled(run.step > 0)
        self.rest.setVisible(run.state not in CLOSED or bool(run.samples))

    # words -------------------------------------------------------------------------------

    def retranslate(self, *, room: int) -> None:
        """In less than `room` pixels the icons stand alone, with a tooltip."""
        paused = self._run is not None and self._run.state == "paused"
        names = (
            (self.pause, self.tr("Go on") if paused else self.tr("Pause"), ""),
            (self.sample_now, self.tr("Sample now"), self.tr("Paint the prompts with this step")),
            (self.save_now, self.tr("Save now"), self.tr("Keep this step")),
            (self.stop, self.tr("Stop"), self.tr("Stop and keep the state; it can go on")),
            (self.more_steps, self.tr("More steps"), self.tr("Teach it further")),
            (self.rest, self.tr("More"), ""),
        )
        for each, name, hint in names:
            name_button(each, name, hint or name)
        self.rest.setText("")
        shown = [each for each, *_ in names if not each.isHidden()]
        if sum(each.sizeHint().width() + _GAP for each in shown) > room:
            for each in shown:
                each.setText("")
        actions: tuple[tuple[QAction, str], ...] = (
            (self.add_steps, self.tr("Add steps…")),
            (self.contact_sheet, self.tr("Save a contact sheet…")),
            (self.tensorboard, self.tr("Open TensorBoard")),
            (self.folder, self.tr("Open the folder")),
        )
        for action, text in actions:
            action.setText(text)

    # wishes ------------------------------------------------------------------------------

    def command(self, name: str, steps: int = 0) -> None:
        if self._run is not None:
            self._pending[name] = ""
            self._refresh()
            self.command_requested.emit(name, steps)

    def ask_for_steps(self) -> None:
        """How many more; a quarter of what was planned is a usual wish."""
        run = self._run
        if run is None:
            return
        dialog = QInputDialog(self)
        dialog.setObjectName("more_steps")
        dialog.setWindowTitle(self.tr("More steps"))
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setIntRange(1, _MOST_STEPS)
        dialog.setIntStep(max(1, run.sample_every))
        dialog.setIntValue(max(run.sample_every, run.max_train_steps // 4, 1))
        total = words.number(run.max_train_steps)
        dialog.setLabelText(
            self.tr("It was planned with {total} steps. How many more?").format(total=total)
        )
        for box in dialog.findChildren(QSpinBox):
            box.setAccessibleName(dialog.labelText())
        dialog.setOkButtonText(self.tr("Add them"))
        dialog.setCancelButtonText(self.tr("Cancel"))
        name_fields(dialog)
        dialog.intValueSelected.connect(self._on_steps_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_steps_chosen(self, steps: int) -> None:
        if self._run is not None and self._run.state in _EXTENDABLE:
            self.command("extend", steps)
        else:
            self.continue_requested.emit(steps)

    def _on_pause_clicked(self) -> None:
        paused = self._run is not None and self._run.state == "paused"
        self.command("resume" if paused else "pause")
