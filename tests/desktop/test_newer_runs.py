"""A run of a newer Manul in the window: it can be looked at, and nothing is done to it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop.follower import RunFollower
from desktop.main_window import MainWindow
from desktop.stages import EXPORT
from desktop.widgets.rail import StageButton
from tests.desktop.recorder import record_concept
from tests.newer_run import add_newer_run, hashes_below
from training.contract.layout import RunFolder

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def run(workspace: Path) -> RunFolder:
    return add_newer_run(record_concept(workspace))


@pytest.mark.quick
def test_its_facts_are_there_but_no_step_to_use(run: RunFolder) -> None:
    before = hashes_below(run.path)
    fact = RunFollower(run).look()
    assert (fact.state, fact.step, fact.number) == ("newer", 16, 1)
    assert (fact.method, fact.max_train_steps) == ("textual_inversion", 15)
    assert {sample.step for sample in fact.samples} == {0, 5, 10, 15}
    assert len(fact.losses) == 16
    assert fact.kept_steps == ()
    assert fact.failure is not None
    assert fact.failure.key == "error.newer_version"
    assert hashes_below(run.path) == before


def test_it_is_listed_and_shown_and_left_alone(
    make_window: MakeWindow, qtbot: QtBot, run: RunFolder
) -> None:
    before = hashes_below(run.path)
    window = make_window()
    rows = window.library.rows
    assert rows.isVisible()
    assert rows.model().rowCount() == 1
    place = rows.visualRect(rows.model().index(0, 0)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert window.page is window.train
    page = window.train
    assert page.title.text() == "pallas_cat, run 1"
    assert "To look at" in page.figures.accessibleName()
    assert page.timeline.view.isVisible()
    assert window.gallery.steps == [0, 5, 10, 15]
    assert all(window.gallery.sample(0, column) for column in range(4))
    assert page.timeline.plot.isVisible()
    assert page.failures.notice.isVisible()
    assert "made by a newer Manul" in page.failures.notice.accessibleName()
    assert "Update Manul" in page.failures.notice.accessibleName()
    assert not any(command.isVisible() for command in page.commands.commands)
    assert not window.bar.primary.isVisible()
    page.primary()
    assert window.page is page, "not even by the keyboard"
    assert not window.rail.stepper.findChildren(StageButton)[EXPORT].isEnabled()
    with qtbot.waitSignal(window._engine.looked):
        window._engine.look()
    assert hashes_below(run.path) == before
