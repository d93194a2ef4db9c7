"""Append-only files of one JSON object a line, written by one side and followed by the other."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from training.contract.plain_files import open_plain

# A thousand times the longest line that anybody here writes.
_LONGEST_LINE = 2**20
# The events of more than a million steps.
_LARGEST_FILE = 2**28


def append_line(path: Path, content: dict[str, Any]) -> None:
    """Append one whole line, and flush. A torn last line gets its newline first."""
    line = json.dumps(content, ensure_ascii=False, allow_nan=False)
    data = line.encode("utf-8", "replace") + b"\n"
    # Unbuffered: the line reaches the file in one write, so a reader sees all of it or none.
    with path.open("ab", buffering=0) as file:
        if _is_torn(path):
            data = b"\n" + data
        # A nearly full disk takes a part without complaint; the next write says so.
        while data:
            data = data[file.write(data) :]


class LineFollower:
    """Reads what was appended since the last look, by byte offset. OSError if it is no file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unreadable = 0
        self._offset = 0
        self._is_overlong = False

    def poll(self) -> list[dict[str, Any]]:
        """What is `new`, at once."""
        return list(self.new())

    def new(self) -> Iterator[dict[str, Any]]:
        """The new whole lines; a torn last one is left for later, unreadable ones are counted,
        and so is one that is longer than any of ours. A file that became shorter is read from its
        start; what lies beyond the size of any file of ours is not read."""
        try:
            file = open_plain(self.path)
        except FileNotFoundError:
            return
        with file:
            if os.fstat(file.fileno()).st_size < self._offset:
                self._offset, self._is_overlong = 0, False
            file.seek(self._offset)
            for line in self._whole_lines(file):
                if (content := self._parse(line)) is not None:
                    yield content

    def _whole_lines(self, file: BinaryIO) -> Iterator[bytes]:
        while self._offset < _LARGEST_FILE and (part := file.readline(_LONGEST_LINE)):
            is_end = part.endswith(b"\n")
            if not is_end and len(part) < _LONGEST_LINE and not self._is_overlong:
                return
            self._offset += len(part)
            if is_end and not self._is_overlong and part.strip():
                yield part
            elif not is_end and not self._is_overlong:
                self.unreadable += 1
            self._is_overlong = not is_end

    def _parse(self, line: bytes) -> dict[str, Any] | None:
        try:
            content = json.loads(line, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            content = None
        if not isinstance(content, dict):
            self.unreadable += 1
            return None
        return content


def _refuse_constant(name: str) -> NoReturn:
    """NaN and Infinity are Python's addition to JSON; nobody here writes them."""
    raise ValueError(f"{name} is not JSON")


def _is_torn(path: Path) -> bool:
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"
