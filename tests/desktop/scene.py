"""What the scenes of every page share: a recorded workspace, the window, what loads in the pool."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from desktop.answers import engine_fact
from desktop.main_window import MainWindow
from tests.desktop.event_loop import settle
from tests.desktop.recorder import RecordedRun, disk_full, record_concept, record_run
from training.contract.layout import workspace_path
from training.probe import probe as engine_probe


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


def probe(window: MainWindow) -> None:
    """What the engine answers of web UIs and models, asked in this process; the card stays the
    scene's."""
    answer = engine_probe(workspace_path(), patience_seconds=20).model_dump(mode="json")
    found = engine_fact(answer)
    assert all(model.usable is not None for model in found.models)
    card = window._engine.fact
    window._engine._set_fact(replace(card, web_uis=found.web_uis, models=found.models))


def wait(window: MainWindow) -> None:
    """Until everything that loads in the pool has arrived."""
    for _ in range(4):
        QThreadPool.globalInstance().waitForDone()
        settle()
