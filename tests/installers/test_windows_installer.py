"""Manul-Setup.exe under wine, with a stand-in for uv.exe that notes how it was called.

wine is not Windows: what a person must still try stands in installers/windows/README.md.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from installers.wheels import version

pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(shutil.which("makensis") is None, reason="apt-get install nsis"),
    pytest.mark.skipif(shutil.which("wine") is None, reason="apt-get install wine wine64"),
]

_PATIENCE_SECONDS = 120
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Manul"
FOREIGN = {"PYTHONHOME": r"C:\other", "PYTHONPATH": r"C:\other", "UV_INDEX_URL": "http://other"}


class Windows:
    """A fresh wine prefix with Manul-Setup.exe in it."""

    def __init__(self, folder: Path, repository: Path) -> None:
        self.folder, self.repository = folder, repository
        self.notes = folder / "notes.txt"
        self.environment = {
            "HOME": str(folder), "PATH": os.environ["PATH"], "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "WINEARCH": "win64",
            "LANG": "C.UTF-8",
        }  # fmt: skip
        self.wine("wineboot", "--init")
        users = folder / "prefix" / "drive_c" / "users"
        [self.user] = [entry for entry in users.iterdir() if entry.name != "Public"]
        self.local = self.user / "AppData" / "Local"
        self.programs = f"C:\\users\\{self.user.name}\\AppData\\Local\\Programs"

    def wine(self, *command: str, **extra: str) -> subprocess.CompletedProcess[bytes]:
        environment = self.environment | extra
        return subprocess.run(
            ["wine", *command], env=environment, capture_output=True, timeout=500, cwd=self.folder
        )

    def as_windows(self, path: Path) -> str:
        return "Z:" + str(path).replace("/", "\\")

    def build(self) -> Path:
        stand_in, setup = self.folder / "uv.exe", self.folder / "Manul-Setup.exe"
        script = self.repository / "tests" / "installers" / "uv_stand_in.nsi"
        notes = self.as_windows(self.notes)
        options = [f"-DOUT={stand_in}", f"-DNOTES={notes}"]
        subprocess.run(["makensis", "-V2", *options, str(script)], check=True, capture_output=True)
        package = self.repository / "installers" / "windows" / "package.py"
        build = [sys.executable, str(package), "--uv", str(stand_in), "--out", str(setup)]
        subprocess.run(build, check=True, capture_output=True, cwd=self.repository)
        return setup

    def uninstall(self, place: Path, *options: str) -> None:
        """It goes on as a copy of itself, which removes the file that was started."""
        program = place / "uninstall.exe"
        self.wine(self.as_windows(program), "/S", *options)
        for _ in range(_PATIENCE_SECONDS):
            if not program.exists() and not (self.local / "manul").exists():
                return
            time.sleep(1)
        raise AssertionError("the uninstaller does not end")

    def noted(self) -> str:
        return self.notes.read_bytes().decode("utf-16-le") if self.notes.exists() else ""

    def registry(self) -> str:
        return self.wine("reg", "query", UNINSTALL).stdout.decode(errors="replace")


@pytest.fixture(scope="module")
def windows(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Windows:
    return Windows(tmp_path_factory.mktemp("windows"), repository)


@pytest.fixture(scope="module")
def setup(windows: Windows) -> Path:
    return windows.build()


def test_silent_install_registry_shortcut_and_removal(windows: Windows, setup: Path) -> None:
    place = windows.local / "Programs" / "Манул with spaces"
    target = windows.programs + r"\Манул with spaces"
    # NSIS takes the rest of the line, without quotes, as the folder.
    done = windows.wine(windows.as_windows(setup), "/S", *f"/D={target}".split(), **FOREIGN)
    assert done.returncode == 0
    parts = {path.name for path in (place / "parts").iterdir()}
    assert parts == {f"manul-{version()}-py3-none-any.whl", "constraints.txt", "uv.exe"}
    assert (place / "uninstall.exe").is_file()
    assert not (place / "downloads").exists()

    made, filled = [line for line in windows.noted().splitlines() if line.startswith("uv ")]
    assert made == f'uv venv --no-project --managed-python --python 3.12 "{target}\\window"'
    assert "pip install" in filled
    assert f'--python "{target}\\window\\Scripts\\python.exe"' in filled
    assert "--only-binary :all:" in filled
    assert filled.endswith('[desktop]"')
    for name, value in FOREIGN.items():
        assert f"{name}={value}" not in windows.noted()
    assert "UV_NO_CONFIG=1" in windows.noted()

    registry = windows.registry()
    assert "DisplayName" in registry
    assert "QuietUninstallString" in registry
    menu = windows.user / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu"
    shortcut = menu / "Programs" / "Manul.lnk"
    assert shortcut.is_file()
    assert "-I -m desktop".encode("utf-16-le") in shortcut.read_bytes()

    concept = windows.user / "Documents" / "Manul" / "my_cat" / "concept.toml"
    engine = windows.local / "manul" / "engines" / "0.1.0-cu130-1" / "file"
    stranger = place / "notes of the user.txt"
    for path in (concept, engine, stranger):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    windows.uninstall(place)
    assert [entry.name for entry in place.iterdir()] == [stranger.name]
    assert not engine.exists()
    assert concept.is_file()
    assert not shortcut.exists()
    assert "DisplayName" not in windows.registry()


@pytest.mark.parametrize("step", ["venv", "pip"])
def test_an_installation_that_fails_leaves_nothing(
    windows: Windows, setup: Path, step: str
) -> None:
    place = windows.local / "Programs" / "Manul"
    done = windows.wine(windows.as_windows(setup), "/S", MANUL_UV_FAILS_AT=step)
    assert done.returncode == 2
    assert not place.exists()
    assert "DisplayName" not in windows.registry()


def test_an_update_that_fails_leaves_the_former_window_with_its_parts(
    windows: Windows, setup: Path
) -> None:
    place = windows.local / "Programs" / "Manul"
    assert windows.wine(windows.as_windows(setup), "/S").returncode == 0
    former = {"parts/manul-0.0.1-py3-none-any.whl", "parts/constraints.txt", "window/former.txt"}
    for name in former:
        (place / name).write_text("former", encoding="utf-8")
    entries = {entry.name for entry in place.iterdir()}

    failed = windows.wine(windows.as_windows(setup), "/S", MANUL_UV_FAILS_AT="pip")
    assert failed.returncode == 2
    assert {(place / name).read_text(encoding="utf-8") for name in former} == {"former"}
    assert {entry.name for entry in place.iterdir()} == entries

    assert windows.wine(windows.as_windows(setup), "/S").returncode == 0
    parts = {path.name for path in (place / "parts").iterdir()}
    assert parts == {f"manul-{version()}-py3-none-any.whl", "constraints.txt", "uv.exe"}
    assert not (place / "window" / "former.txt").exists()
    assert {entry.name for entry in place.iterdir()} == entries
    windows.uninstall(place)
    assert not place.exists()


def test_concepts_go_only_when_asked_for(windows: Windows, setup: Path) -> None:
    place = windows.local / "Programs" / "Manul"
    assert windows.wine(windows.as_windows(setup), "/S").returncode == 0
    concept = windows.user / "Documents" / "Manul" / "my_cat" / "concept.toml"
    concept.parent.mkdir(parents=True, exist_ok=True)
    concept.write_text("x", encoding="utf-8")
    windows.uninstall(place, "/CONCEPTS")
    assert not concept.exists()
    assert not place.exists()
