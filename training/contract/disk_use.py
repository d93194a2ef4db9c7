"""How much room concepts and runs take, measured again only where something was added or gone."""

import os
from collections.abc import Iterable
from pathlib import Path

from training.contract.layout import ConceptFolder, RunFolder

# When the folders in which files come and go were last changed.
_Stamp = tuple[int, ...]


class DiskUse:
    """Bytes of concepts and runs, by their folders. Used by one task at a time; `sizes` may be
    read meanwhile."""

    def __init__(self) -> None:
        self.sizes: dict[Path, int] = {}
        self._measured: dict[Path, tuple[_Stamp, int]] = {}

    def look(self, concepts: Iterable[ConceptFolder]) -> None:
        """Measure what has changed, forget what is gone."""
        sizes: dict[Path, int] = {}
        for concept in concepts:
            total = sum(self._size(own, [own, *_folders(own)]) for own in _own_places(concept))
            for run in concept.runs():
                sizes[run.path] = self._size(run.path, _run_places(run))
                total += sizes[run.path]
            sizes[concept.path] = total
        self.sizes = sizes

    def forget(self, path: Path) -> None:
        """Measure `path` and all below it anew the next time."""
        for place in [place for place in self._measured if place.is_relative_to(path)]:
            del self._measured[place]

    def _size(self, path: Path, places: list[Path]) -> int:
        stamp = tuple(_changed(place) for place in places)
        known = self._measured.get(path)
        if known is None or known[0] != stamp:
            known = (stamp, folder_size(path))
            self._measured[path] = known
        return known[1]


def folder_size(path: Path) -> int:
    """Bytes of all files below `path`, links not followed. What vanishes meanwhile, and what may
    not be looked into, does not count."""
    total, waiting = 0, [os.fspath(path)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue
    return total


def _own_places(concept: ConceptFolder) -> list[Path]:
    """The folders beside the runs; what is in them is written once and not changed."""
    return [concept.images, concept.cache, concept.exports, concept.class_images]


def _run_places(run: RunFolder) -> list[Path]:
    return [run.path, run.checkpoints, run.samples, run.tensorboard]


def _folders(path: Path) -> list[Path]:
    try:
        with os.scandir(path) as entries:
            return [Path(entry) for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _changed(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
