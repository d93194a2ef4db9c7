"""Writes and reads the kept steps of a run."""

import json
import math
import shutil
from functools import partial
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file

from training.contract.atomic import atomic_write
from training.contract.errors import ManulError
from training.contract.kept_steps import (
    META_FILE,
    STATE_FILE,
    WEIGHTS_FILE,
    check_file,
    damaged,
    file_hash,
    kept_steps,
    resumable_steps,
)
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.optimizers import Tensors
from training.tensor_writer import bytes_of, write_tensors

# The newest state is what a resume needs; one more, in case a file of the newest is damaged.
STATES_KEPT = 2
_GB = 1_000_000_000


def save_checkpoint(run: RunFolder, step: int, *, weights: Tensors, state: Tensors) -> None:
    """Write a kept step, meta.json last: without it the step does not count."""
    folder = run.checkpoint(step)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / META_FILE).unlink(missing_ok=True)
    check_space(folder, bytes_of(weights) + bytes_of(state))
    for name, tensors in ((WEIGHTS_FILE, weights), (STATE_FILE, state)):
        atomic_write(folder / name, partial(write_tensors, tensors=tensors, metadata={}))
    hashes = {name: file_hash(folder / name) for name in (WEIGHTS_FILE, STATE_FILE)}
    atomic_write(folder / META_FILE, json.dumps({"step": step, "sha256": hashes}, indent=1))


def load_weights(run: RunFolder, step: int) -> Tensors:
    """What export and sample need; ManulError "checkpoint_damaged" if it was changed."""
    return _load(run, step, WEIGHTS_FILE)


def load_state(run: RunFolder, step: int) -> Tensors:
    """What a resume needs besides the weights."""
    return _load(run, step, STATE_FILE)


def _load(run: RunFolder, step: int, name: str) -> Tensors:
    path = check_file(run, step, name)
    try:
        return load_file(path)
    except SafetensorError as error:
        raise damaged(run, step, say("damage.unreadable", file=name)) from error


def drop_old_states(run: RunFolder) -> None:
    """Of the steps that stay: after drop_kept_steps, which may take one that still has its own."""
    for step in resumable_steps(run)[STATES_KEPT:]:
        (run.checkpoint(step) / STATE_FILE).unlink(missing_ok=True)


def drop_kept_steps(run: RunFolder, *, except_for: set[int]) -> None:
    """Full models are too large to keep them all. Without meta.json a step does not count, so
    that goes first."""
    for step in kept_steps(run):
        if step not in except_for:
            (run.checkpoint(step) / META_FILE).unlink(missing_ok=True)
            shutil.rmtree(run.checkpoint(step))


def check_space(folder: Path, needed: int) -> None:
    """ManulError "disk_full.space" if the disk of `folder` has less than `needed` bytes left."""
    place = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(place).free
    if free < needed:
        # Rounded apart, so that the two never look equal.
        raise ManulError(
            "disk_full.space", path=folder, needed=math.ceil(needed / _GB * 10) / 10,
            free=math.floor(free / _GB * 10) / 10,
        )  # fmt: skip
