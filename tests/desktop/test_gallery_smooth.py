"""2,000 samples, and 200 that arrive while one looks: the window never halts for long."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from tests.desktop.recorder import RecordedRun, record_concept, record_run
from training.contract import events as ev

MakeWindow = Callable[..., MainWindow]
MOST_MS = 500
PROMPTS = tuple(f"a photo of pallas_cat, number {number}" for number in range(4))


class Watchdog(QObject):
    """The longest time in which the window could not have answered a click. On a busy machine the
    clock goes on while the process waits for a core: then its own work counts."""

    def __init__(self) -> None:
        super().__init__()
        self._longest = self._longest_by_clock = 0.0
        self._at = self._now()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start(0)

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.perf_counter(), time.process_time()

    def _on_tick(self) -> None:
        before, self._at = self._at, self._now()
        clock, work = (now - then for now, then in zip(self._at, before, strict=True))
        self._longest = max(self._longest, min(clock, work))
        self._longest_by_clock = max(self._longest_by_clock, clock)

    def stop(self) -> float:
        """In milliseconds."""
        self._timer.stop()
        print(f"\nlongest block {1000 * self._longest_by_clock:.0f} ms by the clock")
        return 1000 * self._longest


@pytest.fixture
def run(workspace: Path) -> Iterator[RecordedRun]:
    made = record_run(record_concept(workspace), total=100_000, every=100)
    made.start()
    yield made
    made.let_go()


def paint(run: RecordedRun, steps: range, size: int = 256) -> None:
    """Samples with an event each; all are the same few files, which are as large as real ones."""
    run.folder.samples.mkdir(exist_ok=True)
    noise = random.Random(3)
    paths = []
    for number in range(8):
        path = run.folder.samples / f"step-{number:06d}-00.png"
        Image.frombytes("RGB", (size, size), noise.randbytes(size * size * 3)).save(path)
        paths.append(run.folder.relative(path))
    with run.folder.events.open("a", encoding="utf-8") as file:
        for step in steps:
            for row, prompt in enumerate(PROMPTS):
                saved = ev.SampleSaved(
                    step=step, prompt_index=row, prompt=prompt, seed=row,
                    path=paths[(step + row) % len(paths)],
                )  # fmt: skip
                file.write(json.dumps(saved.model_dump(mode="json")) + "\n")


def test_two_thousand_samples_are_scrubbed_through(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    paint(run, range(100, 50_100, 100))
    run.tell(ev.StepDone(step=50_000, loss=0.1, learning_rate=1e-3, seconds=0.5))
    window = make_window()
    assert window.gallery.columnCount() * 4 >= 2000
    window.train.timeline.view.grab()
    loader = window.thumbnails
    loaded = len(loader._kept) + len(loader._loading)
    assert loaded < 200, "what nobody has seen is not loaded"
    watchdog = Watchdog()
    scrubber = window.train.timeline.scrubber
    for stop in range(0, window.gallery.columnCount(), 12):
        scrubber.setValue(stop)
        qtbot.wait(1)
    window.train.open_viewer(0, 250)
    for _ in range(10):
        window.train.viewer.view.moved.emit(1, 0)
        qtbot.wait(1)
    window.train.back()
    longest = watchdog.stop()
    print(f"\n2,000 samples: {loaded} loaded at first, longest block {longest:.0f} ms")
    assert longest < MOST_MS


def test_two_hundred_samples_arrive_while_one_looks(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    paint(run, range(100, 10_100, 100))
    window = make_window()
    window.train.timeline.view.grab()
    before = len(run_samples(window))

    def arrive() -> None:
        for step in range(10_100, 15_100, 100):
            done = ev.StepDone(step=step, loss=0.1, learning_rate=1e-3, seconds=0.5)
            run.tell(done)
            paint_more(run, step)
            time.sleep(0.05)

    thread = threading.Thread(target=arrive)
    watchdog = Watchdog()
    thread.start()
    qtbot.waitUntil(lambda: len(run_samples(window)) == before + 200, timeout=60_000)
    longest = watchdog.stop()
    thread.join()
    print(f"\n200 samples live: longest block {longest:.0f} ms")
    assert longest < MOST_MS
    assert window.train.timeline.step == 15_000, "the newest is looked at"


def paint_more(run: RecordedRun, step: int) -> None:
    for row, prompt in enumerate(PROMPTS):
        path = f"samples/step-{(step + row) % 8:06d}-00.png"
        run.tell(ev.SampleSaved(step=step, prompt_index=row, prompt=prompt, seed=row, path=path))


def run_samples(window: MainWindow) -> tuple[object, ...]:
    return window.run.samples if window.run is not None else ()
