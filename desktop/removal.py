"""Takes back what Manul put into the user's folders; the uninstallers ask for it."""

import shutil
from contextlib import suppress
from pathlib import Path

from platformdirs import user_cache_path
from PySide6.QtCore import QSettings

from training.contract.engine_process import engine_file
from training.contract.engine_setup.folders import engine_folders
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder, concepts
from training.contract.user_settings import settings_file


def remove_my_files(workspace: Path, *, with_concepts: bool) -> list[Path]:
    """Engines, settings and what was kept for speed; concepts only where they are asked for.
    Returns what could not be removed. Whatever else lies there, such as presets, stays."""
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "manul", "window")
    folders = [engine_folders().path, user_cache_path("manul", appauthor=False)]
    if with_concepts:
        folders += [concept.path for concept in _concepts(workspace)]
    files = [engine_file(), settings_file(), Path(settings.fileName())]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    emptied = {place.parent for place in (*folders, *files)} | {workspace}
    for folder in emptied:
        # One that still holds something is refused.
        with suppress(OSError):
            folder.rmdir()
    return [place for place in (*folders, *files) if place.exists()]


def _concepts(workspace: Path) -> list[ConceptFolder]:
    try:
        return list(concepts(workspace))
    except ManulError:
        return []
