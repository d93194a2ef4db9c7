"""Sweeps up what engines left behind that were killed while they wrote or deleted something."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from training.contract.atomic import remove_leftovers
from training.contract.kept_steps import META_FILE
from training.contract.layout import RunFolder


def sweep(run: RunFolder) -> None:
    """Delete half-written files of the run and of its concept's cache, and the folders of steps
    that do not count. Call it while holding the run's lock."""
    for folder in _written_to(run):
        if folder.is_dir():
            remove_leftovers(folder)
    for folder in run.checkpoints.glob("step-*"):
        if not (folder / META_FILE).is_file():
            # What cannot be removed is replaced when its step is reached again.
            shutil.rmtree(folder, ignore_errors=True)


def _written_to(run: RunFolder) -> Iterator[Path]:
    concept = run.concept
    yield from (run.path, run.samples, concept.cache / "latents")
    yield from run.checkpoints.glob("step-*")
    yield from concept.class_images.glob("drawn-*")
