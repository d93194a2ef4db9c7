"""Runs an attempt as the contract wants it: lock, Started, work, exactly one end."""

import errno
import logging
import os
from dataclasses import dataclass
from typing import TextIO

from training.attempt_start import check_may_start, start_attempt
from training.console import Console
from training.contract import events as ev
from training.contract.atomic import atomic_write
from training.contract.config import RunConfig
from training.contract.engine_process import engine_is_here
from training.contract.errors import ErrorReport, ManulError, from_os_error
from training.contract.events import Event, EventFollower
from training.contract.layout import RunFolder
from training.contract.moved_models import with_model_of_now
from training.contract.run_history import fold
from training.contract.run_lock import take_run_lock
from training.contract.run_state import RunState
from training.contract.runs import read_run_config
from training.control import Control, Interruption
from training.event_log import EventLog
from training.failures import describe_failure
from training.output import output_to

log = logging.getLogger(__name__)
# Room on the disk that is given back before the end is told: a full disk must not keep it quiet.
_RESERVE_BYTES = 16 * 1024


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended."""

    run: RunFolder
    state: RunState
    step: int
    error: ErrorReport | None = None


@dataclass(frozen=True)
class Wishes:
    """What was asked of an attempt: to go on, for how many steps more, and with the base model
    from where it lies now."""

    resume: bool = False
    more_steps: int = 0
    base_model: str | None = None


def run_attempt(
    run: RunFolder, *, resume: bool = False, more_steps: int = 0, base_model: str | None = None
) -> Outcome:
    """Train `run` until it ends. ManulError if the attempt cannot even begin; after that every
    error is an event, and part of the outcome."""
    config = read_run_config(run)
    wishes = Wishes(resume, more_steps, base_model)
    if not engine_is_here():
        raise ManulError("engine_missing", package="torch")
    try:
        lock = take_run_lock(run)
        try:
            return _attempt(run, config, wishes)
        finally:
            lock.release()
    except OSError as error:
        raise from_os_error(error, run.path) or error from error


def _attempt(run: RunFolder, config: RunConfig, wishes: Wishes) -> Outcome:
    history = fold(EventFollower(run.events).poll())
    check_may_start(history, resume=wishes.resume, more_steps=wishes.more_steps)
    config = with_model_of_now(config, history, moved_to=wishes.base_model)
    with output_to(run.log) as terminal:
        events = EventLog(run.events, history)
        notes = start_attempt(run, events)
        with Control(run, events) as control:
            _show_in(terminal, config, events)
            events.emit(ev.StageProgressed(stage="starting"))
            for note in notes:
                events.emit(ev.Noted(note=note))
            end, outcome = _work(run, config, events, control, more_steps=wishes.more_steps)
            _end(events, control, end, outcome)
            return outcome


def _show_in(terminal: TextIO, config: RunConfig, events: EventLog) -> None:
    history = events.history
    total = history.max_train_steps or config.training.max_train_steps
    console = Console(
        terminal, total_steps=total, from_step=history.step, suggestion=history.suggestion
    )
    events.listen(console.show)


def _work(
    run: RunFolder, config: RunConfig, events: EventLog, control: Control, *, more_steps: int
) -> tuple[Event, Outcome]:
    """Train; whatever happens becomes one end event."""
    history = events.history
    try:
        # Here and not above: torch takes seconds to import, and Started must not wait for it.
        from training.attempt import train

        atomic_write(run.reserve, os.urandom(_RESERVE_BYTES))
        train(run, config, events, control, more_steps=more_steps)
    except Interruption:
        return ev.Stopped(step=history.step), Outcome(run, "stopped", history.step)
    except Exception as error:
        log.exception("the attempt failed")
        report = describe_failure(error, run=run, stage=history.stage)
        failed = ev.Failed(step=history.step, **report.model_dump())
        return failed, Outcome(run, "failed", history.step, report)
    return ev.Finished(step=history.step), Outcome(run, "finished", history.step)


def _end(events: EventLog, control: Control, end: Event, outcome: Outcome) -> None:
    """Answer what nobody got to, then say how it ended. A full or vanished disk must not turn a
    told failure into an untold one."""
    try:
        outcome.run.reserve.unlink(missing_ok=True)
        control.answer_rest(state=outcome.state)
        events.emit(end)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.ENOENT, errno.EROFS):
            raise
        log.error("the end of the attempt could not be written: %s", error)
