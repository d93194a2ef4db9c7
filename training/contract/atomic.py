"""Writes files and folders so that a reader, or the next start, never meets half of one."""

import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

_WINDOWS_RETRIES = 20
_WINDOWS_RETRY_SECONDS = 0.05
_LEFTOVER = re.compile(r"\..+\.(\d+)\.\d+\.tmp")


def atomic_write(path: Path, write: bytes | str | Callable[[Path], None]) -> None:
    """Put `path` in place whole: temporary file beside it, flush, fsync, `os.replace`.

    `write` is the content, or a function that writes the temporary file it is given (for
    libraries that only write to a path). Text is UTF-8. Raises OSError (ENOSPC, EACCES ...)
    and leaves neither a half file nor the temporary one behind.
    """
    temporary = _temporary(path)
    try:
        if callable(write):
            write(temporary)
        else:
            temporary.write_bytes(write.encode() if isinstance(write, str) else write)
        _sync(temporary)
        patiently(os.replace, temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def atomic_folder(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """A new folder to fill; it gets the name `path` when all went well, and is gone otherwise.

    Parents are made. Raises FileExistsError or another OSError if `path` is taken by then; with
    `replace` a folder of that name is deleted as soon as the new one is whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(path.parent)
    building, former = _temporary(path), _temporary(path.with_name(f"{path.name}.former"))
    try:
        building.mkdir()
        yield building
        sync_folder(building)
        if replace and path.is_dir():
            patiently(os.rename, path, former)
        try:
            patiently(os.rename, building, path)
        except OSError:
            if former.is_dir():
                patiently(os.rename, former, path)
            raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    shutil.rmtree(former, ignore_errors=True)
    sync_folder(path.parent)


def move_folder(path: Path, target: Path) -> None:
    """Give a folder another name beside its own. OSError if one of its files is open on Windows,
    or if `target` is taken by a folder that is not empty."""
    patiently(os.rename, path, target)
    sync_folder(target.parent)


def remove_folder(path: Path) -> None:
    """Delete a folder, which is gone under its name at once or not at all; if the process is
    killed then, the rest is swept up with `remove_leftovers`. OSError as `move_folder`."""
    former = _temporary(path)
    move_folder(path, former)
    shutil.rmtree(former)


def remove_leftovers(folder: Path) -> None:
    """Delete what a process that was killed while writing left in `folder`."""
    for entry in folder.iterdir():
        writer = _LEFTOVER.fullmatch(entry.name)
        if writer is None or psutil.pid_exists(int(writer[1])):
            continue
        # What cannot be removed (another user's) disturbs nobody.
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            with suppress(OSError):
                entry.unlink()


def sync_folder(folder: Path) -> None:
    """Make names in `folder` survive a power cut, where the system can (not on Windows)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems cannot do this; the file itself is in place by now.
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")


def _sync(path: Path) -> None:
    # "r+b": Windows can only flush a file that is open for writing.
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def patiently(move: Callable[[Path, Path], object], source: Path, target: Path) -> None:
    """Move, giving a Windows reader or virus scanner that holds a file time to let go."""
    for _ in range(_WINDOWS_RETRIES if sys.platform == "win32" else 0):
        try:
            move(source, target)
        except PermissionError:
            time.sleep(_WINDOWS_RETRY_SECONDS)
        else:
            return
    move(source, target)
