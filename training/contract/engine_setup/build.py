"""The set-up itself: a new environment beside the old one, checked before it is used."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import tomlkit
from filelock import FileLock, Timeout

from training import __version__
from training.contract.atomic import atomic_write
from training.contract.disk_use import folder_size
from training.contract.engine_setup.engine_check import PackageBroken, check_engine
from training.contract.engine_setup.engine_file import read_engine_file, use_engine
from training.contract.engine_setup.folders import (
    READY,
    EngineFolders,
    environment_of,
    is_used,
    python_of,
)
from training.contract.engine_setup.network import Network
from training.contract.engine_setup.news import SetUpNews
from training.contract.engine_setup.orphans import end_orphans
from training.contract.engine_setup.parts import Parts
from training.contract.engine_setup.room import lack_of_room
from training.contract.engine_setup.uv import Cancelled, Uv
from training.contract.errors import ManulError, from_os_error
from training.contract.torch_builds import TorchBuild, this_system, torch_builds

_GB = 1e9
_WATCH_SECONDS = 1.0
# Until the last package is unpacked nobody knows that it was the last.
_ALMOST = 0.99
# A virus scanner lets go of a file that it looks into; what has come is not loaded again.
PAUSES_SECONDS = (1.0, 3.0, 6.0)
# What came before the power failed may be to blame: the next try begins without it.
_BAD_DOWNLOADS = ("engine_setup.failed", "engine_setup.damaged")

Tell = Callable[[SetUpNews], None]


@dataclass
class SetUp:
    """`pack` = a folder of wheels that is used instead of the network."""

    folders: EngineFolders
    parts: Parts
    build: TorchBuild
    tell: Tell
    network: Network = field(default_factory=Network)
    pack: Path | None = None

    def __post_init__(self) -> None:
        variables = {} if self.pack else self.network.variables()
        self._uv = Uv(self.parts.uv, self.folders, variables, self._on_line)
        self._what = ""
        self._is_loaded, self._is_cancelled = threading.Event(), threading.Event()
        # Two threads tell, one line each, and no download after the end of it.
        self._telling = threading.Lock()

    def run(self) -> SetUpNews:
        """How it ended. Whatever happens, the engine that was used before still is."""
        try:
            with _locked(self.folders):
                return self._run()
        except Cancelled:
            return SetUpNews(stage="cancelled")
        except ManulError as error:
            return SetUpNews(stage="failed", error=error.report())
        except OSError as error:
            expected = from_os_error(error, self.folders.path)
            if expected is None:
                raise
            return SetUpNews(stage="failed", error=expected.report())

    def cancel(self) -> None:
        self._is_cancelled.set()
        self._uv.cancel()

    def _run(self) -> SetUpNews:
        self.tell(SetUpNews(stage="preparing"))
        if self.pack is not None and not any(self.pack.glob("*.whl")):
            raise ManulError("engine_setup.empty_pack", path=self.pack)
        end_orphans(self.folders)
        sweep(self.folders)
        if (lack := lack_of_room(self.folders, self.build)) is not None:
            raise lack
        had_downloads = self.folders.downloads.exists()
        environment = self.folders.new_environment(f"{__version__}-{self.build.name}")
        try:
            self._fill(environment)
            self.tell(SetUpNews(stage="checking", share=1.0))
            answer = check_engine(environment, self.build, self.pack, self._is_cancelled)
            if self._is_cancelled.is_set():
                raise Cancelled
        except BaseException as error:
            shutil.rmtree(environment, ignore_errors=True)
            if had_downloads and _is_of_downloads(error):
                self.folders.discard_downloads()
            raise
        made = {"manul": __version__, "build": self.build.name, "versions": answer.versions}
        atomic_write(environment / READY, tomlkit.dumps(made))
        use_engine(python_of(environment))
        # Linked into the environment by now; a repair must not find the same damaged files.
        self.folders.discard_downloads()
        sweep(self.folders)
        return SetUpNews(
            stage="done", share=1.0, python=str(python_of(environment)), device=answer.device
        )

    def _fill(self, environment: Path) -> None:
        """Again from the start where another program holds a file, before the user is asked."""
        for pause in PAUSES_SECONDS:
            try:
                return self._fill_once(environment)
            except ManulError as error:
                if error.key != "engine_setup.locked":
                    raise
            shutil.rmtree(environment, ignore_errors=True)
            self._is_cancelled.wait(pause)
        return self._fill_once(environment)

    def _fill_once(self, environment: Path) -> None:
        self._is_loaded.clear()
        self._uv.run(["venv", "--no-project", "--python", str(self.parts.python), str(environment)])
        with self._watched():
            self._uv.run(self._install_arguments(environment))

    def _install_arguments(self, environment: Path) -> list[str]:
        torch = torch_builds().torch
        source: list[str]
        if self.pack:
            source = ["--offline", "--no-index", "-f", str(self.pack)]
        else:
            torch = f"{torch}+{self.build.name}"
            index = self.network.torch_index or self.build.index
            # Every version is pinned: which of the registries has it does not matter.
            source = ["--index", index, "--index-strategy", "unsafe-best-match"]
        return [
            "pip", "install", "--python", str(python_of(environment)),
            "--constraints", str(self.parts.constraints), "--only-binary", ":all:", *source,
            *self.parts.manul, f"torch=={torch}",
        ]  # fmt: skip

    def _on_line(self, line: str) -> None:
        words = line.split()
        if line.startswith("Downloading ") and len(words) > 1:
            self._what = words[1]
        elif line.startswith("Prepared "):
            with self._telling:
                self._is_loaded.set()
                self.tell(SetUpNews(stage="unpacking", share=_ALMOST))

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Tells how much has come: uv unpacks while it downloads."""
        done = self._is_loaded
        expected = self.build.installed_gb[this_system()] * _GB

        def watch() -> None:
            while not done.wait(_WATCH_SECONDS):
                share = min(folder_size(self.folders.downloads) / expected, _ALMOST)
                with self._telling:
                    if done.is_set():
                        return
                    self.tell(SetUpNews(stage="downloading", share=share, what=self._what))

        self.tell(SetUpNews(stage="downloading"))
        watcher = threading.Thread(target=watch, name="watch downloads", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


def _is_of_downloads(error: BaseException) -> bool:
    if isinstance(error, PackageBroken):
        return True
    return isinstance(error, ManulError) and error.key in _BAD_DOWNLOADS


def sweep(folders: EngineFolders) -> None:
    """Removes what was never finished or wholly removed, and engines older than the one before."""
    folders.remove_discarded()
    used = read_engine_file()
    kept = {environment_of(Path(python)) for python in (used.python, used.previous) if python}
    for environment in folders.environments():
        if environment in kept or is_used(environment):
            continue
        (environment / READY).unlink(missing_ok=True)
        # What Windows holds on to is swept the next time.
        shutil.rmtree(environment, ignore_errors=True)


@contextmanager
def _locked(folders: EngineFolders) -> Iterator[None]:
    folders.path.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folders.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ManulError("engine_setup.busy") from error
    try:
        yield
    finally:
        lock.release()
