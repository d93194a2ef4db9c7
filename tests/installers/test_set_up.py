"""Setting up says in one sentence what is missing, and does nothing where nothing is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.quick,
    pytest.mark.skipif(sys.platform == "win32", reason="scripts for Debian and its relatives"),
]

OLD_PYTHON = """
case "$*" in
    *version_info*) exit 1 ;;
    --version) echo "Python 3.9.2" ;;
esac
"""
PYTHON_WITHOUT_VENV = """
case "$*" in
    *ensurepip*) exit 1 ;;
esac
"""
APT_GET = """
echo "$@" >> "$CALLS"
"""


@pytest.fixture
def clone(repository: Path, tmp_path: Path) -> Path:
    """A fresh clone's set-up files, in a folder with a space in its name."""
    folder = tmp_path / "my manul"
    shutil.copytree(repository / "installers" / "linux", folder / "installers" / "linux")
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copyfile(repository / name, folder / name)
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Programs that are found before the machine's own."""
    folder = tmp_path / "programs"
    folder.mkdir()
    return folder


def program(folder: Path, name: str, script: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh{script}", encoding="utf-8")
    path.chmod(0o755)
    return path


def environment_script(clone: Path, python: str) -> subprocess.CompletedProcess[str]:
    script = clone / "installers" / "linux" / "environment.sh"
    environment = os.environ | {"PYTHON": python}
    return subprocess.run([str(script)], capture_output=True, text=True, env=environment)


def libraries_script(
    clone: Path, programs: Path, *what: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    script = clone / "installers" / "linux" / "system_libraries.sh"
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path} | variables
    return subprocess.run([str(script), *what], capture_output=True, text=True, env=environment)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (None, "Manul needs Python 3.11 or newer, and there is no"),
        (OLD_PYTHON, "Manul needs Python 3.11 or newer; Python 3.9.2 is too old."),
        (PYTHON_WITHOUT_VENV, "install python3-venv."),
    ],
    ids=["none", "old", "without venv"],
)
def test_a_python_that_will_not_do(
    clone: Path, programs: Path, script: str | None, sentence: str
) -> None:
    if script is not None:
        program(programs, "python3", script)
    done = environment_script(clone, str(programs / "python3"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (clone / ".venv").exists()


def test_an_environment_that_is_ready_is_left_alone(
    clone: Path, programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = clone / ".venv" / "bin"
    packages.mkdir(parents=True)
    program(packages, "python", '\necho "$@" >> "$CALLS"\n')
    python = str(programs / "python3")  # not there, and not needed
    calls = clone / "calls"
    monkeypatch.setenv("CALLS", str(calls))

    first = environment_script(clone, python)
    assert (first.returncode, first.stderr) == (0, "")
    assert "up to date" in first.stdout
    assert "pip install" in calls.read_text(encoding="utf-8")

    calls.unlink()
    again = environment_script(clone, python)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert "install" not in calls.read_text(encoding="utf-8")

    with (clone / "constraints.txt").open("a", encoding="utf-8") as pins:
        pins.write("something-new==1.0\n")
    assert "up to date" in environment_script(clone, python).stdout


def test_system_libraries_are_installed_where_missing(clone: Path, programs: Path) -> None:
    program(
        programs, "dpkg-query", '\ncase "$*" in *xdotool*) exit 1 ;; esac\necho "ii "\nexit 1\n'
    )
    program(programs, "apt-get", APT_GET)
    program(programs, "sudo", '\nshift\nexec "$@"\n')
    calls = clone / "calls"
    done = libraries_script(clone, programs, CALLS=str(calls))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Installing: xdotool\n"
    update, install = calls.read_text(encoding="utf-8").splitlines()
    assert update.endswith(" update")
    assert install.endswith(" install --yes --no-install-recommends xdotool")


def test_system_libraries_that_are_there_are_not_mentioned(clone: Path, programs: Path) -> None:
    program(programs, "dpkg-query", '\necho "ii "\nexit 1\n')
    program(programs, "apt-get", "\nexit 1\n")
    done = libraries_script(clone, programs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_system_libraries_that_cannot_be_had_are_named(clone: Path, programs: Path) -> None:
    program(programs, "dpkg-query", "\nexit 1\n")
    program(programs, "apt-get", '\necho "E: no network" >&2\nexit 100\n')
    program(programs, "sudo", '\nshift\nexec "$@"\n')
    done = libraries_script(clone, programs)
    assert done.returncode == 0
    assert "E: no network" in done.stderr
    assert "sudo apt-get install libgl1 libegl1" in done.stderr


def test_the_proofs_of_the_installers_have_a_list_of_their_own(clone: Path, programs: Path) -> None:
    program(programs, "dpkg-query", "\nexit 1\n")
    program(programs, "apt-get", '\necho "E: no network" >&2\nexit 100\n')
    program(programs, "sudo", '\nshift\nexec "$@"\n')
    done = libraries_script(clone, programs, "installers")
    assert done.returncode == 0
    assert done.stdout == "Installing: nsis wine wine64 mmdebstrap\n"
    assert "what needs them is skipped" in done.stderr
