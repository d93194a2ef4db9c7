"""Starts a program that outlives this one."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import IO


def start_detached(
    command: Sequence[str], *, output: IO[bytes] | None = None,
    environment: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:  # fmt: skip
    """Start `command` in a session of its own, deaf, and mute but for what it writes to `output`;
    with our variables if it is given none. OSError if it cannot be."""
    process = subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if output is None else output,
        stderr=subprocess.DEVNULL,
        env=environment or os.environ | {"PYTHONUTF8": "1"},
        start_new_session=sys.platform != "win32",
        creationflags=_windows_flags(),
    )
    # Without somebody waiting for it, a dead child stays in the process table as a zombie.
    threading.Thread(target=process.wait, name="reaper", daemon=True).start()
    return process


def _windows_flags() -> int:
    if sys.platform != "win32":
        return 0
    return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP


def no_console() -> int:
    """Windows' flags for a child that shall open no black window."""
    if sys.platform != "win32":
        return 0
    return subprocess.CREATE_NO_WINDOW
