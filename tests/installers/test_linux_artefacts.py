"""The Linux artefacts: what is in them, and the whole way of a user without root.

Builds them, installs into a fresh home, opens the window, sets a real engine up, teaches the demo
and removes everything.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from installers.linux.package import PYTHONS
from installers.wheels import DIST, version
from tests.installers.this_machine import network_of_this_machine

pytestmark = [
    pytest.mark.prove,
    pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="not Debian: no dpkg-deb"),
]

# Real users download these.
MOST_MB = 130
SET_UP = """
import sys
from pathlib import Path
from training.contract.engine_setup.build import SetUp
from training.contract.engine_setup.folders import engine_folders
from training.contract.engine_setup.network import Network
from training.contract.engine_setup.parts import parts
from training.contract.torch_builds import torch_builds
network = Network({network})
end = SetUp(engine_folders(), parts(), torch_builds().named("cpu"), print, network=network).run()
print(end)
sys.exit(end.stage != "done")
"""


@pytest.fixture(scope="module")
def artefacts(repository: Path) -> tuple[Path, Path]:
    build = [sys.executable, str(repository / "installers" / "linux" / "package.py")]
    subprocess.run(build, check=True, capture_output=True, cwd=repository)
    package = DIST / f"manul_{version()}_amd64.deb"
    archive = DIST / f"manul-{version()}-linux-x86_64.tar.gz"
    for made in (package, archive):
        size = made.stat().st_size / 1e6
        print(f"{made.name}: {size:.1f} MB")
        assert size < MOST_MB
    return package, archive


@pytest.fixture(scope="module")
def unpacked(artefacts: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    subprocess.run(["dpkg-deb", "--extract", str(artefacts[0]), str(folder)], check=True)
    return folder


def test_the_package_holds_what_is_needed(unpacked: Path, repository: Path) -> None:
    home = unpacked / "usr" / "lib" / "manul"
    assert os.access(home / "parts" / "uv", os.X_OK)
    assert list((home / "parts").glob(f"manul-{version()}-*.whl"))
    assert (home / "parts" / "constraints.txt").is_file()
    assert (unpacked / "usr" / "share" / "applications" / "manul.desktop").is_file()
    assert (unpacked / "usr/share/icons/hicolor/scalable/apps/manul.svg").is_file()
    packages = home / "window" / "lib" / f"python{PYTHONS[0]}" / "site-packages"
    assert not (packages / "torch").exists()
    assert not list(home.rglob("__pycache__"))
    # Compiled for one Python means compiled for each.
    for module in packages.rglob("*.cpython-311-*.so"):
        for python in PYTHONS:
            tag = f"cpython-{python.replace('.', '')}-"
            assert module.with_name(module.name.replace("cpython-311-", tag)).is_file(), module
    texts = [path for path in home.rglob("*.py") if path.is_file()]
    assert not [path for path in texts if str(repository) in path.read_text("utf-8", "replace")]


def test_the_archive_holds_the_same(artefacts: tuple[Path, Path]) -> None:
    with tarfile.open(artefacts[1]) as archive:
        names = archive.getnames()
    top = f"manul-{version()}-linux-x86_64"
    assert {f"{top}/install.sh", f"{top}/uninstall.sh", f"{top}/manul/parts/uv"} <= set(names)


def test_the_whole_way_of_a_user_without_root(artefacts: tuple[Path, Path], tmp_path: Path) -> None:
    home = tmp_path / "home of Анна"
    home.mkdir()
    with tarfile.open(artefacts[1]) as archive:
        archive.extractall(tmp_path, filter="tar")
    [folder] = tmp_path.glob("manul-*")

    def run(*command: str, **extra: str) -> str:
        environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | extra
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=550
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "Manul is installed" in run(str(folder / "install.sh"))
    manul = str(home / ".local" / "bin" / "manul")
    assert version() in run(manul, "--version")
    # What another Python left in the environment is not listened to.
    said = run("xvfb-run", "-a", manul, "--measure", PYTHONHOME="/nonexistent")
    assert "first paint" in said

    here = network_of_this_machine()
    network = ", ".join(
        f"{name}={getattr(here, name)!r}"
        for name in ("index", "torch_index", "more_indexes", "wheel_folders")
    )
    python = str(home / ".local" / "share" / "manul" / "app" / "window" / "bin" / "python3")
    run(python, "-I", "-c", SET_UP.format(network=network))
    [engine] = (home / ".local" / "share" / "manul" / "engines").glob("*-cpu-1")
    demo = [str(engine / "bin" / "python"), "-I", "-m", "training.cli", "demo", "--steps", "3"]
    out = tmp_path / "taught"
    assert '"exports"' in run(*demo, "--json", "--out", str(out))

    uninstall = home / ".local" / "share" / "manul" / "app" / "uninstall.sh"
    assert "Manul is removed" in run(str(uninstall))
    left = [path for path in home.rglob("*") if path.is_file() and "manul" in str(path).lower()]
    assert left == []
    assert (out / "pallas_cat" / "concept.toml").is_file()
