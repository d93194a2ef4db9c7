"""Every way in which a training can fail has a sentence and a button of its own in the page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.facts import RunFact
from desktop.failures import plain_notes, trouble_of
from desktop.follower import RunFollower
from desktop.main_window import MainWindow
from desktop.stages import PRESET
from tests.desktop.recorder import RecordedRun, record_concept, record_run
from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.messages import Message, say
from training.contract.runs import read_run_config

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def run(workspace: Path) -> Iterator[RecordedRun]:
    made = record_run(record_concept(workspace), total=40, every=10)
    made.start()
    made.learn(23)
    yield made
    made.let_go()


def opened(make_window: MakeWindow, run: RecordedRun) -> MainWindow:
    window = make_window()
    window.open_run(run.key)
    return window


def shortage(change: Message) -> ManulError:
    learning = say("stage.learning")
    return ManulError("out_of_memory.last_rung", stage=learning, needed=9, change=change)


# What fails, the sentence's beginning, and the buttons, the most useful first.
FAILURES: dict[str, tuple[ManulError, str, tuple[str, ...]]] = {
    "disk": (ManulError("disk_full", path="/w"), "The disk is full", ("free_space",)),
    "model": (
        ManulError("model_missing", path="/m"), "The base model /m is not there", ("find_model",),
    ),
    "other model": (
        ManulError("model_changed", path="/m"), "The base model /m is not the one",
        ("find_model",),
    ),
    "engine": (ManulError("engine_missing", package="torch"), "The training engine", ("set_up",)),
    "bitsandbytes": (
        ManulError("optimizer_missing", reason="x"), "This run's optimizer", ("set_up",),
    ),
    "driver": (
        ManulError("card_unusable.driver", card="RTX", driver="1", needed="2"),
        "The RTX cannot be used", ("driver",),
    ),
    "memory": (
        shortage(say("plan.change.resolution", resolution=512, needed=5.0)),
        "The card ran out of memory", ("again", "settings"),
    ),
    "no change": (
        shortage(say("plan.change.none")), "The card ran out of memory", ("settings",),
    ),
    "not a number": (
        ManulError("loss_not_finite", step=3, learning_rate=0.005, suggestion=0.0005),
        "The training went wrong at step 3", ("again", "settings"),
    ),
    "folder": (ManulError("not_writable", path="/w"), "Manul may not write", ("folder",)),
    "bug": (ManulError("internal", reason="x", log="y"), "Something went wrong", ("folder",)),
}  # fmt: skip


@pytest.mark.quick
@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_has_its_sentence_and_its_button(run: RecordedRun, name: str) -> None:
    error, sentence, cures = FAILURES[name]
    run.fail(error)
    trouble = trouble_of(RunFollower(run.folder).look(), launch=None, command=None)
    assert trouble is not None
    assert trouble.title.startswith(sentence)
    assert trouble.cures == (*cures, "diagnostics")
    said = f"{trouble.title} {trouble.advice}"
    assert not any(word in said for word in ("--", "pip ", "training.", "data.")), said


@pytest.mark.quick
@pytest.mark.parametrize(
    ("last_words", "said", "cures"),
    [
        ("CUDA error: unspecified launch failure\n", "driver reported", ("folder",)),
        ("MemoryError\n", "computer's own memory", ("folder",)),
        (
            "OSError: [Errno 28] No space left on device\n",
            "disk was full",
            ("free_space", "folder"),
        ),
        ("", "does not say why", ("folder",)),
    ],
)
def test_a_dead_engine_s_log_says_why(
    run: RecordedRun, last_words: str, said: str, cures: tuple[str, ...]
) -> None:
    run.die(last_words)
    trouble = trouble_of(RunFollower(run.folder).look(), launch=None, command=None)
    assert trouble is not None
    assert "at step 23" in trouble.title
    assert "Step 20 is kept" in trouble.advice and said in trouble.advice
    assert trouble.cures == (*cures, "diagnostics")


def test_steps_that_became_slow_have_a_panel_with_pause(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.tell(ev.Noted(note=say("note.steps_slower", step=20, factor=14)))
    window = opened(make_window, run)
    panel = window.train.failures.slowness
    assert panel.isVisible()
    assert "takes 14 times as long since step 20" in panel.accessibleName()
    assert window.run is not None and not plain_notes(window.run)
    with qtbot.waitSignal(window.train.command_requested) as asked:
        qtbot.mouseClick(panel.action, Qt.MouseButton.LeftButton)
    assert asked.args == [run.key, "pause", 0]
    qtbot.mouseClick(panel.dismiss, Qt.MouseButton.LeftButton)
    assert not panel.isVisible()


def test_the_second_try_is_a_run_with_that_changed(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run.fail(shortage(say("plan.change.batch", needed=5.0)))
    window = opened(make_window, run)
    started: list[str] = []

    def launch(key: str, *_: object) -> bool:
        started.append(key)
        return True

    monkeypatch.setattr(window._engine, "_launch", launch)
    notice = window.train.failures.notice
    assert notice.action.accessibleName() == "Teach again, one picture at once"
    assert "One picture at once would fit" in notice.accessibleName()
    qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(started))
    again = RunFolder(Path(started[0]))
    assert (again.number, again.concept) == (2, run.folder.concept)
    was, now = read_run_config(run.folder), read_run_config(again)
    assert now.training.train_batch_size == 1 < was.training.train_batch_size
    assert now.changed(training=was.training) == was
    qtbot.waitUntil(lambda: window.run is not None and window.run.number == 2)
    window.open_run(run.key)
    qtbot.mouseClick(notice.choices["settings"], Qt.MouseButton.LeftButton)
    assert window.page is window.stages[PRESET]


def test_a_damaged_line_of_events_costs_only_itself(
    make_window: MakeWindow, run: RecordedRun
) -> None:
    with run.folder.events.open("ab") as file:
        file.write(b"\x00\xff half a line\n")
    run.tell(ev.StepDone(step=24, loss=0.1, learning_rate=0.1, seconds=0.4))
    window = opened(make_window, run)
    fact: RunFact | None = window.run
    assert fact is not None and (fact.state, fact.unreadable_lines) == ("running", 1)
    assert "damaged and was left out" in window.train.notes.text()
