"""Every page in every state, grabbed; `make screenshots` keeps the pictures for a person to see."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QThreadPool
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.facts import EngineFact, ExportFact, ExportWish
from desktop.main_window import MainWindow
from desktop.stages import CONCEPT, EXPORT, PRESET
from tests.desktop.event_loop import settle
from tests.desktop.recorder import DEMO, RecordedRun, disk_full, record_concept, record_run

FOLDER = os.environ.get("MANUL_SCREENSHOTS", "")
EXPORT_FOLDER = "/home/anna/stable-diffusion-webui/embeddings"
SIZES = {"1440": QSize(1440, 900), "1100": QSize(1100, 700)}


@dataclass
class Scene:
    """What a state is made of: a recorded workspace before the window, steps inside it."""

    workspace: Path
    run: RecordedRun | None = None

    def record(self, steps: int = 0, total: int = 150) -> RecordedRun:
        self.run = record_run(record_concept(self.workspace), total=total)
        if steps:
            self.run.start()
            self.run.learn(steps)
        return self.run


Prepare = Callable[[Scene], None]
Act = Callable[[MainWindow, Scene], None]


def nothing(*_: object) -> None:
    """No preparation, or nothing to do."""


def library(scene: Scene) -> None:
    scene.record(150).finish()
    cup = record_run(record_concept(scene.workspace, "morning_cup"))
    cup.start()
    cup.learn(60)
    cup.stop()
    pop = record_run(record_concept(scene.workspace, "paper_pop"))
    pop.start()
    pop.learn(33)
    pop.fail(disk_full(pop.folder.path))
    scene.run = record_run(cup.folder.concept)
    scene.run.start()
    scene.run.learn(88)


def show_library(window: MainWindow, scene: Scene) -> None:
    window.show_library()


def draft(window: MainWindow, scene: Scene) -> None:
    window.take_pictures([DEMO / "morning_cup" / "images", Path(__file__)])


def select_picture(window: MainWindow, scene: Scene) -> None:
    draft(window, scene)
    wait(window)
    window.images.tiles.setCurrentIndex(window.editor.pictures.index(1))


def describe(window: MainWindow, scene: Scene) -> None:
    draft(window, scene)
    wait(window)
    window.editor.set_name("morning_cup")
    window.show_stage(CONCEPT)


def describe_wrongly(window: MainWindow, scene: Scene) -> None:
    describe(window, scene)
    window.editor.set_kind("animal")
    window.editor.set_name("cat")
    window.editor.set_initializer("pallas")


def preset(window: MainWindow, scene: Scene) -> None:
    key = window._engine.concepts[0].key
    window.open_concept(key)
    window.show_stage(PRESET)


def open_run(window: MainWindow, scene: Scene) -> None:
    assert scene.run is not None
    window.open_run(scene.run.key)


def open_details(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    window.train.notice.details.setChecked(True)


def export(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    window.show_stage(EXPORT)
    window.export.set_folder(EXPORT_FOLDER)


def exported(window: MainWindow, scene: Scene) -> None:
    export(window, scene)
    assert scene.run is not None
    wish = ExportWish(scene.run.key, window.export.step, EXPORT_FOLDER)
    window.export.show_done(wish, ExportFact("x/pallas_cat.pt", "a photo of pallas_cat"))


def settings(window: MainWindow, scene: Scene) -> None:
    window.show_settings()


def just_made(scene: Scene) -> None:
    scene.record()


def just_begun(scene: Scene) -> None:
    scene.record(1, total=1500)


def hang(scene: Scene) -> None:
    scene.record(80).hang()


def _end(how: str, steps: int) -> Prepare:
    def prepare(scene: Scene) -> None:
        run = scene.record(steps)
        {
            "died": run.die, "finished": run.finish, "stopped": run.stop, "paused": run.pause,
            "failed": lambda: run.fail(disk_full(run.folder.path)), "running": nothing,
        }[how]()  # fmt: skip

    return prepare


STATES: dict[str, tuple[Prepare, Act]] = {
    "library_empty": (nothing, nothing),
    "library": (library, show_library),
    "images_empty": (nothing, lambda w, s: w.start_new()),
    "images": (nothing, draft),
    "images_selected": (nothing, select_picture),
    "concept": (nothing, describe),
    "concept_wrong": (nothing, describe_wrongly),
    "preset": (just_made, preset),
    "train_new": (just_made, open_run),
    "train_running": (_end("running", 88), open_run),
    "train_long": (just_begun, open_run),
    "train_paused": (_end("paused", 60), open_run),
    "train_stopped": (_end("stopped", 110), open_run),
    "train_finished": (_end("finished", 150), open_run),
    "train_failed": (_end("failed", 70), open_details),
    "train_died": (_end("died", 94), open_details),
    "train_silent": (hang, open_run),
    "export": (_end("finished", 150), export),
    "exported": (_end("finished", 150), exported),
    "settings": (nothing, settings),
}


def wait(window: MainWindow) -> None:
    """Until everything that loads in the pool has arrived."""
    for _ in range(4):
        QThreadPool.globalInstance().waitForDone()
        settle()


def looks() -> list[tuple[str, str, str]]:
    if not FOLDER:
        return [("1100", "dark", "ru")]
    return [
        (size, mode, language)
        for size in SIZES for mode in ("light", "dark") for language in ("en", "ru")
    ]  # fmt: skip


@pytest.mark.parametrize("look", looks(), ids="_".join)
@pytest.mark.parametrize("state", STATES)
def test_page_can_be_painted(
    state: str, look: tuple[str, str, str], make_window: Callable[..., MainWindow],
    workspace: Path, qtbot: QtBot,
) -> None:  # fmt: skip
    prepare, act = STATES[state]
    size, mode, language = look
    scene = Scene(workspace)
    prepare(scene)
    window = make_window(language=language, mode=mode)
    window._engine._set_fact(
        EngineFact(True, "NVIDIA GeForce RTX 3060", 7_600_000_000, 8_589_934_592)
    )
    window.resize(SIZES[size])
    act(window, scene)
    wait(window)
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    shown: QWidget = dialogs[0] if dialogs else window
    for _ in range(3):
        # Painting asks for pictures, which then load.
        picture = shown.grab()
        wait(window)
    picture = shown.grab()
    assert not picture.isNull()
    if FOLDER:
        folder = Path(FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        picture.save(str(folder / f"{state}_{size}_{mode}_{language}.png"))
    if scene.run is not None:
        scene.run.let_go()
