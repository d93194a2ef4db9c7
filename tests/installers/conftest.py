"""The repository as the tests of its outside see it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installers.engine_making import Made

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def repository() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def repository_files() -> list[Path]:
    """Every file that is tracked or would be: new ones count before they are committed."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode("utf-8").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@pytest.fixture(scope="session")
def wheel(
    repository: Path, repository_files: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Built from a copy, so that a stale build folder neither helps nor harms."""
    copy = tmp_path_factory.mktemp("source") / "manul"
    for path in repository_files:
        target = copy / path.relative_to(repository)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    out = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "wheel"]
    options = ["--no-deps", "--no-build-isolation", f"--wheel-dir={out}"]
    subprocess.run([*pip, *options, str(copy)], cwd=out, check=True, capture_output=True)
    [built] = out.glob("manul-*.whl")
    return built


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    monkeypatch.setenv("MANUL_ENGINES", str(tmp_path / "мои engines"))
    return Made(tmp_path)
