"""Refuses links that lead out of a folder: a concept or run may come from a stranger."""

import os
from collections.abc import Iterable
from pathlib import Path

from training.contract.errors import ManulError


def refuse_ways_out(root: Path, places: Iterable[Path]) -> None:
    """ManulError "unreadable.leads_out" if one of `places`, or anything below it, is a link to
    somewhere outside of `root`. What does not exist leads nowhere."""
    inside = os.path.realpath(root)
    waiting = [path for path in places if os.path.lexists(path)]
    for path in waiting:
        _refuse(path, inside)
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            # A file, or not ours to look into: whoever opens it says so.
            continue
        for entry in entries:
            # Windows' junctions are folders that are elsewhere.
            if entry.is_symlink() or entry.is_dir(follow_symlinks=False):
                _refuse(Path(entry.path), inside)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))


def _refuse(path: Path, inside: str) -> None:
    real = os.path.realpath(path)
    if real != inside and not real.startswith(inside.rstrip(os.sep) + os.sep):
        raise ManulError("unreadable.leads_out", path=path)
