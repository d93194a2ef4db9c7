"""Where people unpack web UIs: their own folders, other drives, and what launchers keep."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import psutil
from platformdirs import (
    user_data_path,
    user_desktop_path,
    user_documents_path,
    user_downloads_path,
)

from training.contract.launch_arguments import path_from, read_text_leniently

# A folder with more is no place to look through: a mirror, a collection of pictures.
_MOST_ENTRIES = 5_000
_MOST_FOLDERS = 200
_NEVER = frozenset({
    "appdata", "node_modules", "program files", "program files (x86)", "programdata",
    "recovery", "site-packages", "system volume information", "users", "venv", "windows",
    "__pycache__", "$recycle.bin", "lost+found",
})  # fmt: skip
_SYSTEM_MOUNTS = ("/boot", "/dev", "/efi", "/etc", "/home", "/proc", "/snap", "/sys", "/var")


def likely_places() -> list[Path]:
    """Folders to look through, the most likely first; not all of them exist."""
    home = Path(os.path.expanduser("~"))
    own = [user_desktop_path(), user_documents_path(), user_downloads_path(), home]
    return [*_from_environment(), *_from_launchers(home), *own, user_data_path(), *_drives()]


def sub_folders(folder: Path) -> list[Path]:
    """Visible folders in `folder`, by name; none if it may not be read, and not too many."""
    found: list[Path] = []
    try:
        with os.scandir(folder) as entries:
            for _, entry in zip(range(_MOST_ENTRIES), entries, strict=False):
                is_hidden = entry.name.startswith(".") or entry.name.lower() in _NEVER
                if not is_hidden and _is_folder(entry):
                    found.append(Path(entry.path))
    except (OSError, ValueError):
        return []
    return sorted(found)[:_MOST_FOLDERS]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _from_environment() -> Iterable[Path]:
    if root := os.environ.get("INVOKEAI_ROOT"):
        yield Path(root)


def _from_launchers(home: Path) -> Iterable[Path]:
    """StabilityMatrix keeps web UIs in Packages, Pinokio in api."""
    matrix = user_data_path("StabilityMatrix", appauthor=False, roaming=True)
    yield from _matrix_packages(matrix)
    for folder in (home, user_documents_path(), user_downloads_path(), *_drives()):
        yield folder / "StabilityMatrix" / "Data" / "Packages"
        yield folder / "pinokio" / "api"


def _matrix_packages(folder: Path) -> Iterable[Path]:
    """Its library lies where the user wished, and library.json says where that is."""
    yield folder / "Packages"
    try:
        settings = json.loads(read_text_leniently(folder / "library.json"))
    except (ValueError, RecursionError):
        return
    library = settings.get("LibraryPath") if isinstance(settings, dict) else None
    if isinstance(library, str) and library:
        yield path_from(library, base=folder) / "Packages"


def _drives() -> list[Path]:
    """Roots of built-in and plugged-in drives; a network drive that is away would hang."""
    try:
        partitions = psutil.disk_partitions(all=False)
    except OSError:
        return []
    if sys.platform == "win32":
        mounts = [part.mountpoint for part in partitions if "fixed" in part.opts.split(",")]
    else:
        mounts = [
            part.mountpoint
            for part in partitions
            if part.mountpoint != "/" and not part.mountpoint.startswith(_SYSTEM_MOUNTS)
        ]
        mounts.append("/opt")
    return [Path(mount) for mount in dict.fromkeys(mounts)]
