"""What the scenes of every page share: a recorded workspace, the window, what loads in the pool."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from desktop.engine import Engine
from desktop.main_window import MainWindow
from tests.desktop.event_loop import settle
from tests.desktop.recorder import RecordedRun, disk_full, record_concept, record_run

# The windows of tests do not probe by themselves.
real_probe = Engine.probe


@dataclass
class Scene:
    """What a state is made of: a recorded workspace before the window, steps inside it."""

    workspace: Path
    qtbot: QtBot
    run: RecordedRun | None = None
    worker: FileLock | None = None

    def record(self, steps: int = 0, total: int = 150) -> RecordedRun:
        self.run = record_run(record_concept(self.workspace), total=total)
        if steps:
            self.run.start()
            self.run.learn(steps)
        return self.run


Prepare = Callable[[Scene], None]
Act = Callable[[MainWindow, Scene], None]
State = tuple[Prepare, Act]


def nothing(*_: object) -> None:
    """No preparation, or nothing to do."""


def just_made(scene: Scene) -> None:
    scene.record()


def ended(how: str, steps: int) -> Prepare:
    def prepare(scene: Scene) -> None:
        run = scene.record(steps)
        {
            "died": run.die, "finished": run.finish, "stopped": run.stop, "paused": run.pause,
            "failed": lambda: run.fail(disk_full(run.folder.path)), "running": nothing,
        }[how]()  # fmt: skip

    return prepare


def open_run(window: MainWindow, scene: Scene) -> None:
    assert scene.run is not None
    window.open_run(scene.run.key)


def probe(window: MainWindow, scene: Scene) -> None:
    """Ask a real engine which web UIs and models are here; the card stays the scene's."""
    card = window._engine.fact
    for _ in range(5):
        with scene.qtbot.waitSignal(window._engine.engine_changed, timeout=20_000):
            real_probe(window._engine)
        found = window._engine.fact
        if all(model.usable is not None for model in found.models):
            break
    window._engine._set_fact(replace(card, web_uis=found.web_uis, models=found.models))


def wait(window: MainWindow) -> None:
    """Until everything that loads in the pool has arrived."""
    for _ in range(4):
        QThreadPool.globalInstance().waitForDone()
        settle()
