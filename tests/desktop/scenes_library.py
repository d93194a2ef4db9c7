"""The library's states."""

from desktop.main_window import MainWindow
from tests.desktop.recorder import disk_full, record_concept, record_run
from tests.desktop.scene import Scene, State, ended, nothing


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


STATES: dict[str, State] = {
    "library_empty": (nothing, nothing),
    "library": (library, show_library),
    "library_interrupted": (ended("died", 94), nothing),
}
