"""From dropped pictures to an exported embedding, with a real engine on the demo model."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.concept_editor import ConceptEditor
from desktop.facts import RunFact
from desktop.main_window import MainWindow
from tests.desktop.recorder import DEMO, record_concept
from training.contract import run_state
from training.contract.kept_steps import kept_steps
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.model_kinds import recognise
from training.contract.run_lock import is_locked
from training.contract.runs import RunRequest, create_run
from training.contract.tensor_files import read_tensor_file

ENGINE_MS = 120_000


# Quick look, made quicker still.
SHORT = (
    "training.max_train_steps=24", "sampling.sample_every=8", "sampling.num_inference_steps=2",
    "training.train_batch_size=2", "evaluation.pairs=2",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def request(editor: ConceptEditor) -> RunRequest:
        return RunRequest(preset=editor.preset, assignments=SHORT)

    monkeypatch.setattr(ConceptEditor, "request", request)


@pytest.fixture(autouse=True)
def _no_engine_left(workspace: Path) -> Iterator[None]:
    yield
    for lock in workspace.glob("*/runs/*/run.lock"):
        assert not is_locked(RunFolder(lock.parent)), "an engine is still at work"


def drop(target: QWidget, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(40, 40), action, mime, buttons, keys)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(40, 40), action, mime, buttons, keys))


def current(window: MainWindow) -> RunFact:
    run = window.run
    assert run is not None
    return run


def until(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=ENGINE_MS)


def teach(window: MainWindow, qtbot: QtBot) -> None:
    """Every click of a user, from the empty library to the running training."""
    drop(window.library.cards.viewport(), [DEMO / "pallas_cat" / "images"])
    assert window.page is window.images
    until(qtbot, lambda: len(window.editor.pictures.used) == 6)
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    assert window.page is window.concept
    qtbot.mouseClick(window.concept.kinds["animal"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(window.concept.name, "little_manul")
    until(qtbot, lambda: window.bar.primary.isEnabled())
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    assert window.page is window.preset
    until(qtbot, lambda: window.editor.key is not None)
    window.preset.cards.setCurrentIndex(window.presets.index(window.presets.row_of("quick_look")))
    assert window.editor.preset == "quick_look"
    until(qtbot, lambda: window.bar.primary.isEnabled())
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: window.page is window.train)


def try_a_kept_step(window: MainWindow, qtbot: QtBot) -> None:
    """A prompt of one's own with step 8; it stays in the run and is looked at large."""
    window.train.open_viewer(0, 1)
    panel = window.train.viewer.inspector.trying
    panel.prompt.setPlainText("a drawing of {} in the rain, слон 🐘")
    panel.seed.setText("5")
    qtbot.mouseClick(panel.counts.button(2), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.paint_button, Qt.MouseButton.LeftButton)
    assert panel.bar.isVisible()
    until(qtbot, lambda: panel.tries.rowCount() == 2)
    assert {(tried.step, tried.seed) for tried in panel.tries.facts} == {(8, 5), (8, 6)}
    assert panel.tries.facts[0].prompt == "a drawing of {} in the rain, слон 🐘"
    assert not panel.bar.isVisible() and not panel.state.isVisible()
    panel.results.activated.emit(panel.tries.index(0))
    assert window.train.viewer.view.accessibleName() == "tried with step 8"


def teach_further(window: MainWindow, qtbot: QtBot) -> None:
    """Eight steps more than were planned."""
    before = current(window).max_train_steps
    window.train.commands.continue_requested.emit(8)
    until(qtbot, lambda: current(window).max_train_steps == before + 8)
    until(qtbot, lambda: current(window).state == "finished")
    assert current(window).step == window.gallery.steps[-1] == before + 8


def test_drop_teach_kill_resume_watch_export(
    make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path, workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window = make_window()
    teach(window, qtbot)
    until(qtbot, lambda: 8 in current(window).kept_steps)
    assert current(window).is_live

    halt(window, qtbot, monkeypatch)
    qtbot.mouseClick(window.train.failures.notice.action, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: current(window).state == "died")
    assert window.train.failures.notice.isVisible()
    assert window.bar.primary.accessibleName().startswith("Resume from step")
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: current(window).state == "finished")
    assert current(window).attempt == 2
    assert list(current(window).kept_steps) == window.gallery.steps

    try_a_kept_step(window, qtbot)
    qtbot.mouseClick(window.bar.back, Qt.MouseButton.LeftButton)
    teach_further(window, qtbot)
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    assert window.page is window.export
    target = tmp_path / "папка с пробелом"
    window.export.where.set_folder(str(target))
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: window.export.result.isVisible() or window.export.notice.isVisible())
    (file,) = target.iterdir()
    assert file.stem == "little_manul"
    assert recognise(read_tensor_file(file)).kind == "embedding", "as a web UI would load it"
    run = current(window)
    starred = run.suggested_step if run.suggested_step >= 0 else run.kept_steps[-1]
    assert window.export.step == starred
    assert ConceptFolder(workspace / "little_manul").runs()


def test_the_training_survives_its_window(
    make_window: Callable[..., MainWindow], qtbot: QtBot, workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    request = RunRequest(preset="quick_look", assignments=(*SHORT, "training.max_train_steps=5000"))
    run = create_run(record_concept(workspace), request)
    first = subprocess.Popen(
        [sys.executable, "-c", _FIRST_WINDOW, str(run.path)], cwd=Path(__file__).parents[2]
    )
    try:
        wait_for(lambda: len(kept_steps(run)) > 1)
    finally:
        first.kill()
        first.wait()
    kept = len(kept_steps(run))
    wait_for(lambda: len(kept_steps(run)) > kept)

    window = make_window()
    assert window.page is window.train, "the next start finds the training again"
    assert current(window).key == str(run.path)
    assert current(window).state == "running"
    sample_now = window.train.commands.sample_now

    def drawn_between() -> bool:
        """At a step of its own; every eighth is drawn anyway, so ask once more then."""
        if any(step % 8 for step in window.gallery.steps):
            return True
        if sample_now.isEnabled():
            qtbot.mouseClick(sample_now, Qt.MouseButton.LeftButton)
        return False

    until(qtbot, drawn_between)
    qtbot.mouseClick(window.train.commands.pause, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: current(window).state == "paused")
    paused_at = current(window).step
    qtbot.mouseClick(window.train.commands.pause, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: current(window).state == "running" and current(window).step > paused_at)
    engine = halt(window, qtbot, monkeypatch)
    qtbot.mouseClick(window.train.failures.notice.dismiss, Qt.MouseButton.LeftButton)
    assert not window.train.failures.notice.isVisible()
    halted_at = current(window).step
    engine.resume()
    until(qtbot, lambda: current(window).state == "running" and current(window).step > halted_at)
    qtbot.mouseClick(window.train.commands.stop, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: current(window).state == "stopped")
    assert window.bar.primary.accessibleName().startswith("Resume from step")


def halt(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> psutil.Process:
    """Make the engine hang, and the window impatient."""
    started = window._engine._follower.process_of(window.navigation.run_key)
    assert started is not None
    engine = psutil.Process(started.pid)
    engine.suspend()
    with monkeypatch.context() as impatient:
        impatient.setattr(run_state, "_SILENCE_SECONDS", 2.0)
        impatient.setattr(run_state, "_SILENCE_STEPS", 0)
        until(qtbot, lambda: current(window).state == "not_responding")
        assert window.train.failures.notice.isVisible()
    return engine


# A window as a user's: it opens the run and presses its button.
_FIRST_WINDOW = """
import sys
from desktop.app import Application, parse

application = Application(parse([sys.argv[1]]))
application.start()
window = application.window
pressed = []

def press():
    if window.page is window.train and not pressed:
        pressed.append(True)
        window.bar.primary.click()

application.engine.looked.connect(press)
sys.exit(application.qt.exec())
"""


def wait_for(condition: Callable[[], bool]) -> None:
    """For what happens in other processes while no window is open."""
    end = time.monotonic() + ENGINE_MS / 1000
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)
