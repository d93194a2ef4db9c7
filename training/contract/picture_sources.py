"""Finds the pictures in the files and folders that a user gives."""

import os
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from training.contract.errors import ManulError, cannot_read
from training.contract.messages import say
from training.contract.pictures import PICTURE_SUFFIXES

# A concept needs some twenty. Who gives this many has given the wrong folder.
MOST_PICTURES = 2_000
_MOST_ENTRIES = 100_000


def find_pictures(sources: Iterable[Path], *, most: int = MOST_PICTURES) -> list[Path]:
    """Files as given, folders searched with their sub-folders for pictures, in natural order;
    each file once, also where links lead to it twice. ManulError "no_images.too_many" as soon as
    there are more than `most`, or too many other files around them."""
    found: dict[str, Path] = {}
    for source in sources:
        if not os.path.exists(source):
            raise ManulError("unreadable", path=source, reason=say("cause.missing"))
        inside = [source]
        if os.path.isdir(source):
            inside = sorted(islice(_walk(source), most + 1), key=_natural)
        for path in inside:
            found.setdefault(os.path.realpath(path), path)
        if len(found) > most or len(inside) > most:
            raise ManulError("no_images.too_many", limit=most)
    return list(found.values())


def is_picture_name(name: str) -> bool:
    return Path(name).suffix.lower() in PICTURE_SUFFIXES and not name.startswith(".")


def _walk(source: Path) -> Iterator[Path]:
    """Pictures under `source`, through links too, never through the same folder twice."""
    seen: set[str] = set()
    count = 0
    for folder, below, names in os.walk(source, followlinks=True, onerror=_refuse_folder):
        here = os.path.realpath(folder)
        if here in seen:
            below.clear()
            continue
        seen.add(here)
        count += len(below) + len(names)
        if count > _MOST_ENTRIES:
            raise ManulError("no_images.too_many_files", path=source, limit=_MOST_ENTRIES)
        below[:] = [name for name in below if not name.startswith((".", "__MACOSX"))]
        for name in names:
            if is_picture_name(name):
                yield Path(folder, name)


def _natural(path: Path) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", str(path).casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _refuse_folder(error: OSError) -> None:
    raise cannot_read(error.filename, error) from error
