"""Where engines lie: beside each other in the user's folder for data, each an environment."""

import os
import re
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psutil
from platformdirs import user_data_path

from training.contract.layout import full_path

# Written last: an environment without it was never finished.
READY = "manul-engine.toml"
_DISCARDED = ".discarded"
_NAME = re.compile(r".+-(\d+)")


@dataclass(frozen=True)
class EngineFolders:
    """All of them lie on one drive, so that unpacked packages are linked and not copied."""

    path: Path

    @property
    def lock(self) -> Path:
        return self.path / ".set-up.lock"

    @property
    def downloads(self) -> Path:
        """What has come so far; kept until an engine is whole."""
        return self.path / ".downloads"

    def discard_downloads(self) -> None:
        """All or nothing: uv trusts what it finds, also where somebody was killed removing it."""
        self.remove_discarded()
        names = (self.path / f"{_DISCARDED}-{number}" for number in count(1))
        # What Windows holds on to stays whole.
        with suppress(OSError):
            self.downloads.rename(next(name for name in names if not name.exists()))
            self.remove_discarded()

    def remove_discarded(self) -> None:
        """What is held on to stays for the next time."""
        for discarded in self.path.glob(f"{_DISCARDED}*"):
            shutil.rmtree(discarded, ignore_errors=True)

    def environments(self) -> list[Path]:
        if not self.path.is_dir():
            return []
        found = [one for one in self.path.iterdir() if one.is_dir() and _NAME.fullmatch(one.name)]
        return sorted(found, key=_number)

    def environment_with(self, path: str) -> Path | None:
        """The environment that it lies in, which may not exist yet."""
        place = str(self.path) + os.sep
        if not os.path.normcase(path).startswith(os.path.normcase(place)):
            return None
        name = next(iter(Path(path[len(place) :]).parts), "")
        return self.path / name if _NAME.fullmatch(name) else None

    def new_environment(self, name: str) -> Path:
        """`NAME-N` with a number that none of them has; it does not exist yet."""
        last = max(map(_number, self.environments()), default=0)
        return self.path / f"{name}-{last + 1}"

    def free_bytes(self) -> int:
        """Of the drive on which engines lie or would lie."""
        folder = self.path
        while not folder.is_dir() and folder != folder.parent:
            folder = folder.parent
        return shutil.disk_usage(folder).free


def engine_folders() -> EngineFolders:
    """MANUL_ENGINES, else the user's folder for data that stay on this machine."""
    if chosen := os.environ.get("MANUL_ENGINES"):
        return EngineFolders(full_path(Path(chosen)))
    return EngineFolders(full_path(user_data_path("manul", appauthor=False) / "engines"))


def python_of(environment: Path) -> Path:
    if sys.platform == "win32":
        return environment / "Scripts" / "python.exe"
    return environment / "bin" / "python"


def environment_of(python: Path) -> Path:
    return python.parent.parent


def is_used(environment: Path) -> bool:
    """Does a program run from there, such as an engine that teaches?"""
    place = os.path.normcase(str(environment)) + os.sep
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or [""]
        if os.path.normcase(command[0]).startswith(place):
            return True
    return False


def _number(environment: Path) -> int:
    found = _NAME.fullmatch(environment.name)
    return int(found[1]) if found else 0
