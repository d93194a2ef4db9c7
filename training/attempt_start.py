"""How an attempt begins: may it, from which step, and the Started that says so."""

import importlib.metadata
import sys

from training import __version__
from training.contract import events as ev
from training.contract.engine_process import EngineProcess
from training.contract.errors import ManulError
from training.contract.kept_steps import (
    META_FILE,
    STATE_FILE,
    WEIGHTS_FILE,
    check_file,
    kept_steps,
    resumable_steps,
)
from training.contract.layout import RunFolder
from training.contract.messages import Message, say
from training.contract.run_history import RunHistory
from training.event_log import EventLog
from training.leftovers import sweep

_PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "safetensors")


def check_may_start(history: RunHistory, *, resume: bool, more_steps: int) -> None:
    """ManulError "run_not_resumable" if this run cannot be started or resumed as asked."""
    finished = isinstance(history.end, ev.Finished)
    if history.started is not None and not resume and not finished:
        raise ManulError("run_not_resumable.started", step=history.step)
    if finished and not more_steps:
        raise ManulError("run_not_resumable.finished", step=history.step)


def start_attempt(run: RunFolder, events: EventLog) -> list[Message]:
    """Write Started, from the newest kept step that is whole; returns what there is to say."""
    from_step, notes = go_back(run)
    sweep(run)
    me = EngineProcess.this_one()
    events.emit(
        ev.Started(
            attempt=events.history.attempt + 1,
            pid=me.pid,
            pid_created=me.created,
            from_step=from_step,
            versions=_versions(),
        )
    )
    return notes


def go_back(run: RunFolder) -> tuple[int, list[Message]]:
    """To the newest kept step that is whole (0 = the start), with what there is to say about
    others; later ones do not count any more."""
    from_step, notes = _newest_whole_step(run)
    for step in kept_steps(run):
        if step > from_step:
            # Void from now on; what is damaged must not pass for the newest any more.
            (run.checkpoint(step) / META_FILE).unlink(missing_ok=True)
    return from_step, notes


def _newest_whole_step(run: RunFolder) -> tuple[int, list[Message]]:
    """The step to go on from (0 = the start), and a note on each damaged one passed over."""
    spoiled: dict[int, str | int | float | Message] = {}
    for step in resumable_steps(run):
        try:
            check_file(run, step, WEIGHTS_FILE)
            check_file(run, step, STATE_FILE)
        except ManulError as error:
            spoiled[step] = error.values["reason"]
            continue
        return step, [
            say("note.checkpoint_skipped", step=each, reason=reason)
            for each, reason in spoiled.items()
        ]
    return 0, [
        say("note.checkpoint_skipped.last", step=each, reason=reason)
        for each, reason in spoiled.items()
    ]


def _versions() -> dict[str, str]:
    found = {name: importlib.metadata.version(name) for name in _PACKAGES}
    return {"manul": __version__, "python": sys.version.split()[0]} | found
