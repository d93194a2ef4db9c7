"""The window on recorded runs: what each state shows, and what its buttons ask for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.facts import EngineFact, ExportFact, ExportWish, report_of
from desktop.main_window import MainWindow
from desktop.settings.dialog import SettingsDialog
from desktop.stages import CONCEPT, EXPORT, PRESET
from tests.desktop.recorder import DEMO, RecordedRun, disk_full, record_concept, record_run
from training.contract import events as ev
from training.contract.commands import CommandFollower
from training.contract.errors import ManulError
from training.contract.messages import say

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def run(workspace: Path) -> Iterator[RecordedRun]:
    made = record_run(record_concept(workspace), total=40, every=10)
    yield made
    made.let_go()


def look(window: MainWindow, qtbot: QtBot) -> None:
    """Until what is there now has been seen; a look that goes on already may have missed it."""
    seen: list[bool] = []
    window._engine.when_looked(lambda: seen.append(True))
    qtbot.waitUntil(lambda: bool(seen))


def test_an_empty_library_offers_the_demo(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    assert window.library.drop_panel.isVisible()
    assert not window.library.cards.isVisible()
    qtbot.mouseClick(window.library.demo.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page is window.preset)
    assert window.editor.name == "pallas_cat"
    assert len(window.editor.pictures.used) == 6
    qtbot.waitUntil(lambda: window.bar.primary.isEnabled())
    assert window.bar.primary.accessibleName() == "Teach"


def test_a_running_training_is_found_again_at_start(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(12)
    window = make_window()
    assert window.page is window.train
    assert window.train.title.text() == "Teaching pallas_cat"
    assert window.gallery.steps == [0, 10, 20, 30, 40]
    assert window.train.timeline.step == 10
    assert "12 of 40" in window.train.figures.accessibleName()
    run.learn(9)
    look(window, qtbot)
    assert window.train.timeline.step == 20
    window.train.timeline.scrubber.setValue(1)
    run.learn(10)
    look(window, qtbot)
    assert window.train.timeline.step == 10, "a chosen step stays chosen"
    window.show_library()
    assert window.bar.job.isVisible()
    assert "step 31 of 40" in window.bar.job.accessibleName()
    qtbot.mouseClick(window.bar.job, Qt.MouseButton.LeftButton)
    assert window.page is window.train


@pytest.mark.parametrize(
    ("button", "command"),
    [("pause", "pause"), ("sample_now", "sample_now"), ("save_now", "save_now"), ("stop", "stop")],
)
def test_buttons_write_commands(
    button: str, command: str, make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    window = make_window()
    qtbot.mouseClick(getattr(window.train.commands, button), Qt.MouseButton.LeftButton)
    follower = CommandFollower(run.folder.commands, attempt=1)
    qtbot.waitUntil(run.folder.commands.exists)
    found: list[str] = []

    def arrived() -> bool:
        found.extend(command.command for command in follower.poll())
        return bool(found)

    qtbot.waitUntil(arrived)
    assert found == [command]


def test_the_engine_s_notes_are_shown(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(1)
    window = make_window()
    assert not window.train.notes.isVisible()
    run.tell(ev.Noted(note=say("note.picture_skipped", file="a.png")))
    look(window, qtbot)
    assert window.train.notes.text() == "a.png was left out: it cannot be read."


def test_a_run_that_waits_for_the_card_says_so(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.tell(ev.Queued())
    window = make_window()
    window.open_run(run.key)
    assert "Another training is using the card" in window.train.queue.accessibleName()
    assert window.train.commands.stop.isEnabled()
    run.learn(1)
    look(window, qtbot)
    assert not window.train.notes.isVisible()


def test_convergence_offers_to_stop_and_stops_when_it_is_taken(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(21)
    window = make_window()
    assert not window.train.verdicts.warning.isVisible()
    run.tell(ev.Converged(step=20, reason=say("converged", step=20)))
    look(window, qtbot)
    assert window.train.verdicts.warning.isVisible()
    commands = CommandFollower(run.folder.commands, attempt=1)
    assert commands.poll() == [], "it is only an offer"
    qtbot.mouseClick(window.train.verdicts.warning.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [command.command for command in commands.poll()] == ["stop"])
    assert not window.train.verdicts.warning.action.isEnabled()
    run.stop()
    look(window, qtbot)
    assert not window.train.verdicts.warning.isVisible()


def test_the_star_says_why_and_is_what_would_be_exported(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(31)
    reasons = (say("suggestion.enough", percent=58), say("suggestion.no_likeness"))
    run.tell(
        ev.Suggested(at_step=30, step=20, reasons=reasons),
        ev.Overfitting(step=30, sign="class", warning=say("warning.class", step=30, percent=40)),
    )
    window = make_window()
    train = window.train
    assert train.verdicts.star.accessibleName().startswith("Step 20 is the one to keep It knows")
    assert "DINO" in train.verdicts.star.accessibleName()
    assert "40 %" in train.verdicts.warning.accessibleName()
    assert train.timeline.step == 30, "while it learns the newest is looked at"
    assert window.export.step == 20
    qtbot.mouseClick(train.verdicts.star.action, Qt.MouseButton.LeftButton)
    assert train.timeline.step == 20
    star = train.verdicts.star
    assert star.action.accessibleName() == "Compare"
    qtbot.mouseClick(star.action, Qt.MouseButton.LeftButton)
    assert train.viewer.isVisible() and train.viewer.pair.compares
    assert train.viewer.pair.step == 20
    train.back()
    window.export.choose_step(10)
    run.learn(9)
    run.tell(ev.Suggested(at_step=40, step=30, reasons=reasons))
    run.finish()
    look(window, qtbot)
    assert window.export.step == 10, "what was chosen stays"
    other = make_window()
    other.open_run(run.key)
    assert other.train.timeline.step == other.export.step == 30
    assert other.bar.primary.accessibleName() == "Export step 30"


def test_a_paused_run_goes_on(make_window: MakeWindow, run: RecordedRun) -> None:
    run.start()
    run.learn(3)
    run.pause()
    window = make_window()
    assert window.train.commands.pause.accessibleName() == "Go on"
    assert not window.train.commands.sample_now.isEnabled()


def test_a_dead_engine_is_told_with_its_last_words_and_resume(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(23)
    run.die("CUDA error: unspecified launch failure\n")
    window = make_window()
    window.open_run(run.key)
    notice = window.train.failures.notice
    assert notice.isVisible()
    assert "step 23" in notice.accessibleName() and "Step 20 is kept" in notice.accessibleName()
    assert not notice._log.isVisible()
    qtbot.mouseClick(notice.details, Qt.MouseButton.LeftButton)
    assert "unspecified launch failure" in notice._log.toPlainText()
    qtbot.mouseClick(notice.copy, Qt.MouseButton.LeftButton)
    assert "unspecified launch failure" in QGuiApplication.clipboard().text()
    assert window.bar.primary.accessibleName() == "Resume from step 20"
    with qtbot.waitSignal(window.train.resume_requested) as asked:
        window.train.resume_requested.disconnect(window.training_actions.resume)
        qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    assert asked.args == [run.key, 0]


def test_a_failure_is_shown_in_the_user_s_language(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    run.fail(disk_full(Path("D:/x")))
    window = make_window(language="ru")
    window.open_run(run.key)
    assert "Диск полон" in window.train.failures.notice.accessibleName()
    window.settings_actions.set_language("en")
    qtbot.waitUntil(lambda: "The disk is full" in window.train.failures.notice.accessibleName())
    assert window.train.title.text() == "pallas_cat, run 1"


def test_a_silent_engine_can_be_ended(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    run.hang()
    window = make_window()
    window.open_run(run.key)
    with qtbot.waitSignal(window.train.failures.end_requested) as asked:
        window.train.failures.end_requested.disconnect(window._engine.end_engine)
        qtbot.mouseClick(window.train.failures.notice.action, Qt.MouseButton.LeftButton)
    assert asked.args == [run.key]


def test_who_waits_for_a_silent_engine_is_left_alone(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    run.hang()
    window = make_window()
    window.open_run(run.key)
    assert "has not moved since step 3" in window.train.failures.notice.accessibleName()
    assert window.train.failures.notice.dismiss.accessibleName() == "Wait"
    qtbot.mouseClick(window.train.failures.notice.dismiss, Qt.MouseButton.LeftButton)
    assert not window.train.failures.notice.isVisible()
    look(window, qtbot)
    assert not window.train.failures.notice.isVisible()
    run.learn(1)
    look(window, qtbot)
    assert window.run is not None and window.run.state == "running"


def test_an_interrupted_training_is_offered_at_the_start(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The computer was restarted: no lock, no such process, no end."""
    run.start()
    run.learn(23)
    run.let_go()
    window = make_window(language="ru")
    assert window.page is window.library
    notice = window.library.notice
    assert "шаге 23" in notice.accessibleName()
    window.settings_actions.set_language("en")
    qtbot.waitUntil(lambda: "up to step 20 is kept" in notice.accessibleName())
    asked: list[str] = []
    monkeypatch.setattr(window.training_actions, "resume", asked.append)
    qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    assert asked == [run.key]
    assert window.page is window.train
    window.show_library()
    assert not notice.isVisible()


def test_what_was_stopped_or_is_older_is_not_offered(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, workspace: Path
) -> None:
    run.start()
    run.learn(23)
    run.let_go()
    window = make_window()
    qtbot.mouseClick(window.library.notice.dismiss, Qt.MouseButton.LeftButton)
    assert not window.library.notice.isVisible()
    later = record_run(record_concept(workspace, "morning_cup"), total=40, every=10)
    later.start()
    later.learn(5)
    later.stop()
    assert not make_window().library.notice.isVisible()


def test_a_run_from_the_terminal_appears(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path
) -> None:
    window = make_window()
    assert window.library.drop_panel.isVisible()
    made = record_run(record_concept(workspace), total=40, every=10)
    made.start()
    made.learn(5)
    look(window, qtbot)
    assert window.library.cards.isVisible()
    assert [fact.state for fact in window.runs.facts] == ["running"]
    made.finish()
    look(window, qtbot)
    assert [fact.state for fact in window.runs.facts] == ["finished"]


def test_a_damaged_run_does_no_harm(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    run.finish()
    run.folder.config.write_text("preset = [", encoding="utf-8")
    window = make_window()
    window.open_run(run.key)
    assert "TOML" in window.train.failures.notice.accessibleName()
    assert not window.bar.primary.isVisible()


def test_names_are_checked_while_typing(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.take_pictures([DEMO / "morning_cup" / "images"])
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 5)
    window.show_stage(CONCEPT)
    qtbot.waitUntil(lambda: window.editor.model_info is not None)
    page = window.concept
    assert window.bar.reason.text() == "Give the concept a name first"
    qtbot.keyClicks(page.name, "Cup")
    assert page.name.property("tone") == "error"
    assert "small Latin letters" in page.name.accessibleDescription()
    page.name.clear()
    qtbot.keyClicks(page.name, "cat")
    assert "knows already" in page.name.accessibleDescription()
    assert not window.bar.primary.isEnabled()
    page.name.clear()
    qtbot.keyClicks(page.name, "blue_cup")
    assert window.bar.primary.isEnabled()
    qtbot.keyClicks(page.word, "blue_cup")
    assert window.bar.reason.text() == "This word cannot be used"
    chip = next(chip for chip in page.words.chips if chip.isVisible())
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert window.editor.initializer_token == chip.accessibleName()
    assert window.bar.primary.isEnabled()


def test_left_out_pictures_stay_left_out(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path
) -> None:
    window = make_window()
    window.take_pictures([DEMO / "morning_cup" / "images"])
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 5)
    window.images.tiles.setCurrentIndex(window.editor.pictures.index(2))
    qtbot.mouseClick(window.images.inspector.leave_out, Qt.MouseButton.LeftButton)
    assert len(window.editor.pictures.used) == 4
    window.editor.set_name("blue_cup")
    window.editor.save()
    qtbot.waitUntil(lambda: window.editor.key is not None)
    assert [item.excluded for item in window.editor.pictures.items].index(True) == 2
    window.editor.edits.set_excluded([window.editor.pictures.items[2].path], False)
    look(window, qtbot)
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 5)


def test_a_pasted_picture_becomes_a_file(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    QGuiApplication.clipboard().setImage(image)
    qtbot.mouseClick(window.library.drop_panel.paste, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 1)
    assert window.page is window.images
    assert window.editor.pictures.items[0].path.is_file()


def test_without_an_engine_old_runs_are_shown(make_window: MakeWindow, run: RecordedRun) -> None:
    run.start()
    run.learn(40)
    run.finish()
    window = make_window(here=False)
    window.open_run(run.key)
    assert window.gallery.steps == [0, 10, 20, 30, 40]
    window.show_stage(PRESET)
    assert window.bar.reason.text() == "The engine is not installed yet"
    assert not window.bar.primary.isEnabled()
    window._engine._set_fact(EngineFact(here=True))


def test_any_kept_step_can_be_exported(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(40)
    run.finish()
    window = make_window()
    window.open_run(run.key)
    window.train.timeline.scrubber.setValue(2)
    window.export.export_requested.disconnect(window.export_actions.export)
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    assert window.stack.currentWidget() is window.stages[EXPORT]
    assert window.bar.reason.text() == "Choose a folder first"
    window.export.where.set_folder("out")
    assert not window.bar.primary.isEnabled(), "a folder somewhere below who knows where"
    folder = str(Path("out").absolute())
    window.export.where.set_folder(folder)
    with qtbot.waitSignal(window.export.export_requested) as asked:
        qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    wish = ExportWish(run.key, 20, folder)
    assert asked.args == [wish]
    exists = report_of(ManulError("export_exists", path="out/pallas_cat.pt"))
    window.export.show_problem(wish, exists)
    assert window.export.notice.action.isVisible()
    window.export.where.set_folder(folder + "2")
    assert not window.export.notice.isVisible(), "replacing was offered for the other folder"
    window.export.choose_step(10)
    window.export.show_done(wish, ExportFact("out/pallas_cat.pt", "a photo of pallas_cat"))
    assert not window.export.result.isVisible(), "that was another step's file"


def test_what_cannot_be_written_or_started_is_said_on_the_page(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    window = make_window()
    window.open_run(run.key)
    window.training_actions.tell_launch_problem(
        report_of(ManulError("internal", reason="exit", log="engine.log"))
    )
    assert "exit" in window.train.failures.notice.accessibleName()
    run.start()
    run.learn(3)
    look(window, qtbot)
    assert not window.train.failures.notice.isVisible()
    run.folder.commands.mkdir()
    qtbot.mouseClick(window.train.commands.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(window.train.failures.notice.isVisible)
    assert window.train.commands.stop.isEnabled(), "it can be tried again"


def test_a_description_is_kept_whichever_way_its_page_is_left(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    window = make_window()
    window.open_run(run.key)
    qtbot.waitUntil(lambda: window.editor.model_info is not None)
    window.show_stage(CONCEPT)
    window.editor.set_initializer("dog")
    window.show_stage(PRESET)
    key = str(run.folder.concept.path)

    def is_written() -> bool:
        concept = window._engine.concept(key)
        return concept is not None and concept.initializer_token == "dog"

    qtbot.waitUntil(is_written)


@pytest.mark.parametrize(("answer", "command"), [("Keep training", None), ("Stop and", "stop")])
def test_closing_while_training_asks(
    answer: str, command: str | None, make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(3)
    window = make_window()
    window.close()
    assert window.isVisible()
    dialog = window.findChild(QMessageBox, "closing")
    assert isinstance(dialog, QMessageBox)
    chosen = next(b for b in dialog.buttons() if answer in b.text())
    with qtbot.waitSignal(window.closed):
        qtbot.mouseClick(chosen, Qt.MouseButton.LeftButton)
    if command is not None:
        written = run.folder.commands
        qtbot.waitUntil(lambda: written.exists() and f'"{command}"' in written.read_text("utf-8"))
    else:
        assert not run.folder.commands.exists()


def test_light_and_dark_at_once(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    ground = window.palette().window().color().name()
    window.settings_actions.set_mode("dark")
    assert ground == "#f6f5f2"
    assert window.palette().window().color().name() == "#1b1a18"
    window.settings_actions.show()
    dialog = window.findChild(SettingsDialog)
    assert isinstance(dialog, SettingsDialog)
    qtbot.mouseClick(dialog.general.modes["light"], Qt.MouseButton.LeftButton)
    assert window.palette().window().color().name() == ground
    qtbot.mouseClick(dialog.general.languages["ru"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.library.title.text() == "Библиотека")
    assert dialog.closing.text() == "Закрыть"
    dialog.close()


def test_everything_that_takes_focus_has_a_name(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.start()
    run.learn(12)
    window = make_window()
    window.settings_actions.show()
    nameless: list[QWidget] = []
    for page in (window.library, *window.stages):
        window.stack.setCurrentWidget(page)
        nameless += [
            widget for widget in window.findChildren(QWidget)
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.accessibleName()
            and not (isinstance(widget, QAbstractButton) and widget.text())
        ]  # fmt: skip
    assert nameless == []
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_the_keyboard_reaches_the_primary_button(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    seen: list[QWidget] = []
    for _ in range(30):
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        if (focus := window.focusWidget()) is not None and focus not in seen:
            seen.append(focus)
    assert window.bar.primary in seen
    assert window.rail.settings in seen
    assert sum(isinstance(widget, QPushButton) for widget in seen) >= 4
