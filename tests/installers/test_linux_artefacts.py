"""The Linux artefacts as people use them: in a fresh home, and in a fresh Debian.

Builds them, installs, opens the window, sets a real engine up, teaches the demo and removes all.
"""

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from installers.wheels import DIST, version
from tests.installers.debian_root import DebianRoot, why_no_root
from tests.installers.this_machine import folders_of, network_of_this_machine

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

    python = str(home / ".local" / "share" / "manul" / "app" / "window" / "bin" / "python3")
    run(python, "-I", "-c", set_up_code())
    [engine] = (home / ".local" / "share" / "manul" / "engines").glob("*-cpu-1")
    demo = [str(engine / "bin" / "python"), "-I", "-m", "training.cli", "demo", "--steps", "3"]
    out = tmp_path / "taught"
    assert '"exports"' in run(*demo, "--json", "--out", str(out))

    uninstall = home / ".local" / "share" / "manul" / "app" / "uninstall.sh"
    assert "Manul is removed" in run(str(uninstall))
    left = [path for path in home.rglob("*") if path.is_file() and "manul" in str(path).lower()]
    assert left == []
    assert (out / "pallas_cat" / "concept.toml").is_file()


@pytest.mark.skipif(bool(why_no_root()), reason=why_no_root())
def test_the_whole_way_of_the_package(artefacts: tuple[Path, Path], tmp_path: Path) -> None:
    debian = DebianRoot(tmp_path / "debian", folders_of(network_of_this_machine()))
    shutil.copy(artefacts[0], debian.path / "tmp")
    debian.run("useradd", "--create-home", "anna")
    debian.run("apt-get", "update")
    before = debian.files()

    install = ("apt-get", "install", "--yes", "--no-install-recommends")
    debian.run(*install, f"/tmp/{artefacts[0].name}")
    debian.trust_as_here()
    assert version() in debian.run("manul", "--version", user="anna")
    with a_screen() as display:
        said = debian.run("manul", "--measure", user="anna", DISPLAY=display)
    assert "first paint" in said
    debian.run("/usr/lib/manul/window/bin/python3", "-I", "-c", set_up_code(), user="anna")
    [engine] = (debian.path / "home/anna/.local/share/manul/engines").glob("*-cpu-1")
    python = f"/{engine.relative_to(debian.path)}/bin/python"
    demo = ("-I", "-m", "training.cli", "demo", "--steps", "3", "--json", "--out", "/tmp/taught")
    assert '"exports"' in debian.run(python, *demo, user="anna")

    debian.run("manul", "--remove-my-files", user="anna")
    debian.run("apt-get", "purge", "--yes", "manul")
    left = debian.files() - before
    assert not [path for path in left if "manul" in path.lower()]
    assert (debian.path / "tmp" / "taught" / "pallas_cat" / "concept.toml").is_file()


def set_up_code() -> str:
    here = network_of_this_machine()
    network = ", ".join(
        f"{name}={getattr(here, name)!r}"
        for name in ("index", "torch_index", "more_indexes", "wheel_folders")
    )
    return SET_UP.format(network=network)


@contextmanager
def a_screen() -> Iterator[str]:
    """Its name. Whoever has this machine's network reaches it, a chroot too."""
    command = ["Xvfb", "-displayfd", "1", "-ac", "-nolisten", "tcp"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()
