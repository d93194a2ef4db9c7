"""Keeps every test on one thread, without a hub or a screen, and away from the user's folders."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# For modules that tests share: `from tests.model_files.write import ...`.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# On a busy machine the demo model's steps take 5-40 times longer with two threads, and other sums.
for _variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_variable] = "1"
# A test that asks a hub for files fails at once instead of waiting for the network.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# pytest-qt imports PySide6 next, whose import hook breaks a pydantic that comes after it; and
# pydantic loads its parts only when they are used, which building our models does.
import training.contract.config  # noqa: E402
import training.contract.events  # noqa: E402, F401


@pytest.fixture(scope="session", autouse=True)
def _no_user_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For fixtures that live longer than one test."""
    with pytest.MonkeyPatch.context() as patch:
        _move_user_folders(tmp_path_factory.mktemp("user"), patch)
        yield


@pytest.fixture(autouse=True)
def user_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which this test's home, configuration, runtime and workspace folders lie."""
    folder = tmp_path_factory.mktemp("user")
    _move_user_folders(folder, monkeypatch)
    return folder


def _move_user_folders(folder: Path, patch: pytest.MonkeyPatch) -> None:
    home = folder / "home"
    runtime = folder / "runtime"
    home.mkdir()
    runtime.mkdir(mode=0o700)
    patch.setenv("HOME", str(home))
    patch.setenv("XDG_RUNTIME_DIR", str(runtime))
    patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    patch.setenv("XDG_DATA_HOME", str(folder / "data"))
    patch.setenv("XDG_STATE_HOME", str(folder / "state"))
    patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    patch.setenv("XDG_DOCUMENTS_DIR", str(home / "Documents"))
    patch.setenv("MANUL_WORKSPACE", str(folder / "workspace"))
    patch.delenv("MANUL_ENGINE_PYTHON", raising=False)
