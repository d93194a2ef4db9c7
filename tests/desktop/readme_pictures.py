"""Makes the README's pictures from a real training of the demo: `make readme-pictures`."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Before PySide6, see there.
import desktop  # noqa: F401

# isort: split
from PIL import Image
from PySide6.QtCore import QBuffer, QSettings, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

import resources
from desktop.engine import Engine
from desktop.facts import EngineFact, ExportFact, ExportWish, RunFact
from desktop.follower import RunFollower
from desktop.languages import Languages
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.stages import EXPORT, IMAGES, TRAIN
from desktop.theme import Theme
from tests.desktop.event_loop import settle
from tests.desktop.recorder import record_concept
from training.contract.engine_process import engine_python
from training.contract.layout import RunFolder
from training.contract.runs import RunRequest, create_run

FOLDER = resources.ROOT / "readme"
EXAMPLE = "/home/anna/stable-diffusion-webui/embeddings"
OFTEN = ("sampling.sample_every=10",)
_SIZE = (1440, 900)
_FRAME_WIDTH = 960
_FRAME_MS, _LAST_FRAME_MS = 350, 3500
_COLOURS = 256


@contextmanager
def opened(run: RunFolder) -> Iterator[MainWindow]:
    """A window on the run's workspace, with nobody's preferences."""
    app = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        languages, theme = Languages(app, "en"), Theme(app, "light")
        engine = Engine(run.concept.path.parent)
        window = MainWindow(engine, Preferences(settings), theme, languages)
        theme.dress()
        engine._set_fact(EngineFact(here=True))
        window.resize(*_SIZE)
        window.show()
        looked: list[bool] = []
        engine.when_looked(lambda: looked.append(True))
        wait_until(lambda: bool(looked))
        window.open_run(str(run.path))
        try:
            yield window
        finally:
            engine.close()
            window.close()
            settle()


def wait_until(condition: Callable[[], bool]) -> None:
    while not condition():
        QThreadPool.globalInstance().waitForDone(100)
        settle()


def grabbed(widget: QWidget) -> Image.Image:
    """Painting asks for pictures, which then load."""
    for _ in range(3):
        widget.grab()
        QThreadPool.globalInstance().waitForDone()
        settle()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return Image.open(BytesIO(bytes(buffer.data().data()))).convert("RGB")


def save(picture: Image.Image, name: str) -> None:
    small = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    small.save(FOLDER / f"{name}.png", optimize=True)


def as_at(run: RunFact, step: int) -> RunFact:
    """The run as it was when it had just kept `step`."""
    is_last = step == run.kept_steps[-1]
    return replace(
        run, state="finished" if is_last else "running", step=step,
        stage="" if is_last else "learning",
        samples=tuple(sample for sample in run.samples if sample.step <= step),
        kept_steps=tuple(kept for kept in run.kept_steps if kept <= step),
        losses=tuple(point for point in run.losses if point[0] <= step),
        evaluations=tuple(point for point in run.evaluations if point[0] <= step),
        suggestion=run.suggestion if is_last else None,
        converged=run.converged if is_last else None,
        warnings=run.warnings if is_last else (),
        log_tail="",
    )  # fmt: skip


def save_filling_gallery(window: MainWindow, run: RunFact) -> None:
    frames = []
    for step in run.kept_steps:
        window.train.show_run(as_at(run, step))
        settle()
        frame = grabbed(window.train)
        size = (_FRAME_WIDTH, round(frame.height * _FRAME_WIDTH / frame.width))
        frames.append(frame.resize(size, Image.Resampling.LANCZOS))
    times = [_FRAME_MS] * (len(frames) - 1) + [_LAST_FRAME_MS]
    frames[0].save(
        FOLDER / "gallery.webp", save_all=True, append_images=frames[1:], duration=times, loop=0,
        quality=80, method=6,
    )  # fmt: skip


def taught(workspace: Path) -> RunFolder:
    """The demo's training with many samples, by a real engine."""
    request = RunRequest(preset="textual_inversion", assignments=OFTEN)
    run = create_run(record_concept(workspace), request)
    command = [str(engine_python()), "-m", "training.cli", "run", str(run.path)]
    subprocess.run(command, check=True)
    return run


def save_pages(window: MainWindow, run: RunFact) -> None:
    window.show_stage(TRAIN)
    save(grabbed(window), "train")
    window.show_stage(IMAGES)
    save(grabbed(window), "images")
    window.show_stage(EXPORT)
    window.export.where.set_folder(EXAMPLE)
    done = ExportFact(f"{EXAMPLE}/{run.concept_name}.pt", f"a photo of {run.concept_name}")
    window.export.show_done(ExportWish(run.key, window.export.step, ""), done)
    save(grabbed(window), "export")


def main() -> None:
    """Of the run that is given, else of a new one."""
    with tempfile.TemporaryDirectory() as folder:
        given = [RunFolder(Path(text).resolve()) for text in sys.argv[1:2]]
        run = given[0] if given else taught(Path(folder) / "workspace")
        fact = RunFollower(run).look()
        with opened(run) as window:
            save_pages(window, fact)
            window.show_stage(TRAIN)
            save_filling_gallery(window, fact)
    for path in sorted(FOLDER.glob("*")):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
