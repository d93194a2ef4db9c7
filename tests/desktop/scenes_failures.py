"""The page Train when something went wrong, one state for each."""

from functools import partial

from desktop.diagnostics_dialog import DiagnosticsDialog
from desktop.facts import report_of
from desktop.main_window import MainWindow
from desktop.stages import IMAGES, TRAIN
from tests.desktop.scene import Act, Prepare, Scene, State, ended, just_made, nothing, open_run
from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.messages import say


def failed(error: ManulError, steps: int = 70) -> Prepare:
    def prepare(scene: Scene) -> None:
        scene.record(steps).fail(error)

    return prepare


def slow(scene: Scene) -> None:
    scene.record(88).tell(ev.Noted(note=say("note.steps_slower", step=61, factor=14)))


def without_engine(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    missing = ManulError("engine_missing", package="torch")
    window.training_actions.tell_launch_problem(report_of(missing))


def passed_over(scene: Scene) -> None:
    reason = say("damage.changed", file="weights.safetensors")
    scene.record(88).tell(ev.Noted(note=say("note.checkpoint_skipped", step=75, reason=reason)))


_LEARNING = say("stage.learning")
_MODEL = "D:/models/Stable-diffusion/v1-5-pruned-emaonly.safetensors"
_last_rung = partial(ManulError, "out_of_memory.last_rung", stage=_LEARNING, needed=9.4)


def diagnostics(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    window.train.failures.notice.choices["diagnostics"].click()
    scene.qtbot.waitUntil(lambda: bool(window.findChildren(DiagnosticsDialog)))
    window.findChildren(DiagnosticsDialog)[0].show_part(2)


def help_on(stage: int) -> Act:
    def act(window: MainWindow, scene: Scene) -> None:
        window.stack.setCurrentIndex(stage + 1)
        window.help_actions.show()

    return act


STATES: dict[str, State] = {
    "diagnostics": (ended("died", 94), diagnostics),
    "help_library": (nothing, help_on(-1)),
    "help_images": (nothing, help_on(IMAGES)),
    "help_train": (nothing, help_on(TRAIN)),
    "trouble_slow": (slow, open_run),
    "trouble_no_rung": (
        failed(_last_rung(change=say("plan.change.resolution", resolution=768, needed=7.1))),
        open_run,
    ),
    "trouble_no_model": (failed(ManulError("model_missing", path=_MODEL)), open_run),
    "trouble_other_model": (failed(ManulError("model_changed", path=_MODEL)), open_run),
    "trouble_disk": (
        failed(ManulError("disk_full.left", path="D:/Manul/pallas_cat", free="3.1")), open_run,
    ),
    "trouble_no_engine": (just_made, without_engine),
    "trouble_driver": (
        failed(
            ManulError(
                "card_unusable.driver", card="NVIDIA GeForce RTX 3060", driver="531.18",
                needed="550.54",
            ),
            0,
        ),
        open_run,
    ),
    "trouble_rate": (
        failed(
            ManulError(
                "loss_not_finite", step=71, learning_rate=0.005, suggestion=0.0005
            )
        ),
        open_run,
    ),
    "trouble_damaged_step": (passed_over, open_run),
}  # fmt: skip
