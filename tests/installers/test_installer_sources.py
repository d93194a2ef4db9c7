"""What the installers are made from fits what it is made for; building them is a long proof."""

import configparser
import re
import subprocess
from pathlib import Path

import pytest

from installers.linux.package import COMPILED, PLATFORMS, PYTHONS
from installers.wheels import pinned, version
from training import __version__

pytestmark = pytest.mark.quick

SCRIPTS = ("manul.sh", "postinst", "prerm", "install.sh", "uninstall.sh")
# Only the tests need these.
NOT_FOR_USERS = {"xvfb", "xauth", "xdotool"}


@pytest.fixture
def package(repository: Path) -> Path:
    return repository / "installers" / "linux" / "package"


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_are_shell(package: Path, name: str) -> None:
    done = subprocess.run(["sh", "-n", str(package / name)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_package_asks_for_every_library_of_the_window(repository: Path, package: Path) -> None:
    script = (repository / "installers" / "linux" / "system_libraries.sh").read_text("utf-8")
    listed = script.partition("packages=(")[2].partition(")")[0]
    wanted = {
        name for line in listed.splitlines() if not line.strip().startswith("#")
        for name in line.split()
    }  # fmt: skip
    control = (package / "control").read_text("utf-8")
    named = set(re.findall(r"[a-z][\w.+-]+", control.partition("Depends:")[2]))
    assert wanted - NOT_FOR_USERS <= named
    assert f"python3 (>= {PYTHONS[0]})" in control


def test_the_menu_entry_can_be_read(package: Path) -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(package / "manul.desktop", "utf-8")
    section = entry["Desktop Entry"]
    assert (section["Name"], section["Icon"], section["Exec"]) == ("Manul", "manul", "manul %F")
    assert section["Comment[ru]"]


def test_the_version_stands_in_one_place(repository: Path) -> None:
    assert version() == __version__
    for path in (repository / "installers").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            assert __version__ not in path.read_text("utf-8"), path


def test_what_is_packed_is_pinned() -> None:
    assert pinned("uv").startswith("uv==")
    assert [pinned(name).partition("==")[0].lower() for name in COMPILED] == [
        name.lower() for name in COMPILED
    ]
    assert PLATFORMS[0] == "manylinux_2_34_x86_64"
