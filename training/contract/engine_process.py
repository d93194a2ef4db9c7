"""Starts the engine as a process of its own, and recognises it again by pid and birth."""

import importlib.util
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import psutil
import tomlkit
from platformdirs import user_config_path

# Clock granularity of process creation times differs between systems and readers.
_CREATION_TOLERANCE_SECONDS = 2.0


def engine_python() -> Path:
    """MANUL_ENGINE_PYTHON, else `python` in the user's engine.toml, else this interpreter."""
    if chosen := os.environ.get("MANUL_ENGINE_PYTHON"):
        return Path(chosen)
    config = user_config_path("manul", appauthor=False) / "engine.toml"
    if config.is_file():
        written = tomlkit.parse(config.read_text(encoding="utf-8")).get("python")
        if written:
            return Path(str(written))
    return Path(sys.executable)


def engine_is_here() -> bool:
    """Can this interpreter train? Looks for the packages without importing them."""
    return all(importlib.util.find_spec(name) for name in ("torch", "diffusers", "accelerate"))


def start_engine(arguments: list[str]) -> subprocess.Popen[bytes]:
    """`manul-train ARGUMENTS` detached from this process: it outlives it. The engine sends its
    own output to engine.log; what it says before that goes nowhere."""
    process = subprocess.Popen(
        [str(engine_python()), "-m", "training.cli", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONUTF8": "1"},
        start_new_session=sys.platform != "win32",
        creationflags=_windows_flags(),
    )
    # Without somebody waiting for it, a dead child stays in the process table as a zombie.
    threading.Thread(target=process.wait, name="engine-reaper", daemon=True).start()
    return process


def _windows_flags() -> int:
    if sys.platform != "win32":
        return 0
    return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP


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
        except psutil.NoSuchProcess:
            return None

    def is_alive(self) -> bool:
        return self._find() is not None

    def end(self) -> None:
        """Kill it; for an engine that does not respond."""
        if process := self._find():
            process.kill()
