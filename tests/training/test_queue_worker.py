"""The worker's order and patience, with stand-ins for engines."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.desktop.recorder import record_concept, record_run
from training import queue_worker
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.run_queue import RunQueue
from training.queue_worker import work_through


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was begun; the engines end with an error at once, and the second cannot begin."""
    begun: list[list[str]] = []

    def start(arguments: list[str]) -> subprocess.Popen[bytes]:
        begun.append(arguments)
        if len(begun) == 2:
            raise ManulError("engine_missing.python", path="python", source="engine.toml")
        return subprocess.Popen([sys.executable, "-c", "raise SystemExit(2)"])

    monkeypatch.setattr(queue_worker, "start_engine", start)
    monkeypatch.setattr(queue_worker, "_LOOK_SECONDS", 0.01)
    return begun


def test_no_failure_keeps_the_next_one_waiting(tmp_path: Path, started: list[list[str]]) -> None:
    concept, queue = record_concept(tmp_path), RunQueue(tmp_path)
    runs = [record_run(concept).folder for _ in range(3)]
    for run in runs:
        queue.add(run)
    assert work_through(queue) == 2
    assert started == [["run", str(run.path)] for run in runs]
    assert queue.runs() == []
    assert not queue.has_worker()


def test_what_was_stopped_goes_on_and_what_has_ended_is_passed_over(
    tmp_path: Path, started: list[list[str]]
) -> None:
    concept, queue = record_concept(tmp_path), RunQueue(tmp_path)
    stopped, finished = record_run(concept), record_run(concept)
    for run, end in ((stopped, stopped.stop), (finished, finished.finish)):
        run.start()
        end()
        queue.add(run.folder)
    assert work_through(queue) == 1
    assert started == [["resume", str(stopped.folder.path)]]


def test_a_training_started_by_hand_goes_first(
    tmp_path: Path, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    concept, queue = record_concept(tmp_path), RunQueue(tmp_path)
    by_hand, waiting = record_run(concept), record_run(concept)
    by_hand.start()
    queue.add(waiting.folder)
    looks: list[bool] = []

    def look(run: RunFolder) -> bool:
        looks.append(not started)
        if len(looks) > 6:
            by_hand.let_go()
        return run == by_hand.folder and by_hand.lock is not None

    monkeypatch.setattr(queue_worker, "is_locked", look)
    begin = time.monotonic()
    assert work_through(queue) == 1
    assert len(looks) > 6 and all(looks)
    assert time.monotonic() - begin < 10


def test_a_queue_that_is_held_begins_nothing(tmp_path: Path, started: list[list[str]]) -> None:
    queue = RunQueue(tmp_path)
    queue.add(record_run(record_concept(tmp_path)).folder)
    queue.hold(held=True)
    assert work_through(queue) == 0
    assert started == []
    assert len(queue.runs()) == 1
