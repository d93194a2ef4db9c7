"""Works through a workspace's queue: one run after the other, each in an engine of its own."""

import time
from collections.abc import Callable

from training.contract.engine_process import start_engine
from training.contract.errors import ManulError
from training.contract.events import read_events
from training.contract.layout import RunFolder, concepts
from training.contract.run_history import fold
from training.contract.run_lock import is_locked
from training.contract.run_queue import RunQueue
from training.contract.run_state import RunState, run_state

_LOOK_SECONDS = 0.5
_QUIET_LOOKS = 2
_VERBS: dict[RunState, str] = {
    "new": "run", "stopped": "resume", "failed": "resume", "died": "resume",
}  # fmt: skip


def work_through(queue: RunQueue, tell: Callable[[RunFolder], object] = lambda _: None) -> int:
    """How many runs were begun. Ends where nothing waits or the queue is held; at once where
    another worker is at it. A run that fails or is killed does not keep the next one waiting."""
    lock = queue.work()
    if lock is None:
        return 0
    begun = 0
    try:
        while True:
            _wait_for_others(queue)
            if (run := queue.take_next(lock.release)) is None:
                return begun
            tell(run)
            begun += _train(run)
    finally:
        lock.release()


def _wait_for_others(queue: RunQueue) -> None:
    """Trainings that were started by hand go first: two at once only slow each other down. Looks
    twice, since an engine that has just been started takes a moment to hold its run."""
    quiet = 0
    while queue.is_waited_for() and quiet < _QUIET_LOOKS:
        quiet = 0 if any(map(is_locked, _runs(queue))) else quiet + 1
        time.sleep(_LOOK_SECONDS)


def _runs(queue: RunQueue) -> list[RunFolder]:
    return [run for concept in concepts(queue.workspace) for run in concept.runs()]


def _train(run: RunFolder) -> bool:
    """False where there is nothing to begin, or no engine begins it."""
    verb = _VERBS.get(run_state(run, fold(read_events(run.events))))
    if verb is None:
        return False
    try:
        engine = start_engine([verb, str(run.path)])
    except ManulError:
        return False
    engine.wait()
    return True
