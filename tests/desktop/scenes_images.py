"""The page Images in its states."""

from pathlib import Path

from desktop.main_window import MainWindow
from tests.desktop.recorder import DEMO
from tests.desktop.scene import Scene, State, nothing, wait


def draft(window: MainWindow, scene: Scene) -> None:
    window.take_pictures([DEMO / "morning_cup" / "images", Path(__file__)])


def select_picture(window: MainWindow, scene: Scene) -> None:
    draft(window, scene)
    wait(window)
    window.images.tiles.setCurrentIndex(window.editor.pictures.index(1))


STATES: dict[str, State] = {
    "images_empty": (nothing, lambda w, s: w.navigation.start_new()),
    "images": (nothing, draft),
    "images_selected": (nothing, select_picture),
}
