"""Append-only files of one JSON object a line, written by one side and followed by the other."""

import json
import os
from pathlib import Path
from typing import Any, NoReturn


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
    """Reads what was appended since the last look, by byte offset."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.unreadable = 0
        self._offset = 0

    def poll(self) -> list[dict[str, Any]]:
        """The new whole lines; a torn last one is left for later, unreadable ones are counted.
        A file that became shorter is read from its start."""
        try:
            with self.path.open("rb") as file:
                if os.fstat(file.fileno()).st_size < self._offset:
                    self._offset = 0
                file.seek(self._offset)
                new = file.read()
        except FileNotFoundError:
            return []
        whole = new[: new.rfind(b"\n") + 1]
        self._offset += len(whole)
        contents = (self._parse(line) for line in whole.split(b"\n") if line.strip())
        return [content for content in contents if content is not None]

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
