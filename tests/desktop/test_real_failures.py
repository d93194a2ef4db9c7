"""Failures of a real engine: each is caused, told in the page, and cured there."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from tests.desktop.recorder import record_concept
from tests.desktop.test_engine import fake_python, needs_sh
from training.contract.base_models import DEMO_FOLDER
from training.contract.engine_process import engine_python
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.runs import RunRequest, create_run

MakeWindow = Callable[..., MainWindow]
ENGINE_MS = 90_000
SHORT = (
    "training.max_train_steps=4", "sampling.sample_every=2", "sampling.num_inference_steps=1",
    "training.train_batch_size=1", "evaluation.pairs=2", "data.resolution=64",
)  # fmt: skip


def made(concept: ConceptFolder, *assignments: str, base_model: str = "demo") -> RunFolder:
    request = RunRequest(base_model=base_model, assignments=(*SHORT, *assignments))
    return create_run(concept, request)


def press_primary(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)


def until_state(window: MainWindow, qtbot: QtBot, state: str) -> None:
    def is_there() -> bool:
        return window.run is not None and window.run.state == state

    try:
        qtbot.waitUntil(is_there, timeout=ENGINE_MS)
    except Exception as error:
        told = window.train.failures.notice.accessibleName()
        raise AssertionError(f"not {state}, but: {told}") from error


@needs_sh
def test_a_python_without_torch(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    run = made(record_concept(workspace))
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['torch'] = None\n")
    script = f'PYTHONPATH="{tmp_path}:$PYTHONPATH" exec "{engine_python()}" "$@"'
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", fake_python(tmp_path, script))
    window = make_window()
    window.open_run(str(run.path))
    press_primary(window, qtbot)
    notice = window.train.failures.notice
    qtbot.waitUntil(notice.isVisible, timeout=ENGINE_MS)
    assert "torch is missing" in notice.accessibleName()
    assert notice.action.accessibleName() == "Set up the engine"
    with qtbot.waitSignal(window.failure_actions.set_up_requested):
        qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)


@needs_sh
def test_a_python_that_is_no_engine(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    run = made(record_concept(workspace))
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", fake_python(tmp_path, "exit 7"))
    window = make_window()
    window.open_run(str(run.path))
    press_primary(window, qtbot)
    notice = window.train.failures.notice
    qtbot.waitUntil(notice.isVisible, timeout=ENGINE_MS)
    assert "ended before it began (exit code 7)" in notice.accessibleName()


def test_a_model_that_was_moved_and_a_kept_step_that_was_cut_off(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    model = Path(shutil.copytree(DEMO_FOLDER, tmp_path / "model"))
    run = made(record_concept(workspace), base_model=str(model))
    command = [str(engine_python()), "-m", "training.cli", "run", str(run.path)]
    subprocess.run(command, check=True, capture_output=True)
    _forget_the_end(run)
    moved = model.rename(tmp_path / "elsewhere")
    weights = run.checkpoint(4) / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-5])

    window = make_window()
    window.open_run(str(run.path))
    press_primary(window, qtbot)
    until_state(window, qtbot, "failed")
    notice = window.train.failures.notice
    assert "is not there" in notice.accessibleName()
    assert notice.action.accessibleName() == "Choose where it is"
    asked: list[bool] = []

    def choose(tell: Callable[[str], object], *, is_file: bool) -> None:
        asked.append(is_file)
        tell(str(moved))

    monkeypatch.setattr(window.choosers, "choose_moved_model", choose)
    qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    until_state(window, qtbot, "finished")
    assert asked == [False]
    assert window.run is not None
    assert (window.run.step, window.run.base_model) == (4, str(moved))
    assert "The kept step 4 is damaged" in window.train.notes.text()


def _forget_the_end(run: RunFolder) -> None:
    """As if the engine had been killed after its last kept step."""
    lines = run.events.read_bytes().splitlines(keepends=True)
    assert b'"finished"' in lines[-1]
    run.events.write_bytes(b"".join(lines[:-1]))


@pytest.fixture
def small_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """On a disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount a small disk here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.prove
def test_a_full_disk(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, small_workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    whole = made(record_concept(workspace), "training.max_train_steps=40").concept.path
    place = Path(shutil.copytree(whole, small_workspace / whole.name))
    window = make_window()
    window._engine.workspace = window._engine._follower.workspace = small_workspace
    with qtbot.waitSignal(window._engine.looked):
        window._engine.look()
    (run,) = ConceptFolder(place).runs()
    window.open_run(str(run.path))
    press_primary(window, qtbot)
    until_state(window, qtbot, "failed")
    notice = window.train.failures.notice
    assert "The disk is full" in notice.accessibleName()
    with qtbot.waitSignal(window.failure_actions.free_space_requested) as asked:
        qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    assert asked.args == [str(place)]
    larger = ["mount", "-o", "remount,size=64m", str(small_workspace)]
    subprocess.run(larger, check=True)
    press_primary(window, qtbot)
    until_state(window, qtbot, "finished")
