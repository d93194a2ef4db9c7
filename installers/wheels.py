"""What both installers are made of: Manul's own wheel, and the packages of its window."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
_SOURCE = ("training", "desktop", "resources", "pyproject.toml", "README.md", "LICENSE")


def version() -> str:
    """As training/__init__.py says it, the only place where it stands."""
    sys.path.insert(0, str(ROOT))
    from training import __version__

    return __version__


def build_wheel(folder: Path, scratch: Path) -> Path:
    """From a copy, so that what an earlier build left is not packed."""
    copy = scratch / "source"
    for name in _SOURCE:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        else:
            shutil.copyfile(ROOT / name, copy / name)
    folder.mkdir(parents=True, exist_ok=True)
    pip("wheel", "--no-deps", "--no-build-isolation", f"--wheel-dir={folder}", str(copy))
    [wheel] = folder.glob("manul-*.whl")
    return wheel


def install_into(
    folder: Path, requirements: Sequence[str], *, platforms: Sequence[str], python: str,
    with_dependencies: bool = True,
) -> None:  # fmt: skip
    """The wheels for this Python on these platforms, unpacked; nothing of them is run."""
    constraints = ROOT / "constraints.txt"
    pip(
        "install", f"--target={folder}", f"--constraint={constraints}", "--no-compile",
        "--only-binary=:all:", f"--python-version={python}", "--implementation=cp",
        *(f"--platform={platform}" for platform in platforms),
        *(() if with_dependencies else ("--no-deps",)), *requirements,
    )  # fmt: skip


def pinned(name: str) -> str:
    """`uv==0.13.8`, as constraints.txt has it."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.lower().startswith(f"{name.lower()}=="))


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([*command, *arguments], check=True)


def told_size(path: Path) -> str:
    return f"{path.relative_to(ROOT)}: {path.stat().st_size / 1e6:.1f} MB"
