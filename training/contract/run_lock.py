"""The lock that a living engine holds on its run; its being free is how death is known."""

from filelock import FileLock, Timeout

from training.contract.errors import ManulError
from training.contract.layout import RunFolder

# Somebody who only probes holds the lock for a moment; a starting engine waits that long.
_START_PATIENCE_SECONDS = 2.0


def take_run_lock(run: RunFolder) -> FileLock:
    """Hold the run's lock until released or the process ends; ManulError "run_busy" if taken."""
    lock = FileLock(run.lock)
    try:
        lock.acquire(timeout=_START_PATIENCE_SECONDS, poll_interval=0.05)
    except Timeout as error:
        raise ManulError("run_busy", path=run.path) from error
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
    except PermissionError:
        # A run that may only be read (another user's, a backup): no engine of ours is on it.
        return False
    lock.release()
    return False
