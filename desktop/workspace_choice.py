"""Takes another folder for the concepts, and looks at one; in the pool: a drive may sleep."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from desktop.facts import Report, report_of
from desktop.synced_folders import synced_by
from training.contract.errors import from_os_error
from training.contract.layout import full_path, nearest_folder, usual_workspace
from training.contract.user_settings import change_user_settings


@dataclass(frozen=True)
class WorkspaceFact:
    """`free` = bytes on its disk; `cloud` = the program that would upload it, if one is known;
    `problem` = why nothing can be written there."""

    path: Path
    free: int
    is_usual: bool
    cloud: str = ""
    problem: Report | None = None


def take(folder: str) -> Path:
    """Make sure that it is there and can be written to, and remember it; empty = the usual one.
    OSError if it is not."""
    workspace = full_path(folder) if folder else usual_workspace()
    workspace.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=workspace):
        pass
    change_user_settings(workspace=folder)
    return workspace


def look_at(workspace: Path) -> WorkspaceFact:
    """It need not exist yet; then what is nearest above it tells."""
    folder = nearest_folder(workspace)
    return WorkspaceFact(
        path=workspace,
        free=shutil.disk_usage(folder).free if folder is not None else 0,
        is_usual=workspace == usual_workspace(),
        cloud=synced_by(workspace),
        problem=_why_not_writable(workspace),
    )


def _why_not_writable(workspace: Path) -> Report | None:
    there = next((place for place in (workspace, *workspace.parents) if place.exists()), workspace)
    try:
        with tempfile.TemporaryFile(dir=there):
            return None
    except OSError as error:
        problem = from_os_error(error, workspace)
        return report_of(problem) if problem is not None else None
