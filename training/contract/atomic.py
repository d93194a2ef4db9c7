"""Writes files so that a reader, or the next start, never meets half of one."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

_WINDOWS_RETRIES = 20
_WINDOWS_RETRY_SECONDS = 0.05


def atomic_write(path: Path, write: bytes | str | Callable[[Path], None]) -> None:
    """Put `path` in place whole: temporary file beside it, flush, fsync, `os.replace`.

    `write` is the content, or a function that writes the temporary file it is given (for
    libraries that only write to a path). Text is UTF-8. Raises OSError (ENOSPC, EACCES ...)
    and leaves neither a half file nor the temporary one behind.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if callable(write):
            write(temporary)
        else:
            temporary.write_bytes(write.encode() if isinstance(write, str) else write)
        _sync(temporary)
        _replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in `folder` survive a power cut, where the system can (not on Windows)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(path: Path) -> None:
    # "r+b": Windows can only flush a file that is open for writing.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _replace(source: Path, target: Path) -> None:
    """`os.replace`, patient with a Windows reader or virus scanner that holds the target."""
    for _ in range(_WINDOWS_RETRIES if sys.platform == "win32" else 0):
        try:
            os.replace(source, target)
        except PermissionError:
            time.sleep(_WINDOWS_RETRY_SECONDS)
        else:
            return
    os.replace(source, target)
