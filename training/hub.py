"""Downloads a base model from the Hugging Face hub into the cache that all programs share."""

import json
import math
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from huggingface_hub import HfApi, constants, hf_hub_download
from huggingface_hub.hf_api import RepoSibling
from huggingface_hub.utils import disable_progress_bars

from training.contract.atomic import atomic_write
from training.contract.component_files import listed_components, needed_files
from training.contract.errors import ManulError
from training.contract.hub_cache import INDEX_FILE, cached_model, hub_cache, hub_folder, is_hub_id
from training.contract.messages import say
from training.hub_errors import explained
from training.hub_transfer import Blob, fetch_blob

# Bytes that are here, bytes in all; twice a second, also while nothing arrives, and at the end.
Progress = Callable[[int, int], None]

_NEEDED_COMPONENTS = {"unet", "vae", "text_encoder", "tokenizer", "scheduler"}
_GIB = 2**30
_REPORT_SECONDS = 0.5


def download_model(name: str, *, progress: Progress) -> Path:
    """The diffusers folder of the model `owner/name`, downloaded unless the cache has it.

    Only what training reads is taken, of each component's weights the smallest whole set. What
    was loaded of a file stays when the download is cut, and the next call goes on from there.
    Raises ManulError; whatever `progress` raises passes through.
    """
    if (folder := cached_model(name)) is not None:
        return folder
    if not is_hub_id(name):
        raise ManulError("model_missing.no_id", name=name)
    with disable_progress_bars():
        with explained(name, has_begun=False):
            repository = _ask(name)
            wanted = _wanted_files(repository)
        with explained(name, has_begun=True):
            _download(repository, wanted, progress)
    return repository.snapshot


@dataclass(frozen=True)
class _Repository:
    """What the hub says about a model: the commit that counts now, and its files."""

    name: str
    commit: str
    files: dict[str, RepoSibling]

    @property
    def snapshot(self) -> Path:
        return hub_folder(self.name) / "snapshots" / self.commit

    def blob(self, path: str) -> Blob | None:
        """A large file, which the hub knows by its SHA-256; None for the small ones in git."""
        lfs = self.files[path].lfs
        if lfs is None:
            return None
        return Blob(self.name, self.commit, path, sha256=lfs.sha256, size=lfs.size)

    def size(self, path: str) -> int:
        return self.files[path].size or 0

    def present(self, path: str) -> int:
        """How many bytes of the file are here already."""
        if (self.snapshot / path).is_file():
            return self.size(path)
        blob = self.blob(path)
        return 0 if blob is None else blob.present()

    def take(self, path: str) -> Path:
        """The file in the snapshot; the library downloads it, or links the blob that is here."""
        return Path(hf_hub_download(self.name, path, revision=self.commit, cache_dir=hub_cache()))


def _ask(name: str) -> _Repository:
    info = HfApi().model_info(name, files_metadata=True, timeout=constants.HF_HUB_ETAG_TIMEOUT)
    files = {sibling.rfilename: sibling for sibling in info.siblings or []}
    if INDEX_FILE not in files or info.sha is None:
        raise ManulError("model_missing.no_folder", name=name)
    return _Repository(name, info.sha, files)


def _wanted_files(repository: _Repository) -> list[str]:
    """The model's index, and of each component that training reads only what it needs."""
    index = _index(repository)
    components = listed_components(index)
    if not _NEEDED_COMPONENTS.issubset(components):
        # Before gigabytes of a model are loaded that nobody here can teach.
        what = say("model.pipeline", pipeline=str(index.get("_class_name", "unknown")))
        raise ManulError("model_unsupported", path=repository.name, what=what)
    wanted = [INDEX_FILE]
    for component in components:
        start = f"{component}/"
        names = [path.removeprefix(start) for path in repository.files if path.startswith(start)]
        chosen = needed_files(component, names)
        if chosen is None:
            raise ManulError("model_missing.no_part", name=repository.name, component=component)
        wanted += [f"{component}/{name}" for name in chosen]
    return wanted


def _index(repository: _Repository) -> dict[str, Any]:
    try:
        index = json.loads(repository.take(INDEX_FILE).read_bytes())
    except ValueError:
        index = None
    if not isinstance(index, dict):
        raise ManulError("model_missing.no_folder", name=repository.name)
    return index


def _download(repository: _Repository, wanted: list[str], progress: Progress) -> None:
    total = sum(repository.size(path) for path in wanted)
    here = {path: repository.present(path) for path in wanted}
    _check_space(repository.name, total - sum(here.values()))

    reported_at = -_REPORT_SECONDS

    def report(path: str, count: int) -> None:
        nonlocal reported_at
        here[path] = count
        if sum(here.values()) == total or time.monotonic() >= reported_at + _REPORT_SECONDS:
            reported_at = time.monotonic()
            progress(sum(here.values()), total)

    for path in wanted:
        blob = repository.blob(path)
        if blob is not None and not (repository.snapshot / path).is_file():
            fetch_blob(blob, report=partial(report, path))
        repository.take(path)
        report(path, repository.size(path))
    # Last of all: this is what makes the snapshot the model, for us and for other programs.
    reference = hub_folder(repository.name) / "refs" / "main"
    reference.parent.mkdir(parents=True, exist_ok=True)
    atomic_write(reference, repository.commit)


def _check_space(name: str, needed: int) -> None:
    cache = hub_cache()
    place = next((folder for folder in (cache, *cache.parents) if folder.exists()), cache)
    free = shutil.disk_usage(place).free
    if free < needed:
        # Rounded apart, so that the two never look equal.
        raise ManulError(
            "disk_full.download", name=name, path=cache,
            needed=math.ceil(needed / _GIB * 10) / 10, free=math.floor(free / _GIB * 10) / 10,
        )  # fmt: skip
