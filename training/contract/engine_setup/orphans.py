"""Ends what a set-up that was killed left running, by what it works on: no note of it can be lost.

For whoever holds the lock: then no set-up is at work, and whatever still builds or tries an engine
that was never finished does so for nobody.
"""

import os
from contextlib import suppress

import psutil

from training.contract.engine_setup.folders import READY, EngineFolders

_PATIENCE_SECONDS = 5.0
_UV = ("uv", "uv.exe")


def end_orphans(folders: EngineFolders) -> None:
    """uv that fills an unfinished environment, and programs that were started from one."""
    found = [
        process
        for process in psutil.process_iter(["cmdline"])
        if _is_orphan(process.info["cmdline"] or [""], folders)
    ]
    for process in found:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(found, timeout=_PATIENCE_SECONDS)


def _is_orphan(command: list[str], folders: EngineFolders) -> bool:
    is_uv = os.path.basename(os.path.normcase(command[0])) in _UV
    named = command[1:] if is_uv else command[:1]
    places = [folders.environment_with(argument) for argument in named]
    return any(place is not None and not (place / READY).is_file() for place in places)
