"""What is in the artefacts, packed in a hurry; that they can be used is a long proof."""

import os
import shutil
import stat
import subprocess
import tarfile
from pathlib import Path

import pytest
from PIL import Image

from installers.linux.package import PYTHONS, lay_out, make_archive, make_package
from installers.wheels import version
from installers.windows import package as windows_package

pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="not Debian: no dpkg-deb")

TOP = f"manul-{version()}-linux-x86_64"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("artefacts")


@pytest.fixture(scope="module")
def tree(scratch: Path) -> Path:
    lay_out(scratch / "manul", scratch)
    return scratch / "manul"


@pytest.fixture(scope="module")
def package(tree: Path, scratch: Path) -> Path:
    return make_package(tree, scratch, scratch, quickly=True)


@pytest.fixture(scope="module")
def unpacked(package: Path, scratch: Path) -> Path:
    subprocess.run(["dpkg-deb", "--raw-extract", package, scratch / "unpacked"], check=True)
    return scratch / "unpacked"


def test_the_package_holds_what_is_needed(unpacked: Path, repository: Path) -> None:
    home = unpacked / "usr" / "lib" / "manul"
    assert_parts(home / "parts", "uv")
    assert os.access(home / "parts" / "uv", os.X_OK)
    assert os.access(unpacked / "usr" / "bin" / "manul", os.X_OK)
    assert (unpacked / "usr" / "share" / "applications" / "manul.desktop").is_file()
    assert (unpacked / "usr/share/icons/hicolor/scalable/apps/manul.svg").is_file()
    packages = home / "window" / "lib" / f"python{PYTHONS[0]}" / "site-packages"
    assert (packages / "desktop" / "app.py").is_file()
    assert not (packages / "torch").exists()
    assert not list(home.rglob("__pycache__"))
    # Compiled for one Python means compiled for each.
    modules = list(packages.rglob("*.cpython-311-*.so"))
    assert modules
    for module in modules:
        for python in PYTHONS:
            tag = f"cpython-{python.replace('.', '')}-"
            assert module.with_name(module.name.replace("cpython-311-", tag)).is_file(), module
    texts = [path for path in home.rglob("*.py") if path.is_file()]
    assert not [path for path in texts if str(repository) in path.read_text("utf-8", "replace")]


def test_the_package_says_what_it_needs(package: Path, unpacked: Path) -> None:
    def field(name: str) -> str:
        said = subprocess.run(["dpkg-deb", "--field", package, name], capture_output=True)
        return said.stdout.decode().strip()

    assert field("Version") == version()
    assert {"libegl1", "libxcb-cursor0", "ca-certificates"} <= set(
        field("Depends").replace(",", "").split()
    )
    kilobytes = sum(path.lstat().st_size for path in unpacked.rglob("*") if path.is_file()) / 1024
    assert int(field("Installed-Size")) == pytest.approx(kilobytes, rel=0.05)
    for script in ("postinst", "prerm"):
        assert os.access(unpacked / "DEBIAN" / script, os.X_OK)


def test_the_archive_holds_the_same(tree: Path, scratch: Path) -> None:
    path = make_archive(tree, scratch, scratch, quickly=True)
    with tarfile.open(path) as archive:
        members = {member.name: member for member in archive}
    wanted = ("install.sh", "uninstall.sh", "manul.desktop", "manul.svg", "manul/parts/uv")
    assert {f"{TOP}/{name}" for name in wanted} <= members.keys()
    assert all(name.startswith(TOP) for name in members)
    for name in ("install.sh", "uninstall.sh", "manul/parts/uv"):
        assert members[f"{TOP}/{name}"].mode & stat.S_IXUSR
    assert {member.uid for member in members.values()} == {0}
    packed = {name.removeprefix(f"{TOP}/manul/") for name in members if "/manul/" in name}
    assert packed == {path.relative_to(tree).as_posix() for path in tree.rglob("*")}


def test_the_windows_installer_holds_the_same_parts(tree: Path, scratch: Path) -> None:
    [wheel] = (tree / "parts").glob("*.whl")
    stand_in = scratch / "stand-in"
    stand_in.write_bytes(b"MZ")
    windows_package.lay_out(scratch / "windows", wheel, stand_in)
    assert_parts(scratch / "windows", "uv.exe")


def test_the_windows_icon_is_drawn_in_every_size(repository: Path, tmp_path: Path) -> None:
    icon = tmp_path / "manul.ico"
    windows_package.write_icon(repository / "resources" / "icons" / "manul.svg", icon)
    with Image.open(icon) as drawn:
        assert drawn.info["sizes"] == {(size, size) for size in windows_package.ICON_SIZES}


def assert_parts(folder: Path, uv: str) -> None:
    """Engines are made of nothing else."""
    names = {path.name for path in folder.iterdir()}
    assert names == {f"manul-{version()}-py3-none-any.whl", "constraints.txt", uv}
