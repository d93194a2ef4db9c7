"""Takes another folder for the concepts; for the pool, since a drive may sleep."""

import shutil
import tempfile
from pathlib import Path

from training.contract.layout import full_path, nearest_folder, usual_workspace
from training.contract.user_settings import change_user_settings


def take(folder: str) -> Path:
    """Make sure that it is there and can be written to, and remember it; empty = the usual one.
    OSError if it is not."""
    workspace = full_path(folder) if folder else usual_workspace()
    workspace.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=workspace):
        pass
    change_user_settings(workspace=folder)
    return workspace


def look_at(workspace: Path) -> tuple[int, bool]:
    """(bytes that are free on its disk, is it the usual one?); it need not exist yet."""
    there = nearest_folder(workspace)
    free = shutil.disk_usage(there).free if there is not None else 0
    return free, workspace == usual_workspace()
