"""Fetches one large file of the hub so that a cut, or a kill, loses at most a MiB of it."""

import hashlib
import os
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import Timeout
from httpx2 import TransportError
from huggingface_hub import constants, get_session, hf_hub_url, hf_raise_for_status
from huggingface_hub.file_download import are_symlinks_supported
from huggingface_hub.utils import WeakFileLock, build_hf_headers

from training.contract.errors import ManulError
from training.contract.hub_cache import hub_cache, hub_folder

_CHUNK = 2**20
# Attempts in a row that brought nothing.
_ATTEMPTS = 5
_PAUSE_SECONDS = 1.0
_WAIT_SECONDS = 1.0
_PARTIAL_CONTENT = 206


@dataclass(frozen=True)
class Blob:
    """A file of the hub that is known by its SHA-256."""

    model: str
    commit: str
    path: str
    sha256: str
    size: int

    @property
    def place(self) -> Path:
        return hub_folder(self.model) / "blobs" / self.sha256

    @property
    def partial(self) -> Path:
        """The name that huggingface_hub gave to beginnings while it kept them."""
        return self.place.with_name(f"{self.sha256}.incomplete")

    def present(self) -> int:
        for path in (self.place, self.partial):
            if path.is_file():
                return path.stat().st_size
        return 0


# huggingface_hub 2.4 writes to a name of its own for each call and deletes it when the call fails,
# over plain HTTP as over Xet. So the blob is fetched here, and the library finds it in its place.
def fetch_blob(blob: Blob, *, report: Callable[[int], None]) -> None:
    """Put the blob where huggingface_hub looks for it; `report` hears how many bytes are here."""
    blob.place.parent.mkdir(parents=True, exist_ok=True)
    with _alone(blob, waiting=lambda: report(blob.present())):
        if blob.place.is_file():
            return
        if blob.present() > blob.size:
            blob.partial.unlink()
        _load_rest(blob, report)
        _check(blob)
        destination = _destination(blob)
        destination.parent.mkdir(parents=True, exist_ok=True)
        os.replace(blob.partial, destination)


def _load_rest(blob: Blob, report: Callable[[int], None]) -> None:
    attempts = 0
    while (start := blob.present()) < blob.size:
        failure: TransportError | None = None
        try:
            _append(blob, start, report)
        except TransportError as error:
            failure = error
        if (here := blob.present()) < blob.size:
            attempts = 0 if here > start else attempts + 1
            if attempts == _ATTEMPTS:
                raise ManulError("model_missing.cut", name=blob.model) from failure
            report(here)
            time.sleep(_PAUSE_SECONDS)


def _append(blob: Blob, start: int, report: Callable[[int], None]) -> None:
    url = hf_hub_url(blob.model, blob.path, revision=blob.commit)
    # Compressed, a file has no positions to go on from.
    headers = {"Accept-Encoding": "identity"} | build_hf_headers()
    if start:
        headers["Range"] = f"bytes={start}-"
    timeout = constants.HF_HUB_DOWNLOAD_TIMEOUT
    with get_session().stream("GET", url, headers=headers, timeout=timeout) as response:
        hf_raise_for_status(response)
        with blob.partial.open("ab") as file:
            if response.status_code != _PARTIAL_CONTENT:
                file.truncate(0)
            for chunk in response.iter_bytes(_CHUNK):
                file.write(chunk)
                report(file.tell())


def _check(blob: Blob) -> None:
    """A beginning may be days old, and a disk may have lost its end with the power."""
    with blob.partial.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == blob.sha256:
            return
    blob.partial.unlink()
    raise ManulError("model_missing.damaged", name=blob.model, file=blob.path)


def _destination(blob: Blob) -> Path:
    """Where links are not allowed (Windows) the file itself lies in the snapshot, once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if are_symlinks_supported(hub_cache()):
            return blob.place
    return hub_folder(blob.model) / "snapshots" / blob.commit / blob.path


@contextmanager
def _alone(blob: Blob, *, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock that huggingface_hub takes for this blob, in whatever program."""
    locks = hub_cache() / ".locks" / hub_folder(blob.model).name
    locks.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        while True:
            try:
                lock = WeakFileLock(locks / f"{blob.sha256}.lock", timeout=_WAIT_SECONDS)
                stack.enter_context(lock)
                break
            except Timeout:
                waiting()
        yield
