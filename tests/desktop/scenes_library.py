"""The library's states: empty and filled, its menus and dialogs, what it tells."""

import json
import os
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from desktop.free_space_dialog import FreeSpaceDialog
from desktop.main_window import MainWindow
from desktop.name_dialog import NameDialog
from tests.desktop.recorder import disk_full, record_concept, record_run
from tests.desktop.scene import Act, Scene, State, ended, nothing, wait
from training.contract import events as ev
from training.contract.layout import ConceptFolder, RunFolder

_DAY = 86_400


def library(scene: Scene) -> None:
    """A run that goes on, and others that ended in every usual way."""
    best = scene.record(150)
    best.tell(ev.Suggested(step=100, at_step=150, reasons=()))
    best.finish()
    cup = record_run(record_concept(scene.workspace, "morning_cup"))
    cup.start()
    cup.learn(60)
    cup.stop()
    pop = record_run(record_concept(scene.workspace, "paper_pop"))
    pop.start()
    pop.learn(33)
    pop.fail(disk_full(pop.folder.path))
    _take_room(best.folder.checkpoints, 1_500_000)
    _take_room(cup.folder.checkpoints, 35_000_000)
    _take_room(pop.folder.checkpoints, 190_000_000)
    _make_older(best.folder, days=1)
    _make_older(pop.folder, days=5)
    scene.run = record_run(cup.folder.concept)
    scene.run.start()
    scene.run.learn(88)


def without_demo(scene: Scene) -> None:
    cup = record_run(record_concept(scene.workspace, "morning_cup"))
    cup.start()
    cup.learn(60)
    cup.stop()
    _take_room(cup.folder.checkpoints, 35_000_000)


def only_pictures(scene: Scene) -> None:
    record_concept(scene.workspace, "morning_cup")


def with_problems(scene: Scene) -> None:
    """A damaged concept, a damaged run, and one that nobody started."""
    library(scene)
    cat = scene.workspace / "pallas_cat"
    winter = ConceptFolder(shutil.copytree(cat, scene.workspace / "winter_cat"))
    winter.config.write_text("name = 3\n", "utf-8")
    record_run(ConceptFolder(cat))
    damaged = record_run(ConceptFolder(scene.workspace / "paper_pop"))
    damaged.folder.config.write_text("[concept\n", "utf-8")


def _take_room(folder: Path, size: int) -> None:
    """Sparse files: they count and cost nothing."""
    for checkpoint in folder.iterdir():
        weights = checkpoint / "weights.safetensors"
        weights.touch()
        os.truncate(weights, size)


def _make_older(run: RunFolder, *, days: int) -> None:
    lines = [json.loads(line) for line in run.events.read_text("utf-8").splitlines()]
    run.events.unlink()
    for line in lines:
        line["time"] -= days * _DAY
        ev.append_event(run.events, ev.parse_event(line))
    os.utime(run.config, (line["time"], line["time"]))


def show_library(window: MainWindow, scene: Scene) -> None:
    window.show_library()
    engine = window._engine
    scene.qtbot.waitUntil(lambda: all(concept.size for concept in engine.concepts))
    wait(window)


def choose(window: MainWindow, name: str) -> None:
    key = next(fact.key for fact in window._engine.concepts if fact.name == name)
    window.library.show_concept(key)


def show_menu(window: MainWindow, scene: Scene) -> None:
    """Painted into the window: a popup cannot be grabbed with it."""
    show_library(window, scene)
    choose(window, "pallas_cat")
    menu: QMenu = window.library.lists.card_menu.menu
    menu.setParent(window)
    menu.adjustSize()
    menu.move(760, 300)
    menu.show()
    menu.setActiveAction(window.library.lists.card_menu.actions["rename"])


def search(window: MainWindow, scene: Scene) -> None:
    show_library(window, scene)
    window.library.tools.open_search()
    window.library.tools.field.setText("cup")


def search_in_vain(window: MainWindow, scene: Scene) -> None:
    search(window, scene)
    window.library.tools.field.setText("cup dog")


def use_keyboard(window: MainWindow, scene: Scene) -> None:
    show_library(window, scene)
    choose(window, "morning_cup")
    window.activateWindow()
    window.library.cards.setFocus()


def tell_deleted(window: MainWindow, scene: Scene) -> None:
    show_library(window, scene)
    window.library_actions._on_thrown_away(window._engine.concepts[0], True)


def tell_taught(window: MainWindow, scene: Scene) -> None:
    wish("rename", "morning_cup")(window, scene)


def copy_long(window: MainWindow, scene: Scene) -> None:
    show_library(window, scene)
    text = window.library_actions.tr("Copying “{name}”").format(name="pallas_cat")
    window.library.busy.tell(text, done=11, total=26)


def type_a_word(window: MainWindow, scene: Scene) -> None:
    wish("rename")(window, scene)
    (dialog,) = window.findChildren(NameDialog)
    dialog.field.setText("cat")
    dialog.field.textEdited.emit("cat")


def without_bin(window: MainWindow, scene: Scene) -> None:
    show_library(window, scene)
    window.library_actions._on_thrown_away(window._engine.concepts[0], False)


def free_all(window: MainWindow, scene: Scene) -> None:
    """What a run needs to go on is checked too, with the warning."""
    wish("free", "morning_cup")(window, scene)
    (dialog,) = window.findChildren(FreeSpaceDialog)
    for row in range(dialog.model.rowCount()):
        dialog.model.setData(dialog.model.index(row), 2, Qt.ItemDataRole.CheckStateRole)


def with_states(scene: Scene) -> None:
    library(scene)
    assert scene.run is not None
    (cup, _) = scene.run.folder.concept.runs()
    for step in (25, 50):
        state = cup.checkpoint(step) / "state.safetensors"
        state.touch()
        os.truncate(state, 70_000_000)
    cup.tensorboard.mkdir()
    (cup.tensorboard / "events").write_bytes(b"1" * 2_000_000)
    cache = scene.run.folder.concept.cache
    cache.mkdir()
    (cache / "latents").write_bytes(b"1" * 5_000_000)
    # Nothing goes of what is being taught.
    scene.run.stop()


def wish(what: str, name: str = "pallas_cat") -> Act:
    def act(window: MainWindow, scene: Scene) -> None:
        show_library(window, scene)
        key = next(fact.key for fact in window._engine.concepts if fact.name == name)
        window.library.wished.emit(what, key)
        wait(window)

    return act


STATES: dict[str, State] = {
    "library_empty": (nothing, nothing),
    "library": (library, show_library),
    "library_interrupted": (ended("died", 94), nothing),
    "library_without_demo": (without_demo, show_library),
    "library_only_pictures": (only_pictures, show_library),
    "library_problems": (with_problems, show_library),
    "library_menu": (library, show_menu),
    "library_keyboard": (library, use_keyboard),
    "library_search": (library, search),
    "library_search_in_vain": (library, search_in_vain),
    "library_deleted": (library, tell_deleted),
    "library_taught": (library, tell_taught),
    "library_copying": (library, copy_long),
    "library_rename": (library, wish("rename")),
    "library_rename_wrong": (library, type_a_word),
    "library_duplicate": (library, wish("duplicate")),
    "library_delete": (library, wish("delete")),
    "library_no_bin": (library, without_bin),
    "library_free": (with_states, wish("free", "morning_cup")),
    "library_free_all": (with_states, free_all),
    "library_free_nothing": (only_pictures, wish("free", "morning_cup")),
}
