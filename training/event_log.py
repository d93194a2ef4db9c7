"""Writes events from the loop and the heartbeat alike, and shows them to whoever listens."""

import threading
from collections.abc import Callable
from pathlib import Path

from training.contract.events import Event, append_event
from training.contract.run_history import RunHistory

Listener = Callable[[Event], None]


class EventLog:
    """The one writer of a run's `events.jsonl`; keeps the run's history up to date."""

    def __init__(self, path: Path, history: RunHistory) -> None:
        self.history = history
        self._path = path
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call `listener` with every event from now on, in the thread that emits it."""
        self._listeners.append(listener)

    def emit(self, event: Event) -> None:
        with self._lock:
            append_event(self._path, event)
            self.history.add(event)
        for listener in self._listeners:
            listener(event)
