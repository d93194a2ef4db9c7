"""Opens files that came from anywhere: ordinary ones only, and no more of them than makes sense."""

import os
import stat
from pathlib import Path
from typing import BinaryIO


class NotAFile(OSError):
    """A pipe, a device or a folder: reading it would never end, or not begin."""


class TooLarge(OSError):
    """More than the `most` bytes that such a file can need."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} bytes")
        self.most = most


def open_plain(path: Path) -> BinaryIO:
    """`path` to be read; NotAFile or another OSError if it is no ordinary file."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise NotAFile("not a file")
    return path.open("rb")


def read_plain(path: Path, *, most: int) -> bytes:
    """All of a file that has at most `most` bytes; TooLarge, NotAFile or another OSError."""
    with open_plain(path) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise TooLarge(most)
    return content
