"""Samples large: keys, zoom, wipe, pins, tries."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.facts import Report, TryWish
from desktop.main_window import MainWindow
from desktop.widgets.wipe_view import WipeView
from tests.desktop.recorder import RecordedRun, record_concept, record_run
from tests.desktop.scene import wait
from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.messages import say
from training.contract.pins import pinned_steps
from training.contract.tries import try_words

MakeWindow = Callable[..., MainWindow]
KEY = Qt.Key


@pytest.fixture
def run(workspace: Path) -> Iterator[RecordedRun]:
    made = record_run(record_concept(workspace), total=40, every=10)
    made.start()
    made.learn(40)
    made.tell(ev.Suggested(at_step=40, step=20, reasons=(say("suggestion.no_likeness"),)))
    made.finish()
    yield made


@pytest.fixture
def window(make_window: MakeWindow, run: RecordedRun) -> MainWindow:
    made = make_window()
    made.open_run(run.key)
    made.train.timeline.view.grab()
    wait(made)
    return made


def open_at(window: MainWindow, row: int, column: int) -> None:
    window.train.open_viewer(row, column)
    wait(window)


def badges(window: MainWindow) -> str:
    return window.train.viewer.view.accessibleName()


def test_a_click_enlarges_and_escape_leads_back(window: MainWindow, qtbot: QtBot) -> None:
    view = window.train.timeline.view
    cell = view.visualRect(window.gallery.index(0, 3)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    viewer = window.train.viewer
    assert viewer.isVisible() and viewer.pair.step == 30
    assert window.bar.primary.accessibleName() == "Export step 30"
    assert window.bar.back.isVisible()
    qtbot.keyClick(viewer.view, KEY.Key_Escape)
    assert not viewer.isVisible() and view.isVisible()
    qtbot.keyClick(view, KEY.Key_Return)
    assert viewer.isVisible(), "Enter on the focused picture"
    qtbot.mouseClick(window.bar.back, Qt.MouseButton.LeftButton)
    assert not viewer.isVisible() and window.page is window.train


def test_arrows_lead_through_time_and_prompts(window: MainWindow, qtbot: QtBot) -> None:
    open_at(window, 0, 1)
    viewer = window.train.viewer
    qtbot.keyClick(viewer.view, KEY.Key_Right)
    assert viewer.pair.step == 20 and badges(window) == "step 20"
    assert window.train.timeline.step == 20, "the gallery follows"
    for _ in range(9):
        qtbot.keyClick(viewer.view, KEY.Key_Left)
    assert viewer.pair.step == 0
    before = viewer.head.title.said
    qtbot.keyClick(viewer.view, KEY.Key_Down)
    assert viewer.head.title.said != before and viewer.pair.step == 0
    for _ in range(9):
        qtbot.keyClick(viewer.view, KEY.Key_Up)
    assert viewer.head.title.said == before


def test_two_steps_are_wiped(window: MainWindow, qtbot: QtBot) -> None:
    open_at(window, 0, 4)
    viewer = window.train.viewer
    qtbot.mouseClick(viewer.pair_bar.compare, Qt.MouseButton.LeftButton)
    assert badges(window) == "A: step 20 | B: step 40", "the step to keep comes first"
    qtbot.keyClick(viewer.view, KEY.Key_Left)
    assert badges(window) == "A: step 20 | B: step 30"
    qtbot.mouseClick(viewer.pair_bar.letters["A"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(viewer.view, KEY.Key_Left)
    assert badges(window) == "A: step 10 | B: step 30"
    letters = {fact.step: fact.letter for fact in viewer.steps.facts}
    assert letters == {0: "", 10: "A", 20: "", 30: "B", 40: ""}
    viewer.film.clicked.emit(viewer.steps.index(0))
    assert badges(window) == "A: step 0 | B: step 30"
    qtbot.keyClick(viewer.view, KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert viewer.view.split == pytest.approx(0.52)
    assert badges(window) == "A: step 0 | B: step 30", "with Shift only the line moves"
    qtbot.mouseClick(viewer.pair_bar.compare, Qt.MouseButton.LeftButton)
    assert badges(window) == "step 30"


def test_the_line_shows_one_picture_on_each_side(window: MainWindow, qtbot: QtBot) -> None:
    open_at(window, 0, 4)
    viewer = window.train.viewer
    viewer.inspector.strip.activated.emit(viewer.inspector.pictures.index(1, 0))
    wait(window)
    assert viewer.pair_bar.compare.isChecked()
    assert badges(window) == "A: your picture | B: step 40"
    viewer.view.set_split(0.5)
    image = viewer.view.grab().toImage()
    rect = viewer.view.picture_rect()
    scale = image.width() / viewer.view.width()

    def hue(share: float) -> int:
        at = QPointF(rect.left() + share * rect.width(), rect.bottom() - 20) * scale
        return image.pixelColor(at.toPoint()).hue()

    assert abs(hue(0.25) - hue(0.75)) > 40, "green at the left, blue at the right"
    line = QPoint(round(rect.center().x()), round(rect.center().y()))
    qtbot.mousePress(viewer.view, Qt.MouseButton.LeftButton, pos=line)
    target = QPoint(round(rect.left() + rect.width() * 0.9), line.y())
    qtbot.mouseMove(viewer.view, target)
    qtbot.mouseRelease(viewer.view, Qt.MouseButton.LeftButton, pos=target)
    assert viewer.view.split == pytest.approx(0.9, abs=0.02)


def test_zoom_by_keys_and_wheel_keeps_the_place(window: MainWindow, qtbot: QtBot) -> None:
    open_at(window, 0, 2)
    viewer = window.train.viewer
    view: WipeView = viewer.view
    assert view.is_fitted
    fitted = view.zoom
    qtbot.keyClick(view, KEY.Key_1)
    assert view.zoom == 1.0 and not view.is_fitted
    assert view.picture_rect().width() == pytest.approx(64 / view.devicePixelRatioF())
    qtbot.keyClick(view, KEY.Key_0)
    assert view.zoom == pytest.approx(fitted)
    at = QPointF(view.width() * 0.6, view.height() * 0.4)
    rect = view.picture_rect()
    share = (at.x() - rect.left()) / rect.width()
    wheel = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, 360), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    after = view.picture_rect()
    assert after.width() > rect.width() * 1.5 or view.zoom == 16.0
    assert (at.x() - after.left()) / after.width() == pytest.approx(share, abs=0.03)
    qtbot.mouseClick(viewer.head.fit, Qt.MouseButton.LeftButton)
    assert view.is_fitted


def test_a_step_is_pinned_and_let_go(window: MainWindow, qtbot: QtBot, run: RecordedRun) -> None:
    open_at(window, 0, 1)
    pin = window.train.viewer.inspector.pin
    qtbot.mouseClick(pin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pinned_steps(run.folder, []) == {10})
    qtbot.waitUntil(lambda: pin.accessibleName() == "Unpin this step")
    head = window.gallery.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "Pinned" in head
    qtbot.mouseClick(pin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pinned_steps(run.folder, []) == frozenset())


def test_a_step_that_was_not_kept_can_be_looked_at_only(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    (run.folder.checkpoint(10) / "meta.json").unlink()
    window = make_window()
    window.open_run(run.key)
    open_at(window, 0, 1)
    viewer = window.train.viewer
    assert not viewer.inspector.pin.isVisible()
    assert not viewer.inspector.trying.paint_button.isEnabled()
    assert not window.bar.primary.isEnabled()
    assert window.gallery.headerData(
        1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    ).startswith("Only its pictures are left")


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_menu_of_a_sample_does_what_it_says(window: MainWindow, qtbot: QtBot) -> None:
    page = window.train

    def choose(name: str) -> None:
        where = page.mapToGlobal(QPoint(50, 50))
        page.timeline.view.menu_requested.emit(window.gallery.index(0, 1), where)
        (menu,) = [menu for menu in page.findChildren(QMenu, "sample_menu") if menu.isVisible()]
        (action,) = [each for each in menu.actions() if each.objectName() == name]
        assert action.isEnabled()
        action.trigger()
        menu.close()

    choose("enlarge")
    assert page.viewer.isVisible() and page.viewer.pair.step == 10
    page.back()
    choose("compare")
    assert page.viewer.pair_bar.compare.isChecked()
    page.back()
    with qtbot.waitSignal(page.pin_requested) as pinned:
        choose("pin")
    assert pinned.args is not None and pinned.args[1:] == [10, True]
    choose("export")
    assert window.page is window.export and window.export.step == 10


def test_what_was_tried_is_shown_the_newest_first(
    window: MainWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    run.folder.tries.mkdir()
    for seed in range(3):
        path = run.folder.tries / f"step-000020-0123abcd-seed-{seed}.png"
        Image.new("RGB", (64, 64), (80 * seed, 90, 90)).save(path, pnginfo=try_words("a cup"))
    open_at(window, 0, 2)
    panel = window.train.viewer.inspector.trying
    qtbot.waitUntil(lambda: panel.tries.rowCount() == 3)
    assert [tried.seed for tried in panel.tries.facts] == [2, 1, 0]
    panel.results.activated.emit(panel.tries.index(0))
    assert badges(window) == "tried with step 20"
    assert window.train.viewer.head.title.said == "a cup"


def test_a_taken_card_is_waited_for_or_left_alone(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine of the tests has no card: the engine's answer is played."""
    asked: list[TryWish] = []
    said = ManulError("card_busy").report()
    busy = Report(said.message, said.advice, said.key, dict(said.values))

    def draw(
        wish: TryWish, on_done: object, on_failed: Callable[[Report], None], _: object
    ) -> None:
        asked.append(wish)
        if len(asked) == 1:
            on_failed(busy)

    monkeypatch.setattr(window._engine, "draw", draw)
    open_at(window, 0, 2)
    panel = window.train.viewer.inspector.trying
    panel.prompt.setPlainText("a cup\nin the snow")
    qtbot.mouseClick(panel.counts.button(4), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.paint_button, Qt.MouseButton.LeftButton)
    assert asked[0].prompt == "a cup in the snow" and asked[0].count == 4 and asked[0].step == 20
    assert panel.wait.isVisible() and panel.processor.isVisible()
    assert "using the card" in panel.state.text()
    qtbot.mouseClick(panel.processor, Qt.MouseButton.LeftButton)
    assert asked[1].on_processor
    assert panel.bar.isVisible() and panel.cancel.isVisible()
    qtbot.mouseClick(panel.cancel, Qt.MouseButton.LeftButton)
    assert not panel.bar.isVisible() and panel.paint_button.isVisible()
    panel.show_problem(busy)
    qtbot.mouseClick(panel.wait, Qt.MouseButton.LeftButton)
    assert len(asked) == 3 and not asked[2].on_processor, "nothing holds it any more"
