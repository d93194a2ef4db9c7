"""Finds a model of the Hugging Face hub in the cache that all programs share, without asking it."""

import json
import os
import re
from pathlib import Path

from training.contract.component_files import listed_components, needed_files
from training.contract.plain_files import read_plain

INDEX_FILE = "model_index.json"
_PART = r"(?=[A-Za-z0-9_])[A-Za-z0-9._-]{0,95}[A-Za-z0-9_]"
_HUB_ID = re.compile(rf"{_PART}/{_PART}")
_LARGEST_INDEX = 1_000_000
_COMMIT = re.compile(r"[0-9a-f]{40}")


def is_hub_id(name: str) -> bool:
    """Whether `name` is written like a model of the hub: `owner/name`. A relative path may be
    written so too; the caller looks for a folder of that name first."""
    if "--" in name or ".." in name or name.endswith(".git"):
        return False
    return _HUB_ID.fullmatch(name) is not None


def hub_cache() -> Path:
    """The cache folder that huggingface_hub uses, by the same variables."""
    variables = os.environ
    if chosen := variables.get("HF_HUB_CACHE") or variables.get("HUGGINGFACE_HUB_CACHE"):
        return _expanded(chosen)
    if home := variables.get("HF_HOME"):
        return _expanded(home) / "hub"
    caches = variables.get("XDG_CACHE_HOME") or os.path.join("~", ".cache")
    return _expanded(caches) / "huggingface" / "hub"


def hub_folder(name: str) -> Path:
    """Where the cache keeps all that it has of the model `owner/name`."""
    return hub_cache() / f"models--{name.replace('/', '--')}"


def cached_snapshot(name: str) -> Path | None:
    """The folder with what was downloaded of the hub's `owner/name`, whole or not; else None."""
    folder = hub_folder(name)
    try:
        commit = (folder / "refs" / "main").read_text(encoding="ascii").strip()
        snapshot = folder / "snapshots" / commit
        return snapshot if _COMMIT.fullmatch(commit) and snapshot.is_dir() else None
    except (OSError, ValueError):
        # Not there, not readable or not ASCII: whatever it is, it is not a snapshot.
        return None


def cached_model(name: str) -> Path | None:
    """The diffusers folder of the model `owner/name`, if all of it was downloaded; else None."""
    if not is_hub_id(name) or (snapshot := cached_snapshot(name)) is None:
        return None
    try:
        return snapshot if _is_whole(snapshot) else None
    except (OSError, ValueError, RecursionError):
        # Not readable or not JSON: it is not the model.
        return None


def _is_whole(folder: Path) -> bool:
    index = json.loads(read_plain(folder / INDEX_FILE, most=_LARGEST_INDEX))
    if not isinstance(index, dict) or not (components := listed_components(index)):
        return False
    return all(needed_files(name, _files(folder / name)) is not None for name in components)


def _files(folder: Path) -> list[str]:
    """The names of the files in it; a link to what was not downloaded yet is none."""
    return [entry.name for entry in folder.iterdir() if entry.is_file()]


def _expanded(path: str) -> Path:
    return Path(os.path.abspath(os.path.expandvars(os.path.expanduser(path))))
