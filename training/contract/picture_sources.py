"""Finds the pictures in the files and folders that a user gives."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.contract.errors import ManulError, cannot_read
from training.contract.messages import say
from training.contract.pictures import PICTURE_SUFFIXES


def find_pictures(sources: Iterable[Path]) -> list[Path]:
    """Files as given, folders searched with their sub-folders for pictures, in natural order;
    each file once, also where links lead to it twice."""
    found: dict[str, Path] = {}
    for source in sources:
        if not os.path.exists(source):
            raise ManulError("unreadable", path=source, reason=say("cause.missing"))
        inside = sorted(_walk(source), key=_natural) if os.path.isdir(source) else [source]
        for path in inside:
            found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def _walk(source: Path) -> Iterator[Path]:
    """Pictures under `source`, through links too, never through the same folder twice."""
    seen: set[str] = set()
    for folder, below, names in os.walk(source, followlinks=True, onerror=_refuse_folder):
        here = os.path.realpath(folder)
        if here in seen:
            below.clear()
            continue
        seen.add(here)
        below[:] = [name for name in below if not name.startswith((".", "__MACOSX"))]
        for name in names:
            if Path(name).suffix.lower() in PICTURE_SUFFIXES and not name.startswith("."):
                yield Path(folder, name)


def _natural(path: Path) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", str(path).casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _refuse_folder(error: OSError) -> None:
    raise cannot_read(error.filename, error) from error
