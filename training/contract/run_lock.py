"""The lock that a living engine holds on its run; its being free is how death is known."""

from collections.abc import Iterable
from typing import Self

from filelock import FileLock, Timeout

from training.contract.errors import ManulError, from_os_error
from training.contract.layout import RunFolder

# Somebody who only probes holds the lock for a moment; a starting engine waits that long.
_START_PATIENCE_SECONDS = 2.0


class RunLock(FileLock):
    """A run's lock, held until the end of the `with` block, `release` or of the process."""

    def __enter__(self) -> Self:
        # The base class would acquire it once more, and then hold it after the block.
        return self


def take_run_lock(run: RunFolder) -> RunLock:
    """Hold the run's lock; ManulError "run_busy" if another engine does."""
    lock = RunLock(run.lock)
    try:
        lock.acquire(timeout=_START_PATIENCE_SECONDS, poll_interval=0.05)
    except Timeout as error:
        raise ManulError("run_busy", path=run.path) from error
    except OSError as error:
        raise from_os_error(error, run.path) or error from error
    return lock


def is_locked(run: RunFolder) -> bool:
    """Is an engine alive on this run? Probes without waiting and lets go at once."""
    if not run.lock.exists():
        return False
    lock = FileLock(run.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        # A run that may only be read (another user's, a backup): no engine of ours is on it.
        return False
    lock.release()
    return False


def refuse_while_taught(runs: Iterable[RunFolder]) -> None:
    """ManulError "run_busy.taught" if an engine is alive on one of these runs. Nothing is held
    afterwards: Windows moves no folder in which a file is open."""
    for run in runs:
        if is_locked(run):
            raise ManulError("run_busy.taught", name=run.concept.path.name, number=run.number)
