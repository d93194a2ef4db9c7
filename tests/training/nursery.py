"""Engines that die at a chosen moment, forked from one process in which torch is loaded already.

A death is a SIGKILL from within, as the kernel would send it: no handler runs, nothing is flushed.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import resources

# What the system answers for a process that was ended by SIGKILL.
KILLED = 9

_NURSERY = r"""
import functools, importlib, json, os, signal, sys
import training.attempt, training.session_building, training.export, training.trained
from training.cli.main import main
from training.contract import atomic
from training.event_log import EventLog
from training.methods import method_class, method_names
from training.exports import export_formats

for name in method_names():
    method_class(name), export_formats(name)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def count_down(number):
    left = [number]

    def is_it():
        left[0] -= 1
        return left[0] == 0

    return is_it


def on_write(place, how, number):
    is_it = count_down(number)
    sync, move = atomic._sync, atomic.patiently
    stage = {"half": "sync", "before": "move", "after": "move"}[how]

    def fits(at, temporary):
        name = temporary.name.rsplit(".", 3)[0].removeprefix(".")
        return at == stage and place in f"{temporary.parent.as_posix()}/{name}" and is_it()

    def sync_or_die(path):
        if fits("sync", path):
            os.truncate(path, path.stat().st_size // 2)
            die()
        sync(path)

    def move_or_die(function, source, target):
        hit = fits("move", source)
        if hit and how == "before":
            die()
        move(function, source, target)
        if hit:
            die()

    atomic._sync, atomic.patiently = sync_or_die, move_or_die


def on_call(place, how, number):
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    owner = functools.reduce(getattr, owners, importlib.import_module(module))
    function, is_it = getattr(owner, name), count_down(number)

    @functools.wraps(function)
    def call_or_die(*args, **options):
        hit = is_it()
        if hit and how == "before":
            die()
        result = function(*args, **options)
        if hit:
            die()
        return result

    setattr(owner, name, call_or_die)


def on_event(place, how, number):
    is_it = count_down(number)
    emit = EventLog.emit

    def emit_and_die(self, event):
        emit(self, event)
        if (not place or event.type == place) and is_it():
            die()

    EventLog.emit = emit_and_die


for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(null, descriptor)
        if order["moment"] is not None:
            kind, place, how, number = order["moment"]
            {"write": on_write, "call": on_call, "event": on_event}[kind](place, how, number)
        os._exit(main(order["arguments"]))
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@dataclass(frozen=True)
class Moment:
    """The `number`-th time that something happens at `place`: a "write" of a file whose path holds
    these letters ("half" = while it is written, "before" and "after" it gets its name), a "call"
    of MODULE:NAME, or an "event" of this type (any if empty)."""

    kind: str
    place: str = ""
    how: str = "after"
    number: int = 1

    def __str__(self) -> str:
        return f"{self.kind} {self.place or 'any'} {self.how} {self.number}"


class Nursery:
    """Runs `manul-train` in forked processes, one at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY], cwd=resources.ROOT.parent, env=os.environ,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def start(self, *arguments: str | Path, moment: Moment | None = None) -> int:
        """The process number of a command that is to die at `moment`."""
        told = None if moment is None else list(vars(moment).values())
        order: dict[str, Any] = {"arguments": [*map(str, arguments)], "moment": told}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._line())

    def wait(self) -> int:
        """The signal that ended what was started last; 0 if it ended by itself."""
        return int(self._line()) & 0x7F

    def __call__(self, *arguments: str | Path, moment: Moment | None = None) -> int:
        self.start(*arguments, moment=moment)
        return self.wait()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the nursery itself has died"
        return line
