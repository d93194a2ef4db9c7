"""The engine's ear and pulse: hears commands and signals, beats while the work goes on."""

import logging
import signal
import threading
import time
from collections import deque
from types import FrameType
from typing import Any

from training.contract.commands import Command, CommandFollower
from training.contract.engine_process import EngineProcess
from training.contract.events import CommandHandled, Heartbeat
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.contract.run_state import RunState
from training.event_log import EventLog
from training.graphics_cards import card_state

log = logging.getLogger(__name__)

POLL_SECONDS = 0.2
HEARTBEAT_SECONDS = 5.0
_CLOCK_TOLERANCE_SECONDS = 2.0


class Interruption(Exception):
    """Somebody asked to stop or to pause; the work at hand is left at once."""

    def __init__(self, command: Command | None) -> None:
        """`command` is None for a signal."""
        super().__init__("stop" if command is None else command.command)
        self.command = command

    @property
    def is_pause(self) -> bool:
        return self.command is not None and self.command.command == "pause"


class Control:
    """Listens in a thread; the work asks it at safe places."""

    def __init__(self, run: RunFolder, events: EventLog) -> None:
        self._events = events
        self._follower = CommandFollower(run.commands, attempt=events.history.attempt)
        self._waiting = deque(self._not_of_old(self._follower.poll()))
        self._signalled = False
        self._former: dict[signal.Signals, Any] = {}
        self._closing = threading.Event()
        self._card: str | None = None
        # By the clock that nobody sets.
        self._progress_at = time.monotonic()
        self._thread = threading.Thread(target=self._listen, name="control", daemon=True)

    def __enter__(self) -> "Control":
        for number in (signal.SIGINT, signal.SIGTERM):
            self._former[number] = signal.signal(number, self._on_signal)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._thread.join()
        for number, handler in self._former.items():
            signal.signal(number, handler)

    @staticmethod
    def _not_of_old(commands: list[Command]) -> list[Command]:
        """What was asked before this process was there is for an attempt that had the same number:
        its events were lost."""
        born = EngineProcess.this_one().created - _CLOCK_TOLERANCE_SECONDS
        return [command for command in commands if command.time >= born]

    def watch(self, card: str | None) -> None:
        """Tell with each beat how this card is, named as `card_name` does; None = there is none."""
        self._card = card

    def touch(self) -> None:
        """The work got somewhere: the engine is busy, not hung."""
        self._progress_at = time.monotonic()

    def check(self) -> None:
        """Progress, and a safe place to leave from: raises Interruption for stop or pause."""
        self.touch()
        if self._signalled:
            raise Interruption(None)
        for command in list(self._waiting):
            if command.command in ("stop", "pause"):
                raise Interruption(command)

    def take_request(self) -> Command | None:
        """The next wish for sample, checkpoint or more steps; stop and pause stay for `check`."""
        for command in list(self._waiting):
            if command.command == "resume":
                self.handled(command, ignored_while="running")
            elif command.command in ("sample_now", "save_now", "extend"):
                return command
        return None

    def handled(self, command: Command | None, *, ignored_while: str = "") -> None:
        """Answer a command and forget it."""
        if command is None:
            return
        self._waiting.remove(command)
        note = None
        if ignored_while:
            note = say("note.command_ignored", command=command.command, state=ignored_while)
        self._events.emit(CommandHandled(id=command.id, note=note))

    def answer_rest(self, *, state: RunState) -> None:
        """At the end of an attempt: the stop that ended it is done, the rest came too late."""
        for command in list(self._waiting):
            is_done = state == "stopped" and command.command == "stop"
            self.handled(command, ignored_while="" if is_done else state)

    def wait_for_resume(self) -> None:
        """While paused: returns on resume, raises Interruption on stop; the rest is refused."""
        while True:
            if self._signalled:
                raise Interruption(None)
            for command in list(self._waiting):
                if command.command == "stop":
                    raise Interruption(command)
                if command.command == "resume":
                    self.handled(command)
                    return
                self.handled(command, ignored_while="paused")
            time.sleep(POLL_SECONDS)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._signalled = True

    def _listen(self) -> None:
        next_beat = time.monotonic()
        while not self._closing.wait(POLL_SECONDS):
            try:
                self._waiting.extend(self._follower.poll())
            except OSError as error:
                # Windows may keep the file from us for a moment.
                log.warning("commands could not be read: %s", error)
            if time.monotonic() >= next_beat:
                next_beat = time.monotonic() + HEARTBEAT_SECONDS
                self._beat()

    def _beat(self) -> None:
        stage = self._events.history.stage
        if stage is not None and stage.stage in ("starting", "loading"):
            # A library that loads from a slow disk reports nothing in between.
            self.touch()
        try:
            silence = time.monotonic() - self._progress_at
            card = card_state(self._card) if self._card else None
            self._events.emit(Heartbeat(progress_at=time.time() - silence, card=card))
        except OSError as error:
            # A full disk is the work's to report; the ear must stay open until then.
            log.warning("no heartbeat: %s", error)
