"""Half an hour and forty runs through one window: nothing may pile up.

`MANUL_SOAK_MINUTES` makes it shorter or longer, `MANUL_SOAK_RUNS` asks for fewer or more runs.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import thumbnails
from desktop.concept_editor import ConceptEditor
from desktop.facts import RunFact
from desktop.main_window import MainWindow
from desktop.stages import PRESET
from tests.desktop.event_loop import settle
from tests.desktop.recorder import DEMO
from tests.desktop.soak_record import COUNTS, WARM, Held, growth, measure, slope, table
from tests.desktop.test_whole_path import drop
from training.contract.presets import load_preset
from training.contract.runs import RunRequest

pytestmark = pytest.mark.prove

MINUTES = float(os.environ.get("MANUL_SOAK_MINUTES", "30"))
RUNS = int(os.environ.get("MANUL_SOAK_RUNS", "40"))
ENGINE_MS = 300_000
SHORT = (
    "training.max_train_steps=12", "sampling.sample_every=4", "sampling.num_inference_steps=2",
    "training.train_batch_size=2", "training.lr_decay_steps=0", "evaluation.pairs=2",
)  # fmt: skip
PRESETS = ("quick_look", "lora", "hypernetwork_object", "textual_inversion")
WAYS = ("finished", "paused", "exported", "stopped", "killed")
RUNS_OF_A_CONCEPT = 8
# The cache of small pictures is bounded. Full by run WARM, it does not look like a leak.
CACHE_BYTES = 8_000_000
# What a run leaves on purpose, its facts in the library, is some 20 KB. One gallery of it that
# stayed (12 pictures of 160 px and a large one) is 2 MB, one look at a model 3 MB.
MOST_MB_A_RUN = 0.25
# Threads of Qt's pool come and go: they end when they have been idle for 30 seconds.
MAY_GROW = {"threads": 2, "handles": 0}


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the window and of its engines."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


@pytest.fixture(autouse=True)
def _small_things(monkeypatch: pytest.MonkeyPatch) -> None:
    def request(editor: ConceptEditor) -> RunRequest:
        method = load_preset(editor.preset).method
        return RunRequest(method=method, preset=editor.preset, assignments=SHORT)

    monkeypatch.setattr(ConceptEditor, "request", request)
    monkeypatch.setattr(thumbnails, "_KEPT_BYTES", CACHE_BYTES)


class Soak:
    """A user who teaches one thing after the other and never closes the window."""

    def __init__(self, window: MainWindow, qtbot: QtBot, exports: Path) -> None:
        self.window, self.qtbot, self.exports = window, qtbot, exports

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=ENGINE_MS)

    def press(self) -> None:
        self.until(self.window.bar.primary.isEnabled)
        self.qtbot.mouseClick(self.window.bar.primary, Qt.MouseButton.LeftButton)

    @property
    def run(self) -> RunFact:
        assert self.window.run is not None
        return self.window.run

    def until_state(self, *states: str) -> None:
        self.until(lambda: self.run.state in (*states, "finished", "failed"))
        assert self.run.state != "failed", self.run.failure

    def describe(self, number: int) -> None:
        """A new concept every few runs; else the last one is opened again."""
        window = self.window
        if (number - 1) % RUNS_OF_A_CONCEPT:
            window.open_concept(window._engine.runs()[-1].concept_key)
            return
        drop(window.library.cards.viewport(), [DEMO / "pallas_cat" / "images"])
        self.until(lambda: len(window.editor.pictures.used) == 6)
        self.press()
        self.qtbot.mouseClick(window.concept.kinds["animal"], Qt.MouseButton.LeftButton)
        self.qtbot.keyClicks(window.concept.name, f"manul{number:03d}_cat")
        self.press()
        self.until(lambda: window.editor.key is not None)

    def teach(self, number: int) -> None:
        window, before = self.window, self.window.navigation.run_key
        self.describe(number)
        window.show_stage(PRESET)
        row = window.presets.row_of(PRESETS[number % len(PRESETS)])
        window.preset.cards.setCurrentIndex(window.presets.index(row))
        known = {run.key for run in window._engine.runs()}
        self.press()
        self.until(
            lambda: (
                window.page is window.train and window.navigation.run_key not in {before, *known}
            )
        )
        self.until(lambda: self.run.state == "finished" or 4 in self.run.kept_steps)

    def interrupt(self, way: str) -> str:
        """What became of it: a run may finish before the wish arrives."""
        if self.run.state == "finished" or way not in ("paused", "stopped", "killed"):
            return way if way == "exported" else "finished"
        page = self.window.train
        if way == "killed":
            started = self.window._engine._follower.process_of(self.run.key)
            assert started is not None
            started.end()
            self.until_state("died")
        else:
            button = page.commands.pause if way == "paused" else page.commands.stop
            self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
            self.until_state(way)
        if self.run.state == "finished":
            return "finished"
        if way == "paused":
            self.qtbot.mouseClick(page.commands.pause, Qt.MouseButton.LeftButton)
        else:
            self.press()
        return way

    def look_at_samples(self) -> None:
        """Every step, and one picture as large as the screen."""
        view = self.window.train.timeline.view
        for column in range(len(self.window.gallery.steps)):
            self.window.train.timeline.scrubber.setValue(column)
            view.grab()
            settle()
        view.sample_requested.emit(self.window.gallery.index(0, 0))
        viewer = self.window.train.viewer
        assert viewer.isVisible()
        viewer.grab()
        settle()
        self.qtbot.mouseClick(viewer.head.close_button, Qt.MouseButton.LeftButton)
        assert not viewer.isVisible()

    def export(self) -> None:
        page = self.window.export
        self.press()
        assert self.window.page is page
        page.where.set_folder(str(self.exports / self.run.key.replace("/", "_")))
        self.press()
        self.until(lambda: page.result.isVisible() or page.notice.isVisible())
        assert page.result.isVisible()

    def one_run(self, number: int) -> str:
        self.teach(number)
        way = self.interrupt(WAYS[number % len(WAYS)])
        self.until_state()
        self.look_at_samples()
        if way == "exported":
            self.export()
        self.window.show_library()
        self.window.grab()
        self.until(lambda: not psutil.Process().children(recursive=True))
        return way


def test_nothing_piles_up(
    make_window: Callable[..., MainWindow], qtbot: QtBot, tmp_path: Path, workspace: Path
) -> None:
    soak = Soak(make_window(), qtbot, tmp_path / "exports")
    began, records = time.monotonic(), list[Held]()
    while len(records) < RUNS or time.monotonic() - began < MINUTES * 60:
        started, number = time.monotonic(), len(records) + 1
        way = soak.one_run(number)
        seconds = time.monotonic() - started
        records.append(measure(soak.window, workspace, number, way, seconds))
        print(records[-1], flush=True)
    print(f"\n{len(records)} runs in {(time.monotonic() - began) / 60:.1f} minutes")
    print(table(records), flush=True)
    assert set(WAYS) <= {record.way for record in records}
    assert slope(records, lambda record: record.rss) < MOST_MB_A_RUN, f"from run {WARM} on"
    grown = {name: growth(records, name) for name in COUNTS}
    assert {n: by for n, by in grown.items() if by > MAY_GROW.get(n, 0)} == {}
