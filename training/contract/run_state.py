"""Derives a run's state from its files; nothing stores it."""

import time
from typing import Literal

from training.contract import events as ev
from training.contract.layout import RunFolder
from training.contract.run_history import RunHistory
from training.contract.run_lock import is_locked

RunState = Literal[
    "new", "queued", "starting", "running", "paused", "stopped", "failed", "finished", "died",
    "not_responding",
]  # fmt: skip

_SILENCE_SECONDS = 60.0
_SILENCE_STEPS = 20


def run_state(run: RunFolder, history: RunHistory, *, now: float | None = None) -> RunState:
    """The state of `run`, whose events so far make `history`."""
    return derive_state(history, locked=is_locked(run), now=time.time() if now is None else now)


def derive_state(history: RunHistory, *, locked: bool, now: float) -> RunState:
    """The rule itself: lock, last attempt, its end, silence."""
    match history.end:
        case ev.Finished():
            return "finished"
        case ev.Stopped():
            return "stopped"
        case ev.Failed():
            return "failed"
    if history.started is None:
        return "starting" if locked else "new"
    if not locked:
        return "died"
    if history.paused:
        return "paused"
    if history.queued:
        return "queued"
    if now - history.progress_at > silence_limit(history):
        return "not_responding"
    return "running" if history.active else "starting"


def silence_limit(history: RunHistory) -> float:
    """Seconds without progress after which a living engine counts as hung."""
    return max(_SILENCE_SECONDS, _SILENCE_STEPS * (history.median_step_seconds or 0.0))
