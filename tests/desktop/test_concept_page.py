"""The page Concept: its words and sample prompts, written, moved, kept and used by the next run."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.models.prompts import PromptListModel, PromptRole
from desktop.preferences import Preferences
from desktop.stages import CONCEPT, PRESET
from tests.desktop.recorder import DEMO, RecordedRun, record_concept, record_run
from training.contract.base_models import DEMO as DEMO_MODEL
from training.contract.concept import MOST_PROMPTS
from training.contract.concept_folder import read_concept
from training.contract.layout import ConceptFolder

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def run(workspace: Path) -> Iterator[RecordedRun]:
    made = record_run(record_concept(workspace), total=40, every=10)
    yield made
    made.let_go()


def describe(window: MainWindow, qtbot: QtBot, name: str = "blue_cup") -> None:
    window.take_pictures([DEMO / "morning_cup" / "images"])
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 5)
    window.editor.set_name(name)
    window.show_stage(CONCEPT)
    qtbot.waitUntil(lambda: window.editor.model_info is not None)


def field_of(window: MainWindow) -> QLineEdit:
    (field,) = window.concept.samples.list.viewport().findChildren(QLineEdit)
    return field


def finish(window: MainWindow, qtbot: QtBot, key: Qt.Key = Qt.Key.Key_Return) -> None:
    qtbot.keyClick(field_of(window), key)
    view = window.concept.samples.list.viewport()
    qtbot.waitUntil(lambda: not [f for f in view.findChildren(QLineEdit) if f.isVisible()])


def shown(window: MainWindow) -> list[str]:
    model = window.concept.samples.prompts
    return [model.index(row).data() for row in range(model.rowCount())]


def wheel(target: QWidget) -> None:
    middle = target.rect().center()
    QApplication.sendEvent(
        target,
        QWheelEvent(
            middle.toPointF(), target.mapToGlobal(middle).toPointF(), QPoint(0, -120),
            QPoint(0, -120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


def test_prompts_are_written_with_the_concept_s_name(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    describe(window, qtbot)
    panel = window.concept.samples
    assert shown(window)[0] == "a photo of blue_cup"
    assert not panel.restore.isVisible(), "these are the usual ones"
    qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(field_of(window), "Blue_Cup in  the rain")
    finish(window, qtbot)
    assert window.editor.prompts()[-1] == "{} in the rain"
    assert shown(window)[-1] == "blue_cup in the rain"
    assert panel.restore.isVisible()
    qtbot.mouseClick(panel.restore, Qt.MouseButton.LeftButton)
    assert len(shown(window)) == 4 and not panel.restore.isVisible()


def test_a_prompt_without_the_name_is_refused_in_words(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    describe(window, qtbot)
    assert window.bar.primary.isEnabled()
    view, model = window.concept.samples.list, window.concept.samples.prompts
    view.setCurrentIndex(model.index(1))
    qtbot.keyClick(view, Qt.Key.Key_F2)
    field_of(window).selectAll()
    qtbot.keyClicks(field_of(window), "a cup in the rain")
    finish(window, qtbot)
    assert "write “blue_cup”" in model.index(1).data(PromptRole.PROBLEM)
    assert "lacks the name" in view.accessibleDescription()
    assert not window.bar.primary.isEnabled()
    assert window.bar.reason.text() == "A sample prompt lacks the name"
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert window.bar.primary.isEnabled() and len(shown(window)) == 3


def test_a_row_that_nobody_writes_vanishes(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    describe(window, qtbot)
    view = window.concept.samples.list
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Insert)
    assert len(shown(window)) == 5
    finish(window, qtbot, Qt.Key.Key_Escape)
    assert len(shown(window)) == 4
    for _ in range(5):
        view.setCurrentIndex(window.concept.samples.prompts.index(0))
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert shown(window) == ["blue_cup on the moon"], "something has to be painted"


def test_prompts_move_by_keyboard_and_by_mouse(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    describe(window, qtbot)
    view, model = window.concept.samples.list, window.concept.samples.prompts
    before = shown(window)
    view.setCurrentIndex(model.index(0))
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert shown(window) == [before[1], before[0], *before[2:]]
    assert view.currentIndex().row() == 1
    qtbot.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert shown(window) == before
    cross = view.visualRect(model.index(2))
    place = QPoint(cross.right() - 37, cross.center().y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert shown(window) == [*before[:2], before[3]]
    text = view.visualRect(model.index(0)).topLeft() + QPoint(40, 12)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=text)
    assert field_of(window).text() == before[0]
    finish(window, qtbot, Qt.Key.Key_Escape)


def test_the_list_of_prompts(qtmodeltester: Any, qtbot: QtBot) -> None:
    model = PromptListModel()
    model.show(("a {}", "b {}", "c {}"), "")
    qtmodeltester.check(model)
    assert model.index(0).data() == "a …"
    assert model.moveRow(QModelIndex(), 0, QModelIndex(), 3)
    assert model.prompts == ("b {}", "c {}", "a {}")
    assert not model.moveRow(QModelIndex(), 0, QModelIndex(), 1)
    model.add()
    qtmodeltester.check(model)
    assert model.setData(model.index(3), "{} at sea")
    model.show(model.prompts, "cat_1_x")
    assert model.index(3).data() == "cat_1_x at sea"
    while not model.is_full:
        assert model.setData(model.add(), "{}!")
    assert len(model.prompts) == MOST_PROMPTS


def test_words_and_prompts_are_kept_and_used_by_the_next_run(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path
) -> None:
    window = make_window()
    describe(window, qtbot)
    window.editor.set_sample_prompts(("{} in the rain",))
    qtbot.keyClicks(window.concept.words.class_prompt, "a picture of a mug")
    window.concept.samples.every.setValue(30)
    qtbot.mouseClick(window.bar.primary, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.editor.key is not None)
    concept = read_concept(ConceptFolder(workspace / "blue_cup"))
    assert concept.sample_prompts == ("{} in the rain",)
    assert concept.class_prompt == "a picture of a mug"
    assert "sampling.sample_every = 30" in window.editor.request().assignments


def test_an_existing_concept_is_described_anew(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    window = make_window()
    window.open_run(run.key)
    qtbot.waitUntil(lambda: window.editor.model_info is not None)
    window.show_stage(CONCEPT)
    page = window.concept
    page.words.class_prompt.clear()
    qtbot.keyClicks(page.words.class_prompt, f"a photo of {window.editor.name}")
    assert "names the concept itself" in page.words.class_prompt.accessibleDescription()
    assert "data.prior" not in page.words.class_prompt.accessibleDescription()
    assert window.bar.reason.text() == "Call the others something else"
    page.words.class_prompt.clear()
    qtbot.keyClicks(page.words.class_prompt, "a photo of a wild cat")
    window.editor.set_sample_prompts(("{} asleep", "{} awake"))
    window.show_stage(PRESET)
    key = str(run.folder.concept.path)

    def is_written() -> bool:
        concept = window._engine.concept(key)
        return concept is not None and concept.sample_prompts == ("{} asleep", "{} awake")

    qtbot.waitUntil(is_written)


def test_the_base_model_is_remembered_with_the_concept(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, preferences: Preferences
) -> None:
    window = make_window()
    window.open_run(run.key)
    assert window.editor.base_model == DEMO_MODEL, "that of its last run"
    preferences.remember_base_model_of(str(run.folder.concept.path), "/models/other.safetensors")
    window.navigation.start_new()
    assert window.editor.base_model == DEMO_MODEL
    window.open_run(run.key)
    assert window.editor.base_model == "/models/other.safetensors"


def test_scrolling_the_page_changes_no_number(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    describe(window, qtbot)
    every = window.concept.samples.every
    every.setFocus()
    before = every.value()
    wheel(every)
    assert every.value() == before
    every.setValue(before * 2)
    assert window.editor.choices.value("sampling", "sample_every") == before * 2


def test_a_narrow_window_shows_the_chosen_model_alone(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    window.editor.set_base_model("/gone/model.safetensors")
    describe(window, qtbot)
    panel = window.concept.models
    count = panel.cards.rowCount()
    assert count > 1 and not panel.change.isVisible()
    window.resize(1100, 700)
    qtbot.waitUntil(panel.change.isVisible)
    assert panel.cards.rowCount() == 1
    qtbot.mouseClick(panel.change, Qt.MouseButton.LeftButton)
    assert panel.cards.rowCount() == count and not panel.change.isVisible()
    assert panel.list.hasFocus()
