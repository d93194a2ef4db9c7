"""The page Images in its states."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel

from desktop.main_window import MainWindow
from desktop.pages.captions_dialog import CaptionsDialog
from desktop.stages import IMAGES
from tests.desktop.drawn_pictures import album
from tests.desktop.recorder import DEMO
from tests.desktop.scene import Scene, State, ended, nothing, wait


def draft(window: MainWindow, scene: Scene) -> None:
    window.take_pictures([DEMO / "morning_cup" / "images", Path(__file__)])
    _settle(window, scene)


def photos(window: MainWindow, scene: Scene) -> None:
    """An animal's, some of them edited."""
    window.navigation.start_new()
    window.editor.set_kind("animal")
    window.take_pictures([album(scene.workspace.parent / "photos")])
    wait(window)
    _settle(window, scene)
    edits, items = window.editor.edits, window.editor.pictures.items
    edits.set_crops({items[1].path: (0.3, 0.1, 0.8, 0.85), items[6].path: (0.1, 0.2, 0.5, 0.8)})
    edits.set_excluded([items[3].path], True)
    edits.set_mirror([items[6].path], True)


def _settle(window: MainWindow, scene: Scene) -> None:
    model = window.editor.pictures
    scene.qtbot.waitUntil(
        lambda: bool(model.items) and model.judged == len(model.items), timeout=20_000
    )


def select(window: MainWindow, *rows: int) -> None:
    for row in rows:
        index = window.editor.pictures.index(row)
        window.images.tiles.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)


def one_selected(window: MainWindow, scene: Scene) -> None:
    photos(window, scene)
    window.editor.edits.set_captions({window.editor.pictures.items[6].path: "head tilted, rocks"})
    select(window, 6)


def problems_selected(window: MainWindow, scene: Scene) -> None:
    """A copy of another one, while what is worth a look is shown."""
    photos(window, scene)
    window.images.bar.filters["worth_a_look"].click()
    names = [item.title for item in window.editor.pictures.items]
    path = window.editor.pictures.items[names.index("blurred.webp")].path
    (index,) = window.editor.pictures.indexes_of([path])
    select(window, index.row())


def several_selected(window: MainWindow, scene: Scene) -> None:
    photos(window, scene)
    select(window, 0, 1, 2, 3)


def captions(window: MainWindow, scene: Scene) -> None:
    photos(window, scene)
    window.images.write_captions()


def captions_of_some(window: MainWindow, scene: Scene) -> None:
    several_selected(window, scene)
    window.images.write_captions()
    (dialog,) = window.findChildren(CaptionsDialog)
    dialog.first.setText("a photo of {}")


def being_taught(window: MainWindow, scene: Scene) -> None:
    assert scene.run is not None
    window.open_run(scene.run.key)
    window.show_stage(IMAGES)
    _settle(window, scene)
    select(window, 2)


def let_go_of_draft(window: MainWindow, scene: Scene) -> None:
    draft(window, scene)
    wait(window)
    window.close()


STATES: dict[str, State] = {
    "images_empty": (nothing, lambda w, s: w.navigation.start_new()),
    "images": (nothing, draft),
    "images_photos": (nothing, photos),
    "images_selected": (nothing, one_selected),
    "images_problems": (nothing, problems_selected),
    "images_several": (nothing, several_selected),
    "images_captions": (nothing, captions),
    "images_captions_some": (nothing, captions_of_some),
    "images_taught": (ended("running", 20), being_taught),
    "images_let_go": (nothing, let_go_of_draft),
}
