"""Opens the window on a run, where there is a display to open it on."""

import importlib.util
import os
import sys

from training.contract.detached import start_detached
from training.contract.layout import RunFolder


def open_window(run: RunFolder) -> bool:
    """Start `manul RUN` detached, unless nobody could see it; says whether it did."""
    if not has_display() or importlib.util.find_spec("PySide6") is None:
        return False
    start_detached([sys.executable, "-P", "-m", "desktop", str(run.path)])
    return True


def has_display() -> bool:
    """False on a server and under CI."""
    if os.environ.get("CI"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
