"""The page Train in its states."""

from desktop.main_window import MainWindow
from tests.desktop.scene import Scene, State, ended, just_made, open_run
from training.contract import events as ev
from training.contract.messages import say


def open_details(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    window.train.failures.notice.details.setChecked(True)


def just_begun(scene: Scene) -> None:
    scene.record(1, total=1500)


def hang(scene: Scene) -> None:
    scene.record(80).hang()


def draw_class(scene: Scene) -> None:
    scene.record(1).tell(ev.StageProgressed(stage="class_images", done=37, total=200))


def judge(scene: Scene, *, step: int) -> None:
    """A star, two warnings and convergence, as an engine tells them."""
    enough = say("suggestion.levelled", percent=58, step=75)
    reasons = (enough, say("suggestion.class", percent=8), say("suggestion.no_likeness"))
    assert scene.run is not None
    scene.run.tell(
        ev.Converged(step=75, reason=say("converged", step=75)),
        ev.Overfitting(step=100, sign="class", warning=say("warning.class", step=100, percent=31)),
        ev.Suggested(at_step=step, step=50, reasons=reasons),
    )


def judged(scene: Scene) -> None:
    scene.record(150)
    judge(scene, step=150)
    assert scene.run is not None
    scene.run.finish()


def judged_live(scene: Scene) -> None:
    scene.record(118)
    judge(scene, step=100)


def converged_live(scene: Scene) -> None:
    scene.record(88).tell(ev.Converged(step=75, reason=say("converged", step=75)))


STATES: dict[str, State] = {
    "train_new": (just_made, open_run),
    "train_class": (draw_class, open_run),
    "train_running": (ended("running", 88), open_run),
    "train_long": (just_begun, open_run),
    "train_paused": (ended("paused", 60), open_run),
    "train_stopped": (ended("stopped", 110), open_run),
    "train_finished": (ended("finished", 150), open_run),
    "train_failed": (ended("failed", 70), open_details),
    "train_died": (ended("died", 94), open_details),
    "train_silent": (hang, open_run),
    "train_converged": (converged_live, open_run),
    "train_overfits": (judged_live, open_run),
    "train_star": (judged, open_run),
}
