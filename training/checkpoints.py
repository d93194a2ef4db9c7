"""Writes and reads the kept steps of a run."""

import json
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save

from training.contract.atomic import atomic_write
from training.contract.kept_steps import (
    META_FILE,
    STATE_FILE,
    WEIGHTS_FILE,
    check_file,
    damaged,
    file_hash,
    resumable_steps,
)
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.optimizers import Tensors

# The newest state is what a resume needs; one more, in case a file of the newest is damaged.
_STATES_KEPT = 2


def save_checkpoint(run: RunFolder, step: int, *, weights: Tensors, state: Tensors) -> Path:
    """Write a kept step, meta.json last: without it the step does not count."""
    folder = run.checkpoint(step)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / META_FILE).unlink(missing_ok=True)
    for name, tensors in ((WEIGHTS_FILE, weights), (STATE_FILE, state)):
        # Not save_file: it reports a full disk as an error of its own kind.
        atomic_write(folder / name, save(_plain(tensors)))
    hashes = {name: file_hash(folder / name) for name in (WEIGHTS_FILE, STATE_FILE)}
    atomic_write(folder / META_FILE, json.dumps({"step": step, "sha256": hashes}, indent=1))
    _drop_old_states(run)
    return folder


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


def _drop_old_states(run: RunFolder) -> None:
    for step in resumable_steps(run)[_STATES_KEPT:]:
        (run.checkpoint(step) / STATE_FILE).unlink(missing_ok=True)


def _plain(tensors: Tensors) -> Tensors:
    return {
        name: torch.as_tensor(value).detach().cpu().clone().contiguous()
        for name, value in tensors.items()
    }
