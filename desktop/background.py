"""Short work off the GUI thread: `background(owner, function, on_done, on_failed)`."""

import sys
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from training.contract.errors import ManulError

# What the user waits for comes before any number of thumbnails and judgements.
SOON = 2**30
LATER = -1
_CROWD = 8

Done = Callable[[Any], object]
Failed = Callable[[ManulError], None]


class _Relay(QObject):
    """Lives with its owner in the GUI thread; what the pool emits arrives there."""

    succeeded = Signal(object)
    went_wrong = Signal(object)

    def __init__(self, owner: QObject, on_done: Done | None, on_failed: Failed | None) -> None:
        super().__init__(owner)
        self._on_done = on_done
        self._on_failed = on_failed
        self.succeeded.connect(self._on_succeeded)
        self.went_wrong.connect(self._on_went_wrong)

    def _on_succeeded(self, result: object) -> None:
        self.deleteLater()
        if self._on_done is not None:
            self._on_done(result)

    def _on_went_wrong(self, error: Exception) -> None:
        self.deleteLater()
        if isinstance(error, ManulError) and self._on_failed is not None:
            self._on_failed(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)


class _Task(QRunnable):
    def __init__(self, function: Callable[[], object], relay: _Relay) -> None:
        super().__init__()
        self._function = function
        self._relay = relay

    def run(self) -> None:
        try:
            result = self._function()
        except Exception as error:
            self._tell(self._relay.went_wrong.emit, error)
        else:
            self._tell(self._relay.succeeded.emit, result)

    @staticmethod
    def _tell(emit: Callable[[object], None], result: object) -> None:
        try:
            emit(result)
        except RuntimeError:
            # The owner, and the relay with it, was destroyed meanwhile: nobody wants to know.
            return


def background(
    owner: QObject,
    function: Callable[[], object],
    on_done: Done | None = None,
    on_failed: Failed | None = None,
    *,
    priority: int = SOON,
) -> None:
    """Run `function` in the pool; both outcomes land on the GUI thread while `owner` lives.

    An expected error goes to `on_failed`, any other to `sys.excepthook`.
    """
    task = _Task(function, _Relay(owner, on_done, on_failed))
    QThreadPool.globalInstance().start(task, priority)


class Crowd:
    """Many tasks that nobody waits for: few of them are in the pool at a time, so that handing
    them over takes no time."""

    def __init__(self, owner: QObject) -> None:
        self._owner = owner
        self._waiting: deque[tuple[Callable[[], object], Done, Failed | None]] = deque()
        self._running = 0

    def add(
        self, function: Callable[[], object], on_done: Done, on_failed: Failed | None = None
    ) -> None:
        self._waiting.append((function, on_done, on_failed))
        self._start()

    def _start(self) -> None:
        while self._waiting and self._running < _CROWD:
            function, on_done, on_failed = self._waiting.popleft()
            self._running += 1
            done = partial(self._on_done, on_done, on_failed)
            background(self._owner, partial(_outcome, function), done, priority=LATER)

    def _on_done(self, on_done: Done, on_failed: Failed | None, outcome: object) -> None:
        """Whatever became of it, the next one may begin."""
        self._running -= 1
        self._start()
        if isinstance(outcome, ManulError) and on_failed is not None:
            on_failed(outcome)
        elif isinstance(outcome, Exception):
            sys.excepthook(type(outcome), outcome, outcome.__traceback__)
        else:
            on_done(outcome)


def _outcome(function: Callable[[], object]) -> object:
    """What it returns, or what went wrong."""
    try:
        return function()
    except Exception as error:
        return error
