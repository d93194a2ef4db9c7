"""Ends a process with all that it started."""

import subprocess
from contextlib import suppress

import psutil


def end_tree(process: "subprocess.Popen[str]") -> None:
    """Nothing happens to one that has ended: its number may be somebody else's."""
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()
    if process.poll() is not None:
        return
    family: list[psutil.Process] = []
    with suppress(psutil.Error):
        family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for child in family:
        with suppress(psutil.Error):
            child.kill()
    process.wait()
