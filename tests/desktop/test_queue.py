"""Several trainings, one after the other: put in the queue, shown there, and done by real engines
when the window has long been closed."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.queue_dialog import QueueDialog
from desktop.stages import PRESET
from tests.desktop.recorder import record_concept, record_run
from training.contract.events import Finished, Started, read_events
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.run_queue import RunQueue
from training.contract.runs import RunRequest

MakeWindow = Callable[..., MainWindow]
SHORT = (
    "training.max_train_steps = 2", "training.lr_decay_steps = 0", "sampling.sample_every = 2",
    "sampling.num_inference_steps = 1", "evaluation.time_share = 0.0",
)  # fmt: skip


def event(run: RunFolder, kind: type[Started] | type[Finished]) -> float:
    """When it happened; 0 = it has not."""
    return next((e.time for e in read_events(run.events) if isinstance(e, kind)), 0.0)


def wait_for(done: Callable[[], object], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.mark.parametrize("count", [1, pytest.param(2, marks=pytest.mark.prove)])
def test_trainings_end_one_after_the_other_though_the_window_is_closed(
    make_window: MakeWindow, workspace: Path, qtbot: QtBot, count: int
) -> None:
    folder = record_concept(workspace)
    window = make_window()
    queue = window.queue_actions.queue
    request = RunRequest(assignments=SHORT)
    added: list[object] = []
    for _ in range(count):
        queue.add(str(folder.path), request, added.append, added.append)
    qtbot.waitUntil(lambda: len(added) == count, timeout=20_000)
    window.close()
    window._engine.close()
    runs = ConceptFolder(folder.path).runs()
    assert len(runs) == count
    wait_for(lambda: event(runs[-1], Finished))
    times = [event(run, kind) for run in runs for kind in (Started, Finished)]
    assert times == sorted(times)
    wait_for(lambda: not RunQueue(workspace).has_worker())
    assert RunQueue(workspace).runs() == []


def test_while_a_training_runs_the_next_one_waits(
    make_window: MakeWindow, workspace: Path, qtbot: QtBot
) -> None:
    running = record_run(record_concept(workspace, "morning_cup"))
    running.start()
    concept = record_concept(workspace)
    worker = RunQueue(workspace).work()
    assert worker is not None
    window = make_window()
    window.navigation.open_concept(str(concept.path))
    window.show_stage(PRESET)
    qtbot.waitUntil(lambda: window.bar.primary.text().strip() == "Add to the queue")
    assert not window.bar.queue.isVisible()
    for number in (1, 2):
        window.bar.primary.click()
        qtbot.waitUntil(lambda n=number: len(window.queue_actions.queue.waiting) == n)  # type: ignore[misc]
        qtbot.waitUntil(window.bar.primary.isEnabled)
    assert window.page is window.preset
    assert window.preset.queued.isVisible()
    assert window.bar.queue.text().strip() == "2 waiting"
    assert {run.waits for run in window._engine.runs()} == {False, True}
    window.bar.queue.click()
    dialog = window.findChild(QueueDialog)
    assert dialog is not None
    assert not dialog.start.isVisible()
    keys = list(window.queue_actions.queue.fact.runs)
    press(dialog, "Earlier: pallas_cat, run 2")
    qtbot.waitUntil(lambda: list(window.queue_actions.queue.fact.runs) == keys[::-1])
    press(dialog, "Leave the queue: pallas_cat, run 1")
    qtbot.waitUntil(lambda: window.bar.queue.text().strip() == "1 waiting")
    worker.release()
    qtbot.waitUntil(lambda: dialog.start.isVisible())
    dialog.accept()
    running.let_go()
    QThreadPool.globalInstance().waitForDone()


def press(dialog: QueueDialog, name: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == name).click()


def test_stopping_everything_holds_the_queue(make_window: MakeWindow, workspace: Path) -> None:
    concept = record_concept(workspace)
    waiting = record_run(concept)
    RunQueue(workspace).add(waiting.folder)
    window = make_window()
    window._on_closing_answered(True)
    assert RunQueue(workspace).read().held


def test_a_queue_that_cannot_be_held_is_told_and_the_window_stays(
    make_window: MakeWindow, workspace: Path, qtbot: QtBot
) -> None:
    waiting = record_run(record_concept(workspace))
    queue = RunQueue(workspace)
    queue.add(waiting.folder)
    window = make_window()
    (queue.folder / "edit.lock").unlink(missing_ok=True)
    (queue.folder / "edit.lock").mkdir()
    window._on_closing_answered(True)
    assert window.isVisible()
    box = window.findChild(QMessageBox)
    assert box is not None and box.isVisible()
    assert str(queue.folder) in box.text()
    box.close()
