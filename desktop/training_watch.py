"""Follows trainings for those who look elsewhere: progress in the task bar, a word at the end."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop import words
from desktop.engine import Engine
from desktop.facts import RunFact, State
from desktop.notifications import Notifier
from desktop.taskbar import TaskbarProgress, TaskbarState

# An end that somebody who waits wants to know of; who pressed Stop knows.
_ENDS = ("finished", "failed", "died", "not_responding")
_STILL: dict[State, TaskbarState] = {"paused": "paused", "not_responding": "failed"}


class TrainingWatch(QObject):
    """Only what was seen at work here is told of, and only while the window is not looked at."""

    def __init__(
        self, engine: Engine, window: QWidget, *, notifier: Notifier, taskbar: TaskbarProgress
    ) -> None:
        super().__init__(window)
        self._engine = engine
        self._window = window
        self.notifier = notifier
        self.taskbar = taskbar
        self._states: dict[str, State] = {}
        self._shows_progress = False
        engine.run_changed.connect(self._on_run_changed)

    def _on_run_changed(self, run: RunFact) -> None:
        before = self._states.get(run.key)
        self._states[run.key] = run.state
        was_at_work = before in ("starting", "running", "queued")
        if was_at_work and run.state in _ENDS and not self._window.isActiveWindow():
            self._tell(run)
        self._show_progress(run, was_at_work=was_at_work)

    def _tell(self, run: RunFact) -> None:
        name, step = run.concept_name, words.number(run.step)
        if run.state == "finished":
            title = self.tr("{name} is taught").format(name=name)
            text = self.tr("The training has finished after {step} steps.").format(step=step)
        elif run.state == "not_responding":
            title = self.tr("The training of {name} does not move").format(name=name)
            text = self.tr("Since step {step} nothing has happened.").format(step=step)
        else:
            title = self.tr("The training of {name} has ended early").format(name=name)
            text = self.tr("At step {step}. What was kept is safe.").format(step=step)
            if run.failure is not None:
                text = words.report(run.failure)[0]
        self.notifier.notify(title, text, urgent=run.state != "finished")

    def _show_progress(self, run: RunFact, *, was_at_work: bool) -> None:
        """Of the newest training that goes on; a failure stays until the window is looked at."""
        live = self._engine.live_runs()
        if live:
            newest = live[-1]
            share = newest.step / newest.max_train_steps if newest.max_train_steps else None
            is_known = newest.step > 0 and newest.state in ("running", *_STILL)
            self.taskbar.show(share if is_known else None, _STILL.get(newest.state, "working"))
            self._shows_progress = True
        elif self._shows_progress:
            self._shows_progress = False
            looked_at = self._window.isActiveWindow()
            if was_at_work and run.state in ("failed", "died") and not looked_at:
                self._shows_progress = True
                self.taskbar.show(1.0, "failed")
            else:
                self.taskbar.clear()

    def window_activated(self) -> None:
        """Somebody looks: what has ended needs no colour any more."""
        if self._shows_progress and not self._engine.live_runs():
            self._shows_progress = False
            self.taskbar.clear()
