"""Runs of a workspace that wait for their turn: a list in a file, and the process that works on it.

Whoever edits the list holds its lock for a moment; the worker holds its own while it lives, so that
a window that comes back knows whether the list is worked on.
"""

import contextlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from filelock import FileLock, Timeout
from pydantic import StringConstraints

from training.contract.errors import ManulError, from_os_error
from training.contract.layout import RunFolder
from training.contract.toml_file import StrictModel, read_model, write_model

_PATIENCE_SECONDS = 5.0


# `pallas_cat/runs/0003-lora`: nothing that leads out of the workspace.
_RunName = Annotated[str, StringConstraints(pattern=r"^[^/\\:.][^/\\:]*/runs/[^/\\:.][^/\\:]*$")]


class QueueFile(StrictModel):
    """Run folders relative to the workspace, the next one first; `held` = none is to begin."""

    runs: tuple[_RunName, ...] = ()
    held: bool = False


@dataclass(frozen=True)
class RunQueue:
    """The queue of a workspace."""

    workspace: Path

    @property
    def folder(self) -> Path:
        return self.workspace / ".queue"

    @property
    def file(self) -> Path:
        return self.folder / "queue.toml"

    def read(self) -> QueueFile:
        """An empty one where there is none; what is damaged waits for nobody."""
        if not self.file.is_file():
            return QueueFile()
        try:
            return read_model(self.file, QueueFile)
        except ManulError:
            return QueueFile()

    def runs(self) -> list[RunFolder]:
        """Those that wait and are still there."""
        found = [RunFolder(self.workspace / name) for name in self.read().runs]
        return [run for run in found if run.config.is_file()]

    def add(self, run: RunFolder) -> None:
        """At the end; one that waits already keeps its place."""
        name = self._name(run)
        self._edit(lambda names: names if name in names else (*names, name))

    def remove(self, run: RunFolder) -> None:
        name = self._name(run)
        self._edit(lambda names: tuple(n for n in names if n != name))

    def move_up(self, run: RunFolder) -> None:
        """Before the one that is before it."""
        name = self._name(run)

        def move(names: tuple[str, ...]) -> tuple[str, ...]:
            place = names.index(name) if name in names else 0
            rest = [n for n in names if n != name]
            return (*rest[: place - 1], name, *rest[place - 1 :]) if place else names

        self._edit(move)

    def hold(self, *, held: bool) -> None:
        """While it is held the worker begins nothing new, and goes."""
        with self._locked():
            self._write(self._read_to_change().changed(held=held))

    def take_next(self, leave: Callable[[], object]) -> RunFolder | None:
        """The first that waits, which then waits no more. Where there is none, or the queue is
        held, `leave` is called before anybody can add another."""
        with self._locked():
            queue = self.read()
            names = () if queue.held else queue.runs
            for place, name in enumerate(names):
                run = RunFolder(self.workspace / name)
                if run.config.is_file():
                    self._write(queue.changed(runs=names[place + 1 :]))
                    return run
            leave()
            return None

    def is_waited_for(self) -> bool:
        """Is there anything for a worker to do?"""
        return bool(self.runs()) and not self.read().held

    # the worker --------------------------------------------------------------------------

    def work(self) -> FileLock | None:
        """Become the worker until the lock is released; None where there is one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "worker.lock")
        try:
            lock.acquire(timeout=0.5)
        except Timeout:
            return None
        return lock

    def has_worker(self) -> bool:
        """Probes without waiting and lets go at once."""
        if not (self.folder / "worker.lock").exists():
            return False
        lock = FileLock(self.folder / "worker.lock")
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError) as error:
            return isinstance(error, Timeout)
        lock.release()
        return False

    # the file ----------------------------------------------------------------------------

    def _name(self, run: RunFolder) -> str:
        return run.path.absolute().relative_to(self.workspace.absolute()).as_posix()

    def _edit(self, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
        with self._locked():
            queue = self._read_to_change()
            self._write(queue.changed(runs=change(queue.runs)))

    def _read_to_change(self) -> QueueFile:
        """A list that somebody wrote wrongly is not written over: its author may mend it. One
        that cannot be read just now, or that a newer Manul wrote, is left alone: ManulError."""
        if not self.file.is_file():
            return QueueFile()
        try:
            return read_model(self.file, QueueFile)
        except ManulError as error:
            if not error.key.startswith("corrupt_config"):
                raise
        numbers = (f"-{number}" for number in itertools.count(2))
        names = (f"queue.damaged{number}.toml" for number in itertools.chain([""], numbers))
        places = (self.file.with_name(name) for name in names)
        self.file.replace(next(place for place in places if not place.exists()))
        return QueueFile()

    def _write(self, queue: QueueFile) -> None:
        try:
            write_model(self.file, queue)
        except OSError as error:
            raise from_os_error(error, self.file) or error from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "edit.lock", timeout=_PATIENCE_SECONDS):
                yield
        except Timeout as error:
            raise ManulError("run_busy.commands", path=self.file) from error
        except OSError as error:
            raise from_os_error(error, self.folder) or error from error
