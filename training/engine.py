"""Runs an attempt as the contract wants it: lock, Started, work, exactly one end."""

import errno
import importlib.metadata
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from training import __version__
from training.console import Console
from training.contract import events as ev
from training.contract.config import RunConfig
from training.contract.engine_process import EngineProcess, engine_is_here
from training.contract.errors import ErrorReport, ManulError, from_os_error
from training.contract.events import Event, EventFollower
from training.contract.kept_steps import STATE_FILE, WEIGHTS_FILE, check_file, resumable_steps
from training.contract.layout import RunFolder
from training.contract.messages import Message, say
from training.contract.run_history import RunHistory, fold
from training.contract.run_lock import take_run_lock
from training.contract.run_state import RunState
from training.contract.runs import read_run_config
from training.control import Control, Interruption
from training.event_log import EventLog
from training.learning_rate import extension_rate
from training.output import output_to

_PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "safetensors")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended."""

    run: RunFolder
    state: RunState
    step: int
    error: ErrorReport | None = None


def run_attempt(run: RunFolder, *, resume: bool = False, more_steps: int = 0) -> Outcome:
    """Train `run` until it ends. ManulError if the attempt cannot even begin; after that every
    error is an event, and part of the outcome."""
    config = read_run_config(run)
    if not engine_is_here():
        raise ManulError("engine_missing", package="torch")
    try:
        lock = take_run_lock(run)
    except OSError as error:
        raise from_os_error(error, run.path) or error from error
    with lock:
        history = fold(EventFollower(run.events).poll())
        _check_may_start(history, config, resume=resume, more_steps=more_steps)
        events = EventLog(run.events, history)
        notes = _begin(run, events)
        with output_to(run.log) as terminal, Control(run, events) as control:
            return _work(
                _Attempt(run, config, events, control), terminal, notes, more_steps=more_steps
            )


@dataclass(frozen=True)
class _Attempt:
    run: RunFolder
    config: RunConfig
    events: EventLog
    control: Control


def _check_may_start(
    history: RunHistory, config: RunConfig, *, resume: bool, more_steps: int
) -> None:
    finished = isinstance(history.end, ev.Finished)
    if history.started is not None and not resume and not finished:
        raise ManulError("run_not_resumable.started", step=history.step)
    if finished and not more_steps:
        raise ManulError("run_not_resumable.finished", step=history.step)


def _begin(run: RunFolder, events: EventLog) -> list[Message]:
    """Write Started, from the newest kept step that is whole; returns what there is to say."""
    notes: list[Message] = []
    from_step = 0
    for step in resumable_steps(run):
        try:
            check_file(run, step, WEIGHTS_FILE)
            check_file(run, step, STATE_FILE)
        except ManulError as error:
            reason = str(error.values["reason"])
            notes.append(say("note.checkpoint_skipped", step=step, reason=reason))
            continue
        from_step = step
        break
    me = EngineProcess.this_one()
    started = ev.Started(
        attempt=events.history.attempt + 1,
        pid=me.pid,
        pid_created=me.created,
        from_step=from_step,
        versions=_versions(),
    )
    try:
        events.emit(started)
    except OSError as error:
        raise from_os_error(error, run.path) or error from error
    return notes


def _work(attempt: _Attempt, terminal: TextIO, notes: list[Message], *, more_steps: int) -> Outcome:
    events, config = attempt.events, attempt.config
    if more_steps:
        total = events.history.max_train_steps or config.training.max_train_steps
        rate = extension_rate(config.training)
        events.emit(ev.Extended(max_train_steps=total + more_steps, learning_rate=rate))
    console = Console(
        terminal,
        total_steps=events.history.max_train_steps or config.training.max_train_steps,
    )
    events.listen(console.show)
    events.emit(ev.StageProgressed(stage="starting"))
    for note in notes:
        events.emit(ev.Noted(note=note))
    end, outcome = _outcome(attempt)
    with _closing(console):
        _emit_end(events, end)
    return outcome


def _outcome(attempt: _Attempt) -> tuple[Event, Outcome]:
    """Do the work; whatever happens becomes one end event."""
    history, run = attempt.events.history, attempt.run
    try:
        # Here and not above: torch takes seconds to import, and Started must not wait for it.
        from training.attempt import train

        train(run, attempt.config, attempt.events, attempt.control)
    except Interruption as interruption:
        attempt.control.handled(interruption.command)
        return ev.Stopped(step=history.step), Outcome(run, "stopped", history.step)
    except Exception as error:
        report = describe_error(error, attempt)
        log.exception("attempt failed")
        failed = ev.Failed(step=history.step, **report.model_dump())
        return failed, Outcome(run, "failed", history.step, report)
    return ev.Finished(step=history.step), Outcome(run, "finished", history.step)


def describe_error(error: Exception, attempt: _Attempt) -> ErrorReport:
    """The sentence for what went wrong, expected or not."""
    if isinstance(error, ManulError):
        return error.report()
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        stage = attempt.events.history.stage
        return ManulError("out_of_memory", stage=stage.stage if stage else "starting").report()
    if isinstance(error, OSError) and (known := from_os_error(error)):
        return known.report()
    reason = f"{type(error).__name__}: {error}"
    return ManulError("internal", reason=reason, log=attempt.run.log).report()


def _emit_end(events: EventLog, end: Event) -> None:
    """A full disk must not turn a told failure into an untold one."""
    try:
        events.emit(end)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.ENOENT, errno.EROFS):
            raise
        log.error("the end of the attempt could not be written: %s", error)


@contextmanager
def _closing(console: Console) -> Iterator[None]:
    try:
        yield
    finally:
        console.close()


def _versions() -> dict[str, str]:
    found = {name: importlib.metadata.version(name) for name in _PACKAGES}
    return {"manul": __version__, "python": sys.version.split()[0]} | found
