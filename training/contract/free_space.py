"""What of a concept may be deleted to gain room, and what that costs; deletes what was chosen."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from training.contract.disk_use import folder_size
from training.contract.errors import from_os_error
from training.contract.events import read_events
from training.contract.kept_steps import META_FILE, STATE_FILE, kept_steps, resumable_steps
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.pins import pinned_steps
from training.contract.run_history import fold
from training.contract.run_lock import is_locked, refuse_while_taught, take_run_lock

# cache: pictures as the model sees them, made again when they are needed
# states: what earlier steps need to go on; the newest stays
# last_state: the newest, without which a run can never go on
# step: one kept step; neither the last one, nor the one that Manul suggests, nor a pinned one
# tensorboard: curves and samples for TensorBoard
FreeableKind = Literal["cache", "states", "last_state", "step", "tensorboard"]


@dataclass(frozen=True)
class Freeable:
    """One thing that can go. `run` is None where it is the concept's; `step` counts for a step."""

    kind: FreeableKind
    size: int
    run: RunFolder | None = None
    step: int = 0


def what_can_go(concept: ConceptFolder, runs: Iterable[RunFolder]) -> list[Freeable]:
    """Of the concept and of `runs`; nothing of a run that is being taught, and no cache while one
    is. The last kept step, the suggested one, pinned ones and exports never go."""
    found = []
    if not any(map(is_locked, concept.runs())) and (size := folder_size(concept.cache)):
        found.append(Freeable("cache", size))
    for run in runs:
        if not is_locked(run):
            found += [item for item in _of_run(run) if item.size]
    return found


def free(concept: ConceptFolder, chosen: Iterable[Freeable]) -> int:
    """Delete what was chosen, as far as it may still go; returns the bytes gained. ManulError if
    an engine has begun on it meanwhile, or if something cannot be deleted."""
    by_run: dict[RunFolder | None, list[Freeable]] = {}
    for item in chosen:
        by_run.setdefault(item.run, []).append(item)
    gained = 0
    try:
        for run, items in by_run.items():
            gained += _free_cache(concept) if run is None else _free_of_run(run, items)
    except OSError as error:
        raise from_os_error(error, concept.path) or error from error
    return gained


def _of_run(run: RunFolder) -> Iterator[Freeable]:
    states = resumable_steps(run)
    sizes = {step: _state_size(run, step) for step in states}
    yield Freeable("states", sum(sizes[step] for step in states[1:]), run)
    for step in _spare_steps(run):
        # The state is counted above, and goes with its step in any case.
        whole = folder_size(run.checkpoint(step))
        yield Freeable("step", whole - sizes.get(step, 0), run, step)
    yield Freeable("tensorboard", folder_size(run.tensorboard), run)
    yield Freeable("last_state", sum(sizes[step] for step in states[:1]), run)


def _spare_steps(run: RunFolder) -> list[int]:
    kept, history = kept_steps(run), fold(read_events(run.events))
    saved = [step for step, told in history.checkpoints.items() if told.pinned]
    needed = {*kept[-1:], *resumable_steps(run)[:1], *pinned_steps(run, saved)}
    if history.suggestion is not None:
        needed.add(history.suggestion.step)
    return [step for step in kept if step not in needed]


def _free_cache(concept: ConceptFolder) -> int:
    refuse_while_taught(concept.runs())
    gained = folder_size(concept.cache)
    if concept.cache.is_dir():
        shutil.rmtree(concept.cache)
    return gained


def _free_of_run(run: RunFolder, items: list[Freeable]) -> int:
    refuse_while_taught([run])
    with take_run_lock(run):
        before = folder_size(run.path)
        states, spare = resumable_steps(run), _spare_steps(run)
        for item in items:
            match item.kind:
                case "states":
                    _drop_states(run, states[1:])
                case "last_state":
                    _drop_states(run, states[:1])
                case "step" if item.step in spare:
                    # Without meta.json a step does not count, so that goes first.
                    (run.checkpoint(item.step) / META_FILE).unlink(missing_ok=True)
                    shutil.rmtree(run.checkpoint(item.step))
                case "tensorboard" if run.tensorboard.is_dir():
                    shutil.rmtree(run.tensorboard)
        return before - folder_size(run.path)


def _drop_states(run: RunFolder, steps: list[int]) -> None:
    for step in steps:
        (run.checkpoint(step) / STATE_FILE).unlink(missing_ok=True)


def _state_size(run: RunFolder, step: int) -> int:
    try:
        return (run.checkpoint(step) / STATE_FILE).stat().st_size
    except OSError:
        return 0
