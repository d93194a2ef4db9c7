"""The page Train in its states, and the samples large."""

import time
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QPoint

from desktop.facts import Report
from desktop.main_window import MainWindow
from tests.desktop.scene import Scene, State, ended, just_made, open_run, wait
from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.messages import say
from training.contract.pins import set_pin
from training.contract.tries import try_words


def open_details(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    window.train.failures.notice.details.setChecked(True)


def just_begun(scene: Scene) -> None:
    scene.record(1, total=1500)


def hang(scene: Scene) -> None:
    scene.record(80).hang()


def draw_class(scene: Scene) -> None:
    scene.record(1).tell(ev.StageProgressed(stage="class_images", done=37, total=200))


def wait_for_card(scene: Scene) -> None:
    scene.record(1).tell(ev.Queued())


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


def on_a_card(scene: Scene) -> None:
    """What a card's driver tells; the memory ran out once."""
    run = scene.record(62)
    less = ev.Choice(
        name="gradient_checkpointing", reason=say("plan.measure.gradient_checkpointing", saved=3.1)
    )
    reason = say("reason.out_of_memory", stage=say("stage.learning"))
    run.tell(
        ev.StepDone(step=62, loss=0.1, learning_rate=5e-3, seconds=0.7, memory_bytes=7_400_000_000),
        ev.PlanChanged(from_step=50, measures=(less,), reason=reason),
    )
    run.step = 50
    run.learn(38)
    card = ev.CardState(celsius=71, used_bytes=4_080_218_931, total_bytes=8_589_934_592)
    run.tell(ev.Heartbeat(progress_at=time.time(), card=card))


def pinned_and_dropped(scene: Scene) -> None:
    """Of a full model: two steps are gone, one is pinned."""
    judged(scene)
    run = scene.run
    assert run is not None
    for step in (25, 75):
        (run.folder.checkpoint(step) / "meta.json").unlink()
    set_pin(run.folder, 50, pinned=True)
    set_pin(run.folder, 125, pinned=True)


def tried(scene: Scene) -> None:
    """Some pictures of a free prompt lie in the run."""
    judged(scene)
    run = scene.run
    assert run is not None
    run.folder.tries.mkdir()
    for seed, shade in enumerate(("#7fa2c8", "#c89f7f", "#9fc87f", "#b07fc8", "#c8bd7f")):
        path = run.folder.tries / f"step-000050-0123abcd-seed-{seed}.png"
        picture = Image.new("RGB", (64, 64), shade)
        picture.save(path, pnginfo=try_words("pallas_cat asleep in a teacup, morning light"))


def open_large(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    window.train.open_viewer(0, 2)
    wait(window)


def wipe(window: MainWindow, scene: Scene) -> None:
    open_large(window, scene)
    window.train.open_viewer(0, 4)
    window.train.viewer.pair.set_compares(True)


def wipe_with_picture(window: MainWindow, scene: Scene) -> None:
    open_large(window, scene)
    strip = window.train.viewer.inspector.strip
    strip.activated.emit(strip.model().index(1, 0))


def zoomed(window: MainWindow, scene: Scene) -> None:
    open_large(window, scene)
    window.train.viewer.view.grab()
    wait(window)
    window.train.viewer.view.set_zoom(14.0)


def paint_try(window: MainWindow, scene: Scene) -> None:
    open_large(window, scene)
    window.train.viewer.inspector.show_trying()
    panel = window.train.viewer.inspector.trying
    panel.prompt.setPlainText("pallas_cat asleep in a teacup, morning light")
    window.gallery_actions.trying._on_progress(8, 20)


def refuse_try(window: MainWindow, scene: Scene) -> None:
    open_large(window, scene)
    said = ManulError("card_busy").report()
    window.train.viewer.inspector.show_trying()
    window.train.viewer.inspector.trying.show_problem(
        Report(said.message, said.advice, said.key, dict(said.values))
    )


def look_at_try(window: MainWindow, scene: Scene) -> None:
    open_large(window, scene)
    window.train.viewer.inspector.show_trying()
    results = window.train.viewer.inspector.trying.results
    results.activated.emit(results.model().index(1, 0))


def save_sheet(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    window.gallery_actions.save_contact_sheet(Path(scene.workspace) / "pallas_cat-0001.png")
    wait(window)


def ask_for_steps(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    window.train.commands.ask_for_steps()


def ask_for_much(window: MainWindow, scene: Scene) -> None:
    """Three commands that nobody has answered yet."""
    open_run(window, scene)
    for command in (window.train.commands.save_now, window.train.commands.sample_now):
        command.click()
    window.train.commands.command("extend", 50)


def lack_tensorboard(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    board = window.gallery_actions.tensorboard
    board.failed.emit(board.report_missing())


def hover_plot(window: MainWindow, scene: Scene) -> None:
    open_run(window, scene)
    plot = window.train.timeline.plot
    plot.grab()
    scene.qtbot.mouseMove(plot, QPoint(plot.width() // 2, 60))


STATES: dict[str, State] = {
    "train_new": (just_made, open_run),
    "train_class": (draw_class, open_run),
    "train_queued": (wait_for_card, open_run),
    "train_running": (ended("running", 88), open_run),
    "train_card": (on_a_card, open_run),
    "train_asked": (ended("running", 88), ask_for_much),
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
    "train_pinned": (pinned_and_dropped, open_run),
    "train_sheet": (judged, save_sheet),
    "train_more_steps": (ended("finished", 150), ask_for_steps),
    "train_tensorboard": (ended("finished", 150), lack_tensorboard),
    "train_plot": (judged_live, hover_plot),
    "large_sample": (judged, open_large),
    "large_zoomed": (judged, zoomed),
    "large_wipe": (judged, wipe),
    "large_wipe_picture": (judged, wipe_with_picture),
    "large_try_working": (judged, paint_try),
    "large_try_refused": (judged, refuse_try),
    "large_try_results": (tried, look_at_try),
}
