"""A thousand pictures: the window answers all the time, and says what it is busy with."""

import gc
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.smoothness import keep_smooth
from tests.desktop.drawn_pictures import many
from training.contract.concept_folder import read_images
from training.contract.layout import ConceptFolder

COUNT = 1000
MOST_MS = 500
_BEAT_MS = 5
_SCHEDULER = Path("/proc/thread-self/schedstat")


class Watchdog(QObject):
    """A timer that should come every few milliseconds; `blocks` tells by how much it came late
    while something was done. What other programs took from this thread is no block of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: dict[str, float] = {}
        self._doing = "opening the window"
        self._last = self._now()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(_BEAT_MS)

    def during(self, what: str) -> None:
        self._on_beat()
        self._doing = what

    def _on_beat(self) -> None:
        now = self._now()
        late = now - self._last - _BEAT_MS
        self._last = now
        self.blocks[self._doing] = max(self.blocks.get(self._doing, 0.0), late)

    @staticmethod
    def _now() -> float:
        """Milliseconds, without those in which this thread waited for a processor (Linux)."""
        waited = int(_SCHEDULER.read_text().split()[1]) if _SCHEDULER.is_file() else 0
        return (time.perf_counter_ns() - waited) / 1e6


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return many(tmp_path_factory.mktemp("album"), COUNT)


@pytest.fixture
def watchdog(qapp: QApplication) -> Iterator[Watchdog]:
    """As smooth as the application makes itself."""
    watchdog, interval = Watchdog(), sys.getswitchinterval()
    keep_smooth()
    yield watchdog
    watchdog.deleteLater()
    gc.unfreeze()
    sys.setswitchinterval(interval)


def scroll(window: MainWindow, qtbot: QtBot) -> None:
    """From top to bottom, so that every thumbnail is asked for."""
    bar = window.images.tiles.verticalScrollBar()
    for step in range(40):
        bar.setValue(bar.maximum() * step // 39)
        qtbot.wait(10)


def test_the_event_loop_is_never_blocked(
    make_window: Callable[..., MainWindow], qtbot: QtBot, album: Path, watchdog: Watchdog
) -> None:
    window = make_window()
    window.resize(1440, 900)
    page, edits, model = window.images, window.editor.edits, window.editor.pictures
    heard: set[str] = set()
    window.editor.changed.connect(lambda: heard.add(page.bar.advice.text()))
    watchdog.during("adding and judging")
    window.take_pictures([album])
    qtbot.waitUntil(lambda: len(model.items) == COUNT, timeout=20_000)
    watchdog.during("scrolling while they are judged")
    scroll(window, qtbot)
    qtbot.waitUntil(lambda: model.judged == COUNT, timeout=60_000)
    watchdog.during("scrolling")
    scroll(window, qtbot)
    watchdog.during("choosing all")
    page.tiles.selectAll()
    qtbot.wait(50)
    assert page.panel.batch.isVisible()
    for what, do in (
        ("leaving all out", lambda: page.panel.batch.leave_out.click()),
        ("undo", page.undo),
        ("mirroring all", lambda: page.panel.batch.mirror.click()),
        ("showing those left out", lambda: page.bar.filters["left_out"].click()),
        ("showing all again", lambda: page.bar.filters["all"].click()),
        ("sorting by name", lambda: model.sort_by("name")),
        ("a caption for each", lambda: edits.set_captions({i.path: "x" for i in model.items})),
    ):
        watchdog.during(what)
        do()
        qtbot.wait(50)
    watchdog.during("making the concept")
    window.editor.set_name("a_thousand")
    window.editor.save()
    qtbot.waitUntil(lambda: window.editor.key is not None, timeout=60_000)
    qtbot.wait(50)
    watchdog.during("leaving all out in the folder")
    edits.set_excluded([item.path for item in model.items], True)
    qtbot.waitUntil(lambda: edits.is_settled, timeout=30_000)
    watchdog.during("undo in the folder")
    page.undo()
    qtbot.waitUntil(lambda: edits.is_settled, timeout=30_000)
    watchdog.during("rest")
    folder = ConceptFolder(Path(window.editor.key or ""))
    entries = read_images(folder).images
    assert len(entries) == COUNT and all(e.mirror and not e.excluded for e in entries)
    for what, late in watchdog.blocks.items():
        print(f"{late:6.0f} ms  {what}")
    del watchdog.blocks["opening the window"]
    longest = max(watchdog.blocks.values())
    print(f"longest block of the event loop with {COUNT} pictures: {longest:.0f} ms")
    assert any(text.startswith("Looking at ") for text in heard), "it says what it is busy with"
    assert longest < MOST_MS
    QThreadPool.globalInstance().clear()
