"""Trainings that wait for their turn: puts them in the queue, and sees that it is worked on."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.engine import Engine
from desktop.facts import QueueFact, Report, RunFact, report_of
from training.contract.engine_process import start_engine
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.run_queue import RunQueue
from training.contract.runs import RunRequest, create_run


class TrainingQueue(QObject):
    """The queue of the engine's workspace. Its worker is a process of its own, which goes on when
    the window is closed."""

    changed = Signal()
    failed = Signal(object)  # Report

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.fact = QueueFact()
        engine.looked.connect(self._on_looked)

    @property
    def waiting(self) -> list[RunFact]:
        """Those that are still there, the next one first."""
        found = (self._engine.run(key) for key in self.fact.runs)
        return [run for run in found if run is not None]

    @property
    def is_needed(self) -> bool:
        """Would a training that begins now disturb another one?"""
        return bool(self._engine.live_runs() or self.fact.runs)

    def add(
        self, concept_key: str, request: RunRequest, on_done: Callable[[object], object],
        on_failed: Callable[[Report], None],
    ) -> None:  # fmt: skip
        """Make a run of the concept that waits for its turn."""

        def make() -> str:
            run = create_run(ConceptFolder(Path(concept_key)), request)
            self._queue.add(run)
            self._work()
            return str(run.path)

        self._engine.edit(make, on_done, on_failed)

    def remove(self, run_key: str) -> None:
        """It stays in the library as a run that was never started."""
        self._change(partial(self._queue.remove, RunFolder(Path(run_key))))

    def move_up(self, run_key: str) -> None:
        self._change(partial(self._queue.move_up, RunFolder(Path(run_key))))

    def start(self) -> None:
        """Go on with it, after the computer was restarted or everything was stopped."""
        self._change(self._work)

    def hold(self) -> bool:
        """Begin nothing more; at once, since the window may be about to close. False where that
        cannot be written down, which is told."""
        try:
            if self.fact.runs:
                self._queue.hold(held=True)
        except ManulError as problem:
            self.failed.emit(report_of(problem))
            return False
        return True

    @property
    def _queue(self) -> RunQueue:
        return RunQueue(self._engine.workspace)

    def _work(self) -> None:
        """A second worker would leave at once."""
        queue = self._queue
        queue.hold(held=False)
        if not queue.has_worker():
            start_engine(["queue", "--workspace", str(queue.workspace)])

    def _change(self, change: Callable[[], object]) -> None:
        self._engine.edit(change, None, self.failed.emit)

    def _on_looked(self) -> None:
        fact = self._engine.queue
        if fact != self.fact:
            self.fact = fact
            self.changed.emit()
