"""Progress in the task bar and a word at the end. What only Windows has is played by a fake of the
two functions that are called there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.notifications import TrayNotifier
from desktop.taskbar import NoTaskbar, make_taskbar
from desktop.windows_taskbar import WindowsTaskbar
from tests.desktop.recorder import RecordedRun, disk_full, record_concept, record_run

MakeWindow = Callable[..., MainWindow]


@dataclass
class Told:
    """Keeps what would have been shown."""

    messages: list[tuple[str, str, bool]] = field(default_factory=list)

    def notify(self, title: str, text: str, *, urgent: bool) -> None:
        self.messages.append((title, text, urgent))


@dataclass
class FakeTaskbarList:
    """What Windows was told: (function, window, numbers)."""

    calls: list[tuple[object, ...]] = field(default_factory=list)

    def set_value(self, window: int, done: int, total: int) -> None:
        self.calls.append(("value", window, done, total))

    def set_state(self, window: int, flag: int) -> None:
        self.calls.append(("state", window, flag))


@pytest.fixture
def run(workspace: Path) -> Iterator[RecordedRun]:
    made = record_run(record_concept(workspace), total=40, every=10)
    made.start()
    made.learn(10)
    yield made
    made.let_go()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def bar() -> FakeTaskbarList:
    return FakeTaskbarList()


@pytest.fixture
def window(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, told: Told, bar: FakeTaskbarList
) -> MainWindow:
    made = make_window()
    made.watch.notifier = told
    made.watch.taskbar = WindowsTaskbar(bar, lambda: 7)
    run.learn(10)
    look(made, qtbot)
    return made


def look(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window._engine.looked):
        window._engine.look()


def look_away(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: False)


def test_who_looks_at_the_window_is_not_told(
    window: MainWindow, qtbot: QtBot, run: RecordedRun, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    run.learn(20)
    run.finish()
    look(window, qtbot)
    assert told.messages == []


def test_the_end_is_told_once(
    window: MainWindow, qtbot: QtBot, run: RecordedRun, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_away(window, monkeypatch)
    run.learn(20)
    run.finish()
    for _ in range(2):
        look(window, qtbot)
    assert told.messages == [
        ("pallas_cat is taught", "The training has finished after 40 steps.", False)
    ]


def test_a_failure_is_told_with_its_sentence_and_a_stop_is_not(
    window: MainWindow, qtbot: QtBot, run: RecordedRun, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_away(window, monkeypatch)
    run.fail(disk_full(Path("D:/x")))
    look(window, qtbot)
    ((title, text, urgent),) = told.messages
    assert urgent and "ended early" in title and "disk is full" in text
    run.start(from_step=20)
    run.learn(1)
    look(window, qtbot)
    run.stop()
    look(window, qtbot)
    assert len(told.messages) == 1, "who pressed Stop knows"


def test_the_task_bar_follows_the_training(
    window: MainWindow, qtbot: QtBot, run: RecordedRun, bar: FakeTaskbarList,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    look_away(window, monkeypatch)
    assert bar.calls[-2:] == [("state", 7, 2), ("value", 7, 500, 1000)]
    run.pause()
    look(window, qtbot)
    assert bar.calls[-2:] == [("state", 7, 8), ("value", 7, 500, 1000)]
    run.fail(disk_full(Path("D:/x")))
    look(window, qtbot)
    run.start(from_step=20)
    look(window, qtbot)
    run.learn(1)
    look(window, qtbot)
    run.fail(disk_full(Path("D:/x")))
    look(window, qtbot)
    assert bar.calls[-2:] == [("state", 7, 4), ("value", 7, 1000, 1000)], "red until it is seen"
    window.watch.window_activated()
    assert bar.calls[-1] == ("state", 7, 0)


def test_work_of_unknown_length_only_moves(bar: FakeTaskbarList) -> None:
    WindowsTaskbar(bar, lambda: 7).show(None, "working")
    assert bar.calls == [("state", 7, 1)]


def test_a_system_without_tray_and_task_bar_does_no_harm(
    make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    window = make_window()
    bar = make_taskbar(window)
    assert isinstance(bar, NoTaskbar)
    bar.show(0.5, "working")
    bar.clear()
    TrayNotifier(window).notify("pallas_cat is taught", "40 steps", urgent=False)
