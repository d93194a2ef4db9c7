"""Runs that wait for their turn: order, places, and who works on them."""

from pathlib import Path

import pytest
from filelock import FileLock

from training.contract import run_queue
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.run_queue import RunQueue

pytestmark = pytest.mark.quick


@pytest.fixture
def queue(tmp_path: Path) -> RunQueue:
    return RunQueue(tmp_path / "my works")


def run(queue: RunQueue, name: str) -> RunFolder:
    folder = queue.workspace / "cat" / "runs" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "run.toml").touch()
    return RunFolder(folder)


def names(queue: RunQueue) -> list[str]:
    return [run.path.name for run in queue.runs()]


def test_runs_wait_in_the_order_in_which_they_came(queue: RunQueue) -> None:
    assert queue.runs() == []
    for name in "abcb":
        queue.add(run(queue, name))
    assert names(queue) == ["a", "b", "c"]
    queue.move_up(run(queue, "c"))
    assert names(queue) == ["a", "c", "b"]
    queue.move_up(run(queue, "a"))
    queue.remove(run(queue, "c"))
    assert names(queue) == ["a", "b"]


def test_the_queue_moves_with_its_workspace(queue: RunQueue, tmp_path: Path) -> None:
    queue.add(run(queue, "a"))
    moved = RunQueue(tmp_path / "elsewhere")
    queue.workspace.rename(moved.workspace)
    assert names(moved) == ["a"]


def test_taking_the_next_leaves_out_runs_that_are_gone(queue: RunQueue) -> None:
    left: list[bool] = []
    for name in "abc":
        queue.add(run(queue, name))
    run(queue, "a").config.unlink()
    taken = queue.take_next(lambda: left.append(True))
    assert taken is not None and taken.path.name == "b"
    assert (names(queue), left) == (["c"], [])
    queue.hold(held=True)
    assert queue.take_next(lambda: left.append(True)) is None
    assert (names(queue), left) == (["c"], [True])
    assert not queue.is_waited_for()


def test_only_one_works_on_it(queue: RunQueue) -> None:
    assert not queue.has_worker()
    worker = queue.work()
    assert worker is not None
    assert queue.has_worker()
    assert queue.work() is None
    worker.release()
    assert not queue.has_worker()


@pytest.mark.parametrize(
    "text",
    [
        "runs = ",
        'runs = ["../../etc", "../runs/a"]',
        'runs = ["../runs/a"]',
        "colour = 3",
        "runs = 7",
    ],
)
def test_a_damaged_file_is_an_empty_queue(queue: RunQueue, text: str) -> None:
    queue.folder.mkdir(parents=True)
    queue.file.write_text(text, encoding="utf-8")
    assert queue.runs() == []
    queue.add(run(queue, "a"))
    assert names(queue) == ["a"]
    # What stood there is not lost.
    assert queue.file.with_name("queue.damaged.toml").read_text("utf-8") == text


def test_a_second_damaged_file_is_kept_too(queue: RunQueue) -> None:
    queue.folder.mkdir(parents=True)
    for text in ("runs = 7", "runs = "):
        queue.file.write_text(text, encoding="utf-8")
        queue.add(run(queue, "a"))
    kept = sorted(queue.folder.glob("queue.damaged*.toml"))
    assert sorted(path.read_text("utf-8") for path in kept) == ["runs = ", "runs = 7"]


def test_a_queue_that_cannot_be_read_just_now_is_left_alone(queue: RunQueue) -> None:
    """As of a newer Manul, or while another program holds it."""
    queue.folder.mkdir(parents=True)
    text = "contract_version = 99\nruns = []\n"
    queue.file.write_text(text, encoding="utf-8")
    for change in (lambda: queue.add(run(queue, "a")), lambda: queue.hold(held=True)):
        with pytest.raises(ManulError):
            change()
    assert queue.file.read_text("utf-8") == text
    assert list(queue.folder.glob("*damaged*")) == []


def test_a_locked_queue_is_told_in_words(queue: RunQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_queue, "_PATIENCE_SECONDS", 0.05)
    waiting = run(queue, "a")
    queue.folder.mkdir(parents=True)
    with FileLock(queue.folder / "edit.lock"), pytest.raises(ManulError) as caught:
        queue.add(waiting)
    assert caught.value.key == "run_busy.commands"
    queue.add(waiting)
    assert names(queue) == ["a"]
