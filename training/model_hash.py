"""Fingerprints base models, so that a run knows its own again; remembered, as it takes seconds."""

import hashlib
import json
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from platformdirs import user_cache_path

from training.contract.atomic import atomic_write
from training.contract.base_models import BaseModelInfo
from training.contract.diffusers_folders import MODELS, weight_files
from training.contract.errors import cannot_read

Progress = Callable[[int, int], None]
log = logging.getLogger(__name__)
_CHUNK = 8 * 2**20


def model_hash(info: BaseModelInfo, progress: Progress) -> str:
    """SHA-256 of a single file, as web UIs show it; for a folder, of its weights' names and
    hashes. `progress` gets bytes read and bytes in all. ManulError "unreadable"."""
    files = [info.path]
    if not info.is_file:
        files = [path for name in MODELS for path in weight_files(info.path, name)]
    try:
        total = sum(path.stat().st_size for path in files)
        known = _remembered()
        hashes: list[str] = []
        done = 0
        for path in files:
            key = _key(path)
            if key not in known:
                known[key] = _hash(path, partial(_report, progress, done, total))
                _remember(known)
            hashes.append(known[key])
            done += path.stat().st_size
    except OSError as error:
        raise cannot_read(info.path, error) from error
    if info.is_file:
        return hashes[0]
    names = [path.relative_to(info.path).as_posix() for path in files]
    return hashlib.sha256(json.dumps([*zip(names, hashes, strict=True)]).encode()).hexdigest()


def _report(progress: Progress, before: int, total: int, read: int) -> None:
    progress(before + read, total)


def _hash(path: Path, read: Callable[[int], None]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            read(file.tell())
    return digest.hexdigest()


def _key(path: Path) -> str:
    """A file that was changed has another time or size."""
    facts = path.stat()
    return f"{path}|{facts.st_size}|{facts.st_mtime_ns}"


def _memory() -> Path:
    return user_cache_path("manul", appauthor=False) / "model_hashes.json"


def _remembered() -> dict[str, str]:
    try:
        content = json.loads(_memory().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # The first time, or damaged: it is only a shortcut.
        return {}
    return content if isinstance(content, dict) else {}


def _remember(known: dict[str, str]) -> None:
    try:
        _memory().parent.mkdir(parents=True, exist_ok=True)
        atomic_write(_memory(), json.dumps(known, indent=1))
    except OSError:
        log.warning("the model's hash could not be remembered", exc_info=True)
