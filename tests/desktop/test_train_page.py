"""The page Train on recorded runs: commands and their answers, figures, plan changes, the plot."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from desktop.contact_sheet import fit_columns
from desktop.facts import Report
from desktop.main_window import MainWindow
from desktop.widgets.gallery_cells import waiting_lines
from tests.desktop.event_loop import settle
from tests.desktop.recorder import RecordedRun, record_concept, record_run
from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.messages import say

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def run(workspace: Path) -> Iterator[RecordedRun]:
    made = record_run(record_concept(workspace), total=40, every=10)
    yield made
    made.let_go()


def look(window: MainWindow, qtbot: QtBot) -> None:
    """What is written by now is seen; a look that began before may have missed it."""
    looked: list[bool] = []
    window._engine.when_looked(lambda: looked.append(True))
    qtbot.waitUntil(lambda: bool(looked))


def sent(run: RecordedRun, qtbot: QtBot) -> list[dict[str, object]]:
    """What was written down for the engine, once it was."""
    path = run.folder.commands
    qtbot.waitUntil(lambda: path.exists() and path.read_text("utf-8").endswith("\n"))
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_command_waits_until_it_is_answered(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    window = make_window()
    commands = window.train.commands
    qtbot.mouseClick(commands.save_now, Qt.MouseButton.LeftButton)
    assert not commands.save_now.isEnabled()
    assert "going to be kept" in window.train.notes.text()
    (wish,) = sent(run, qtbot)
    run.learn(1)
    look(window, qtbot)
    assert not commands.save_now.isEnabled(), "a step alone is no answer"
    refused = say("note.command_ignored", command="save_now", state="paused")
    run.tell(ev.CommandHandled(id=str(wish["id"]), note=refused))
    look(window, qtbot)
    qtbot.waitUntil(commands.save_now.isEnabled)
    assert "does nothing while" in window.train.notes.text(), "the answer is told"
    assert "going to be kept" not in window.train.notes.text()


def test_more_steps_while_it_learns_are_asked_of_the_engine(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    window = make_window()
    window.train.commands.add_steps.trigger()
    dialog = window.train.findChild(QInputDialog, "more_steps")
    assert dialog is not None and dialog.intValue() == 10
    dialog.setIntValue(25)
    dialog.accept()
    (wish,) = sent(run, qtbot)
    assert (wish["command"], wish["steps"]) == ("extend", 25)
    assert "More steps are being added" in window.train.notes.text()
    run.tell(
        ev.Extended(max_train_steps=65, learning_rate=1e-3), ev.CommandHandled(id=str(wish["id"]))
    )
    look(window, qtbot)
    assert "of 65" in window.train.figures.accessibleName()
    assert window.gallery.steps[-1] == 65


def test_more_steps_of_a_run_that_is_over_start_it_again(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(40)
    run.finish()
    window = make_window()
    window.open_run(run.key)
    window.train.resume_requested.disconnect(window.training_actions.resume)
    assert window.train.commands.more_steps.isVisible()
    qtbot.mouseClick(window.train.commands.more_steps, Qt.MouseButton.LeftButton)
    dialog = window.train.findChild(QInputDialog, "more_steps")
    assert dialog is not None
    with qtbot.waitSignal(window.train.resume_requested) as asked:
        dialog.accept()
    assert asked.args == [run.key, 10]


def test_the_card_s_figures_are_there_where_a_driver_tells_them(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    window = make_window()
    assert "Computes on: Processor" in window.train.figures.accessibleName()
    assert "°C" not in window.train.figures.accessibleName(), "nothing is promised"
    card = ev.CardState(celsius=68, used_bytes=4 * 2**30, total_bytes=8 * 2**30)
    run.tell(ev.Heartbeat(progress_at=1.0, card=card))
    look(window, qtbot)
    said = window.train.figures.accessibleName()
    assert "Memory: 4 GB of 8" in said.replace("\u00a0", " ")
    assert "Card: 68 °C" in said.replace("\u00a0", " ")


def test_a_changed_plan_is_told_until_it_was_read(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(17)
    less = ev.Choice(
        name="gradient_checkpointing", reason=say("plan.measure.gradient_checkpointing", saved=2.5)
    )
    why = say("reason.out_of_memory", stage=say("stage.learning"))
    run.tell(ev.PlanChanged(from_step=10, measures=(less,), reason=why))
    run.step = 10
    run.learn(5)
    window = make_window()
    panel = window.train.turn
    assert panel.isVisible()
    assert "ran out of memory at step 17" in panel.accessibleName()
    assert "step 10" in panel.accessibleName() and "7 steps" in panel.accessibleName()
    assert "2.5 GB less" in panel.accessibleName()
    assert "was 2.5 / s" in window.train.figures.accessibleName()
    assert "At step 17 the plan was changed" in window.train.timeline.plot.accessibleDescription()
    qtbot.mouseClick(panel.dismiss, Qt.MouseButton.LeftButton)
    run.learn(1)
    look(window, qtbot)
    assert not panel.isVisible(), "read is read"


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_plot_says_what_lies_under_the_pointer(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(40)
    run.finish()
    window = make_window()
    window.open_run(run.key)
    plot = window.train.timeline.plot
    centres = window.train.timeline.view.column_centres()
    assert plot.step_at(centres[2]) == 20
    assert plot.step_at((centres[1] + centres[2]) / 2) == 15
    assert plot.step_at(20) is None, "over the legend there is nothing"
    at = QPointF(centres[2], 40)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    kind = QMouseEvent.Type.MouseMove
    move = QMouseEvent(kind, at, plot.mapToGlobal(at), buttons, buttons, keys)
    QApplication.sendEvent(plot, move)
    assert plot._hovered == centres[2]
    window.train.timeline.scrubber.setValue(2)
    spoken = window.train.timeline.scrubber.accessibleDescription()
    assert "Step 20" in spoken and "Fixed test: 0.1" in spoken and "Kept" in spoken


def test_a_contact_sheet_holds_the_whole_gallery(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, tmp_path: Path
) -> None:
    run.start()
    run.learn(40)
    run.finish()
    window = make_window()
    window.open_run(run.key)
    target = tmp_path / "лист.png"
    window.gallery_actions.save_contact_sheet(target)
    qtbot.waitUntil(window.train.done.isVisible)
    sheet = QImage(str(target))
    steps, cell = fit_columns([0, 10, 20, 30, 40], rows=len(run.prompts))
    assert (steps, cell) == ([0, 10, 20, 30, 40], 192)
    assert sheet.width() > len(steps) * cell and sheet.height() > len(run.prompts) * cell
    clear = QImage(str(run.folder.sample(40, 0))).pixelColor(2, 2)
    last = sheet.pixelColor(sheet.width() - 24 - cell // 2, 24 + 36 + 6)
    assert abs(last.hue() - clear.hue()) < 20, "the newest picture is in the last column"
    assert "лист.png is saved" in window.train.done.accessibleName()
    window.gallery_actions.save_contact_sheet(tmp_path / "no such folder" / "sheet.png")
    qtbot.waitUntil(window.train.notice.isVisible)


@pytest.mark.quick
@pytest.mark.parametrize("rows", [1, 4, 16])
def test_a_sheet_of_very_many_steps_can_still_be_opened(rows: int) -> None:
    steps, cell = fit_columns(range(0, 50_000, 100), rows=rows)
    assert steps[0] == 0 and steps[-1] == 49_900
    width, height = 268 + len(steps) * (cell + 8), 84 + rows * (cell + 8)
    assert width <= 16_000 and width * height <= 40_000_000


@pytest.mark.quick
def test_the_time_until_the_next_sample_is_never_cut_off(qtbot: QtBot) -> None:
    metrics = QFontMetrics(QFont())
    time = "1\u00a0h 20\u00a0min"
    text = f"in {time}"
    width = {said: metrics.horizontalAdvance(said) for said in (text, time, "20\u00a0min")}
    assert waiting_lines(text, time, metrics, width[text]) == [text]
    assert waiting_lines(text, time, metrics, width[time]) == ["in", time]
    assert waiting_lines(text, time, metrics, width["20\u00a0min"]) == time.split(" ")


def test_problems_of_wishes_are_told_and_can_be_closed(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    window = make_window()
    window._engine.pin(run.key, 0, pinned=True, on_failed=window.train.show_problem)
    qtbot.waitUntil(run.folder.pins.exists)
    look(window, qtbot)
    assert window.run is not None and window.run.pinned_steps == {0}
    run.folder.pins.write_text("pinned = [", encoding="utf-8")
    window.gallery_actions.pin(run.key, 0, False)
    qtbot.waitUntil(window.train.notice.isVisible)
    assert "pins.toml" in window.train.notice.accessibleName()
    qtbot.mouseClick(window.train.notice.dismiss, Qt.MouseButton.LeftButton)
    assert not window.train.notice.isVisible()


def test_a_queued_training_says_so_and_that_alone(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.tell(ev.Queued())
    window = make_window()
    assert window.train.queue.isVisible()
    assert "Stage: Waiting" in window.train.figures.accessibleName()
    assert not window.train.commands.pause.isEnabled()
    assert window.train.commands.stop.isEnabled()
    run.learn(1)
    look(window, qtbot)
    assert not window.train.queue.isVisible()


def test_pictures_are_copied_as_picture_and_file(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, tmp_path: Path
) -> None:
    run.start()
    run.learn(10)
    window = make_window()
    path = run.folder.sample(10, 1)
    clipboard = QApplication.clipboard()
    clipboard.clear()
    window.train.sample_chosen.emit("copy", path)
    qtbot.waitUntil(lambda: not clipboard.image().isNull())
    mime = clipboard.mimeData()
    assert mime is not None and mime.urls()[0].toLocalFile() == str(path)
    assert clipboard.image().width() == 64
    target = tmp_path / "copy.png"
    window.gallery_actions.save_copy(path, target)
    qtbot.waitUntil(target.exists)
    assert target.read_bytes() == path.read_bytes()
    clipboard.clear()
    settle()


def test_a_picture_can_be_dragged_out(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offscreen nobody takes it: Qt's own loop of the drag is left out."""
    run.start()
    run.learn(10)
    window = make_window()
    dragged: list[str] = []
    monkeypatch.setattr(
        "PySide6.QtGui.QDrag.exec",
        lambda drag, *_: dragged.append(drag.mimeData().urls()[0].toLocalFile()),
    )
    view = window.train.timeline.view
    cell = view.visualRect(window.gallery.index(1, 1)).center()
    far = cell + QPoint(40, 0)
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    kind, at = QMouseEvent.Type.MouseMove, QPointF(far)
    move = QMouseEvent(kind, at, view.viewport().mapToGlobal(at), left, left, keys)
    QApplication.sendEvent(view.viewport(), move)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=far)
    assert dragged == [str(run.folder.sample(10, 1))]
    assert not window.train.viewer.isVisible(), "a drag is no click"


def test_an_error_of_a_stopped_command_is_forgotten_with_the_next_one(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    window = make_window()
    said = ManulError("run_busy.commands", path="x").report()
    window.train.commands.command("stop")
    qtbot.waitUntil(run.folder.commands.exists)
    window.train.show_command_problem(Report(said.message, said.advice, said.key))
    assert window.train.failures.notice.isVisible()
    assert window.train.commands.stop.isEnabled()
    qtbot.mouseClick(window.train.commands.stop, Qt.MouseButton.LeftButton)
    assert not window.train.failures.notice.isVisible()
