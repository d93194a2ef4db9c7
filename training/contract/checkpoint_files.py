"""Lists the base models that a web UI has: single files, and diffusers folders."""

import os
from collections.abc import Iterator
from pathlib import Path

from training.contract.web_uis import WebUI

_SUFFIXES = (".safetensors", ".ckpt")
_INDEX = "model_index.json"
_DEPTH = 4
_MOST_MODELS = 1_000
_MOST_ENTRIES = 20_000


def checkpoint_files(web_ui: WebUI) -> list[Path]:
    """Every model once, by name, however many links lead to it. What may not be read is passed
    over; of a huge collection the first thousand count."""
    found: dict[str, Path] = {}
    for folder in web_ui.folders.checkpoints:
        for path in _models_below(folder):
            found.setdefault(os.path.realpath(path), path)
            if len(found) >= _MOST_MODELS:
                break
    return sorted(found.values(), key=lambda path: (path.name.lower(), path))


def model_bytes(path: Path) -> int:
    """The size of a model's file, or of all files in its diffusers folder."""
    try:
        if not os.path.isdir(path):
            return path.stat().st_size
        parts = [path, *(Path(entry.path) for entry in _entries(path) if _is_folder(entry))]
        return sum(_size(entry) for part in parts for entry in _entries(part))
    except OSError:
        return 0


def _models_below(root: Path) -> Iterator[Path]:
    """Level by level. Links are followed, for launchers link shared folders; each only once."""
    level, seen, count = [root], set[str](), 0
    for _ in range(_DEPTH):
        below: list[Path] = []
        for folder in level:
            real = os.path.realpath(folder)
            if real in seen:
                continue
            seen.add(real)
            entries = _entries(folder)
            count += len(entries)
            if count > _MOST_ENTRIES:
                return
            if any(entry.name == _INDEX for entry in entries):
                yield folder
                continue
            for entry in entries:
                if _is_folder(entry):
                    below.append(Path(entry.path))
                elif entry.name.lower().endswith(_SUFFIXES):
                    yield Path(entry.path)
        level = below


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Without what is hidden: a download that has not ended, for one."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except OSError:
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size if entry.is_file() else 0
    except OSError:
        return 0
