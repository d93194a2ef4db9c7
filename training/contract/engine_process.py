"""Starts the engine as a process of its own, and recognises it again by pid and birth."""

import importlib.util
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil
from platformdirs import user_config_path

from training.contract.detached import start_detached
from training.contract.errors import ManulError
from training.contract.foreign_variables import without_foreign
from training.contract.toml_file import read_toml

# Clock granularity of process creation times differs between systems and readers.
_CREATION_TOLERANCE_SECONDS = 2.0


def engine_python() -> Path:
    """MANUL_ENGINE_PYTHON, else `python` in the user's engine.toml, else this interpreter."""
    return _engine_python()[0]


def _engine_python() -> tuple[Path, str]:
    """The interpreter, and where the choice is written down."""
    if chosen := os.environ.get("MANUL_ENGINE_PYTHON"):
        return Path(chosen), "MANUL_ENGINE_PYTHON"
    config = engine_file()
    if config.is_file() and (written := read_toml(config).get("python")):
        return Path(str(written)), str(config)
    return Path(sys.executable), str(config)


def engine_environment() -> dict[str, str]:
    """The variables an engine is started with. One that was set up for itself alone shall hear
    nothing of other Pythons; a developer's own is started as he wishes."""
    chosen = os.environ.get("MANUL_ENGINE_PYTHON") or engine_python() == Path(sys.executable)
    return (dict(os.environ) if chosen else without_foreign(os.environ)) | {"PYTHONUTF8": "1"}


def engine_file() -> Path:
    """Where the installer notes the engine's interpreter: `python = "PATH"`."""
    return user_config_path("manul", appauthor=False) / "engine.toml"


def engine_is_here() -> bool:
    """Can this interpreter train? Looks for the packages without importing them."""
    return all(importlib.util.find_spec(name) for name in ("torch", "diffusers", "accelerate"))


def start_engine(
    arguments: list[str], *, answer: IO[bytes] | None = None
) -> subprocess.Popen[bytes]:
    """`manul-train ARGUMENTS` detached from this process: it outlives it. The engine sends its
    own output to engine.log; what it answers on standard output goes to the file `answer`."""
    python, source = _engine_python()
    try:
        # -P: a folder called "training" where the user stands is not ours.
        command = [str(python), "-P", "-m", "training.cli", *arguments]
        return start_detached(command, output=answer, environment=engine_environment())
    except OSError as error:
        raise ManulError("engine_missing.python", path=python, source=source) from error


@dataclass(frozen=True)
class EngineProcess:
    """The engine of an attempt as `Started` describes it."""

    pid: int
    created: float

    @staticmethod
    def this_one() -> "EngineProcess":
        return EngineProcess(os.getpid(), psutil.Process().create_time())

    def _find(self) -> psutil.Process | None:
        """The process, unless it is gone, a zombie, or another one that got the same number."""
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.created) <= _CREATION_TOLERANCE_SECONDS
            return process if same and process.status() != psutil.STATUS_ZOMBIE else None
        except (psutil.NoSuchProcess, psutil.AccessDenied, ValueError, OverflowError):
            # Gone; somebody else's; or a number that no process can have.
            return None

    @staticmethod
    def of(pid: int) -> "EngineProcess | None":
        """None = it has ended already."""
        try:
            return EngineProcess(pid, psutil.Process(pid).create_time())
        except psutil.NoSuchProcess:
            return None

    def is_alive(self) -> bool:
        return self._find() is not None

    def end(self) -> None:
        """Kill it; for an engine that does not respond."""
        if process := self._find():
            with suppress(psutil.NoSuchProcess):
                process.kill()
