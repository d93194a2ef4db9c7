"""Builds the Linux artefacts into dist/: a .deb, and a .tar.gz for users without root.

The window's environment is laid down ready to use, with compiled modules for each Python that it
may meet, so that nothing has to be downloaded or built when it is installed.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from installers.wheels import DIST, ROOT, build_wheel, install_into, pinned, told_size, version

PYTHONS = ("3.11", "3.12", "3.13")
# Newest first: Qt's wheel asks for glibc 2.34, which Debian 12 and Ubuntu 22.04 have.
PLATFORMS = (
    *(f"manylinux_2_{minor}_x86_64" for minor in (34, 28, 27, 17, 12)),
    "manylinux2014_x86_64",
    "manylinux2010_x86_64",
)
# What differs from one Python to the next.
COMPILED = ("pillow", "pillow_heif", "pydantic_core", "PyYAML")
# Qt's tools, and parts of Qt that the window never loads: two thirds of it.
NOT_NEEDED = (
    "PySide6/Qt/qml", "PySide6/Qt/metatypes", "PySide6/Qt/libexec", "PySide6/include",
    "PySide6/typesystems", "PySide6/glue", "PySide6/scripts", "PySide6/doc", "PySide6/support/*.h",
    "PySide6/designer", "PySide6/linguist", "PySide6/lupdate", "PySide6/lrelease",
    "PySide6/lconvert", "PySide6/assistant", "PySide6/qml*", "PySide6/balsam*", "PySide6/svgtoqml",
    "PySide6/*.pyi", "PySide6/Qt[QP]*.abi3.so", "PySide6/QtDesigner*", "PySide6/QtTest*",
    "PySide6/QtHelp*", "PySide6/QtSql*", "PySide6/QtUiTools*", "PySide6/libpyside6qml*",
    "PySide6/Qt/lib/libQt6[QL]*", "PySide6/Qt/lib/libQt6Designer*", "PySide6/Qt/lib/libQt6Help*",
    "PySide6/Qt/lib/libQt6ShaderTools*", "PySide6/Qt/lib/libQt6Sql*", "PySide6/Qt/lib/libQt6Test*",
    "PySide6/Qt/lib/libQt6UiTools*", "PySide6/Qt/plugins/sqldrivers",
    "PySide6/Qt/plugins/qml*", "PySide6/Qt/plugins/designer", "PySide6/Qt/plugins/assetimporters",
    "bin",
)  # fmt: skip
HERE = Path(__file__).parent / "package"


def main() -> None:
    DIST.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="manul-linux-") as scratch:
        tree = Path(scratch) / "manul"
        lay_out(tree, Path(scratch))
        archive = make_archive(tree, Path(scratch))
        package = make_package(tree, Path(scratch))
    print(told_size(package))
    print(told_size(archive))


def lay_out(tree: Path, scratch: Path) -> None:
    """`window/` = its environment without a Python; `parts/` = what engines are made of."""
    parts = tree / "parts"
    wheel = build_wheel(parts, scratch)
    shutil.copyfile(ROOT / "constraints.txt", parts / "constraints.txt")
    packages = tree / "window" / "lib" / f"python{PYTHONS[0]}" / "site-packages"
    window = f"manul[desktop] @ {wheel.as_uri()}"
    install_into(packages, [window], platforms=PLATFORMS, python=PYTHONS[0])
    for python in PYTHONS[1:]:
        (tree / "window" / "lib" / f"python{python}").symlink_to(f"python{PYTHONS[0]}")
        more = scratch / python
        names = [pinned(name) for name in COMPILED]
        install_into(more, names, platforms=PLATFORMS, python=python, with_dependencies=False)
        shutil.copytree(more, packages, dirs_exist_ok=True)
    tools = scratch / "tools"
    install_into(tools, [pinned("uv")], platforms=PLATFORMS, python=PYTHONS[0])
    shutil.copy2(next(tools.glob("bin/uv")), parts / "uv")
    (parts / "uv").chmod(0o755)
    for pattern in NOT_NEEDED:
        for path in packages.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    # Compiled where it is installed; one wheel brings some of its own.
    for compiled in list(tree.rglob("__pycache__")):
        shutil.rmtree(compiled)


def make_archive(tree: Path, scratch: Path, out: Path = DIST, *, quickly: bool = False) -> Path:
    """`install.sh` puts it into the home of whoever starts it. `quickly` = larger."""
    name = f"manul-{version()}-linux-x86_64"
    folder = scratch / name
    shutil.copytree(tree, folder / "manul", symlinks=True)
    for script in ("install.sh", "uninstall.sh"):
        shutil.copy2(HERE / script, folder / script)
    shutil.copyfile(HERE / "manul.desktop", folder / "manul.desktop")
    shutil.copyfile(ROOT / "resources" / "icons" / "manul.svg", folder / "manul.svg")
    path = out / f"{name}.tar.gz"
    compress = f"--use-compress-program=gzip -{1 if quickly else 6}"
    run("tar", "--create", compress, "--owner=0", "--group=0", f"--file={path}",
        f"--directory={scratch}", name)  # fmt: skip
    return path


def make_package(tree: Path, scratch: Path, out: Path = DIST, *, quickly: bool = False) -> Path:
    root = scratch / "deb"
    home = root / "usr" / "lib" / "manul"
    shutil.copytree(tree, home, symlinks=True)
    (home / "window" / "bin").mkdir()
    (home / "window" / "bin" / "python3").symlink_to("/usr/bin/python3")
    config = "home = /usr/bin\ninclude-system-site-packages = false\n"
    (home / "window" / "pyvenv.cfg").write_text(config, encoding="utf-8")
    shares = {
        "usr/bin/manul": HERE / "manul.sh",
        "usr/share/applications/manul.desktop": HERE / "manul.desktop",
        "usr/share/icons/hicolor/scalable/apps/manul.svg": ROOT / "resources/icons/manul.svg",
        "usr/share/doc/manul/copyright": ROOT / "LICENSE",
        "DEBIAN/postinst": HERE / "postinst",
        "DEBIAN/prerm": HERE / "prerm",
    }
    for place, source in shares.items():
        target = root / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(0o755 if source.suffix in ("", ".sh") and source.parent == HERE else 0o644)
    kilobytes = sum(p.lstat().st_size for p in home.rglob("*") if p.is_file()) // 1024
    control = (HERE / "control").read_text(encoding="utf-8")
    control = control.replace("@VERSION@", version()).replace("@SIZE@", str(kilobytes))
    (root / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    path = out / f"manul_{version()}_amd64.deb"
    level = f"-z{1 if quickly else 15}"
    run("dpkg-deb", "--root-owner-group", "-Zzstd", level, "--build", str(root), str(path))
    return path


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
