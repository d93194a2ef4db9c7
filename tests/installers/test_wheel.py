"""The wheel is whole and trains far from the repository, where it may not write."""

import hashlib
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links, modes and bin/ of Linux")

DEPENDENCIES = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
PURELIB = "import sysconfig; print(sysconfig.get_path('purelib'))"
# What conftest.py and the shell that runs the tests set, and a stranger's shell does not.
OURS = ("PYTHON", "HF_", "OMP_", "MKL_", "OPENBLAS_", "QT_", "VIRTUAL_ENV")


@pytest.fixture(scope="module")
def clean_python(
    wheel: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """An environment that has the wheel and, by link, the packages installed here.

    Installing torch and Qt once more would take minutes and prove nothing about the wheel. Linked
    are all packages but Manul itself, so that neither the editable install nor the repository is
    in reach; pip, without an index, still proves that the constraints satisfy the wheel.
    """
    environment = tmp_path_factory.mktemp("clean") / "environment"
    run([sys.executable, "-m", "venv", "--without-pip", str(environment)], cwd=environment.parent)
    python = environment / "bin" / "python"
    links = environment / "dependencies"
    links.mkdir()
    for entry in [path for folder in DEPENDENCIES for path in folder.iterdir()]:
        if "manul" not in entry.name and entry.suffix != ".pth":
            (links / entry.name).symlink_to(entry)
    packages = Path(run([str(python), "-c", PURELIB], cwd=environment).strip())
    (packages / "dependencies.pth").write_text(f"{links}\n", encoding="utf-8")
    install = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    constraints = f"--constraint={repository / 'constraints.txt'}"
    target = f"manul[desktop,engine] @ {wheel.as_uri()}"
    run([*install, "--no-index", constraints, target], cwd=environment)
    resources = packages / "resources"
    set_writable(resources, writable=False)
    yield python
    set_writable(resources, writable=True)


def run(command: list[str], *, cwd: Path, **extra: str) -> str:
    """Standard output of a command that must succeed; `extra` goes into its environment."""
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", env=environment() | extra,
        timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def set_writable(folder: Path, *, writable: bool) -> None:
    for path in [folder, *folder.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | 0o200 if writable else mode & ~0o222)


def without_privileges() -> list[str]:
    """Read-only means nothing to root, unless root gives up its capabilities first. (Another user
    could not even reach an interpreter or a temporary folder that lies in root's own places.)"""
    if sys.platform == "win32" or os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]


def fingerprints(folder: Path) -> dict[str, tuple[int, str]]:
    """Modification time and content of every file."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_wheel_holds_what_ships_and_no_more(wheel: Path, repository: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    shipped = {
        path.relative_to(repository).as_posix()
        for part in ("presets", "plans", "templates", "vocabulary", "model_configs", "demo", "help")
        for path in (repository / "resources" / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert shipped <= names
    assert "resources/presets/textual_inversion.toml" in names
    assert "resources/templates/object.txt" in names
    assert "resources/vocabulary/clip_words.txt" in names
    assert any(name.startswith("resources/help/") for name in names)
    assert any(name.startswith("resources/demo/") and "model_index.json" in name for name in names)
    assert any(name.startswith("resources/demo/") and "pallas_cat" in name for name in names)
    assert "training/contract/events.py" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops <= {"training", "resources", "desktop"}
    assert not [name for name in names if "test" in Path(name).stem.split("_")]


def test_code_and_resources_come_from_the_wheel(clean_python: Path, repository: Path) -> None:
    code = "import training.cli, resources; print(training.__file__); print(resources.__file__)"
    home = clean_python.parents[1]
    for line in run([str(clean_python), "-c", code], cwd=home).splitlines():
        assert Path(line).is_relative_to(home)
    searched = run([str(clean_python), "-c", "import sys; print(*sys.path, sep='\\n')"], cwd=home)
    assert not [line for line in searched.splitlines() if Path(line).is_relative_to(repository)]


def test_demo_runs_with_read_only_resources(clean_python: Path, tmp_path: Path) -> None:
    home = clean_python.parents[1]
    purelib = Path(run([str(clean_python), "-c", PURELIB], cwd=home).strip())
    before = fingerprints(purelib / "resources")
    refused = "from resources import ROOT; (ROOT / 'presets' / 'probe.toml').write_text('')"
    unprivileged = without_privileges()
    attempt = subprocess.run(
        [*unprivileged, str(clean_python), "-c", refused],
        cwd=home, capture_output=True, env=environment(),
    )  # fmt: skip
    assert b"PermissionError" in attempt.stderr

    program = str(clean_python.with_name("manul-train"))
    out = tmp_path / "out"
    said = run(
        [*unprivileged, program, "demo", "--steps", "3", "--out", str(out), "--json"],
        cwd=tmp_path, OMP_NUM_THREADS="1",
    )  # fmt: skip
    result = json.loads(said)

    assert {"run", "exports", "contact_sheet", "samples", "learned"} <= result.keys()
    assert {"score_before", "score_after", "train_seconds"} <= result.keys()
    assert Path(result["contact_sheet"]).is_file()
    assert result["exports"]
    assert result["samples"]
    assert all(Path(path).is_file() for path in [*result["exports"], *result["samples"]])
    assert all(Path(path).is_relative_to(out) for path in result["exports"])
    assert fingerprints(purelib / "resources") == before


def test_window_opens_in_russian(clean_python: Path, tmp_path: Path) -> None:
    program = [*without_privileges(), str(clean_python.with_name("manul")), "--measure"]
    said = run(program, cwd=tmp_path, QT_QPA_PLATFORM="offscreen", MANUL_LANGUAGE="ru")
    assert "first paint" in said
    assert "Библиотека" in said
    # From Qt's own translations.
    assert "Отмена" in said
