"""The library with real folders: what its menus, keys, search and order do."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop import library_files
from desktop.ask_dialog import AskDialog
from desktop.free_space_dialog import FreeSpaceDialog
from desktop.main_window import MainWindow
from desktop.models.facts_list import concept_list, run_list
from desktop.name_dialog import NameDialog
from desktop.pages.library import LibraryPage
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.concept_delegate import ConceptDelegate
from tests.desktop.recorder import DEMO, RecordedRun, record_concept, record_run
from training.contract.concept_folder import read_concept
from training.contract.engine_process import engine_python
from training.contract.kept_steps import kept_steps
from training.contract.layout import ConceptFolder, concepts

MakeWindow = Callable[..., MainWindow]
Dialog = TypeVar("Dialog", bound=QDialog)


@pytest.fixture
def run(workspace: Path) -> Iterator[RecordedRun]:
    """A finished run of pallas_cat, beside morning_cup that was never taught."""
    made = record_run(record_concept(workspace), total=40, every=10)
    made.start()
    made.learn(40)
    made.finish()
    record_concept(workspace, "morning_cup")
    yield made
    made.let_go()


def look(window: MainWindow, qtbot: QtBot) -> None:
    """Until what is there now has been seen; a look that goes on already may have missed it."""
    seen: list[bool] = []
    window._engine.when_looked(lambda: seen.append(True))
    qtbot.waitUntil(lambda: bool(seen))


def choose(window: MainWindow, name: str) -> None:
    """Make the card of a concept the current one."""
    key = next(fact.key for fact in window._engine.concepts if fact.name == name)
    window.library.show_concept(key)
    window.library.cards.setFocus()


def names(window: MainWindow) -> list[str]:
    model = window.library.cards.model()
    return [model.index(row, 0).data().split(",")[0] for row in range(model.rowCount())]


def press(window: MainWindow, qtbot: QtBot, key: Qt.Key, text: str = "") -> None:
    window.activateWindow()
    qtbot.waitUntil(window.library.cards.hasFocus)
    modifier = Qt.KeyboardModifier.ControlModifier if text else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(window.library.cards, key, modifier)


def the(window: MainWindow, kind: type[Dialog], qtbot: QtBot) -> Dialog:
    """The one dialog of this kind that is open."""
    found: list[Dialog] = []

    def is_there() -> bool:
        found[:] = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
        return bool(found)

    qtbot.waitUntil(is_there)
    return found[0]


def test_a_concept_is_renamed_from_the_keyboard(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, workspace: Path
) -> None:
    window = make_window()
    window.open_run(run.key)
    window.show_library()
    choose(window, "pallas_cat")
    press(window, qtbot, Qt.Key.Key_F2)
    dialog = the(window, NameDialog, qtbot)
    for name, said in (
        ("cat", "a word that the model knows"),
        ("morning_cup", "already a concept"),
    ):
        dialog.field.clear()
        qtbot.keyClicks(dialog.field, name)
        assert said in dialog.said.text()
        assert not dialog.accepting.isEnabled()
    preferences = window._preferences
    preferences.remember_base_model_of(str(workspace / "pallas_cat"), "sd2")
    dialog.field.clear()
    qtbot.keyClicks(dialog.field, "my_manul")
    assert "goes on answering to “pallas_cat”" in dialog.said.text()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "my_manul" in names(window))
    assert read_concept(ConceptFolder(workspace / "my_manul")).name == "my_manul"
    assert not (workspace / "pallas_cat").exists()
    assert preferences.base_model_of(str(workspace / "my_manul")) == "sd2"
    assert preferences.base_model_of(str(workspace / "pallas_cat")) == ""
    assert window.library.cards.currentIndex().data().startswith("my_manul")
    row = window.library.rows.model().index(0, 0)
    assert row.data().startswith("my_manul, Run 1 · Textual inversion · learned “pallas_cat”")
    assert window.navigation.run_key == "" and window.editor.key is None


def test_a_copy_is_made_with_ctrl_d(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, workspace: Path
) -> None:
    window = make_window()
    choose(window, "pallas_cat")
    press(window, qtbot, Qt.Key.Key_D, "ctrl")
    dialog = the(window, NameDialog, qtbot)
    assert dialog.field.text() == "pallas_cat_copy"
    qtbot.mouseClick(dialog.accepting, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "pallas_cat_copy" in names(window))
    copy = ConceptFolder(workspace / "pallas_cat_copy")
    assert len(list(copy.images.glob("*.png"))) == 6 and copy.runs() == []
    assert window.library.cards.currentIndex().data().startswith("pallas_cat_copy")


def answer(window: MainWindow, qtbot: QtBot, words: str) -> None:
    dialog = the(window, AskDialog, qtbot)
    assert dialog.no.isDefault()
    button = next(b for b in (dialog.yes, dialog.no) if words in b.text())
    with qtbot.waitSignal(dialog.finished):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_deleted_concept_lies_in_the_recycle_bin(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, workspace: Path
) -> None:
    window = make_window()
    choose(window, "pallas_cat")
    press(window, qtbot, Qt.Key.Key_Delete)
    answer(window, qtbot, "Cancel")
    press(window, qtbot, Qt.Key.Key_Delete)
    answer(window, qtbot, "recycle bin")
    qtbot.waitUntil(lambda: "pallas_cat" not in names(window))
    assert window.library.news.isVisible()
    assert "“pallas_cat” lies in the recycle bin" in window.library.news.accessibleName()
    (bin_,) = Path(os.environ["XDG_DATA_HOME"]).glob("Trash/files/pallas_cat")
    assert len(ConceptFolder(bin_).runs()) == 1
    assert [folder.path.name for folder in concepts(workspace)] == ["morning_cup"]
    assert window.library.lists.demo.isVisible(), "the demo is offered again"


def test_where_there_is_no_bin_it_is_asked_once_more(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_files, "move_to_trash", lambda path: False)
    window = make_window()
    window.library.wished.emit("delete", run.key)
    answer(window, qtbot, "recycle bin")
    dialog = the(window, AskDialog, qtbot)
    assert "Run 1 of “pallas_cat” could not be moved" in dialog.question.text()
    assert run.folder.path.exists()
    answer(window, qtbot, "for good")
    qtbot.waitUntil(lambda: window.library.rows.model().rowCount() == 0)
    assert not run.folder.path.exists()
    assert run.folder.concept.config.exists()


@pytest.mark.parametrize("wish", ["rename", "delete"])
def test_what_is_being_taught_stays_as_it_is(
    wish: str, make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    live = record_run(run.folder.concept)
    live.start()
    live.learn(2)
    window = make_window()
    window.show_library()
    window.library.wished.emit(wish, str(run.folder.concept.path))
    assert "“pallas_cat” is being taught right now (run 2)" in (
        window.library.notice.accessibleName()
    )
    assert not window.findChildren(NameDialog) and not window.findChildren(AskDialog)
    live.stop()


def test_space_is_freed(make_window: MakeWindow, qtbot: QtBot, run: RecordedRun) -> None:
    for step in kept_steps(run.folder):
        (run.folder.checkpoint(step) / "weights.safetensors").write_bytes(b"1" * 3_000_000)
    window = make_window()
    key = str(run.folder.concept.path)
    qtbot.waitUntil(lambda: (window._engine.concept(key) or pytest.fail()).size is not None)
    before = window._engine.concept(key).size  # type: ignore[union-attr]
    window.library.wished.emit("free", key)
    dialog = the(window, FreeSpaceDialog, qtbot)
    said = [dialog.model.index(row).data() for row in range(dialog.model.rowCount())]
    assert said == ["Run 1 · Textual inversion", "Step 0", "Step 10", "Step 20", "Step 30"]
    assert not dialog.freeing.isEnabled()
    dialog.list.setFocus()
    dialog.list.setCurrentIndex(dialog.model.index(2))
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.freeing.accessibleName() == "Free 3\u00a0MB"
    head = dialog.model.index(0)
    assert head.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.PartiallyChecked
    qtbot.mouseClick(dialog.freeing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: kept_steps(run.folder) == [0, 20, 30, 40])
    qtbot.waitUntil(lambda: window.library.news.isVisible())
    shown = lambda: window._engine.run(run.key).kept_steps  # type: ignore[union-attr]  # noqa: E731
    qtbot.waitUntil(lambda: shown() == (0, 20, 30, 40))
    smaller = lambda: window._engine.concept(key).size < before  # type: ignore[union-attr, operator]  # noqa: E731
    qtbot.waitUntil(smaller)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a popup, offscreen
def test_menus_open_by_dots_by_key_and_by_the_right_button(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    window = make_window()
    library = window.library
    cards, menu = library.cards, library.lists.card_menu.menu
    choose(window, "pallas_cat")
    delegate = cards.itemDelegate()
    assert isinstance(delegate, ConceptDelegate)
    place = delegate._dots_in(cards.visualRect(cards.currentIndex()))
    assert place is not None
    qtbot.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    qtbot.waitUntil(menu.isVisible)
    assert window.page is library, "the card was not opened"
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Open", "Teach it again …", "Rename …", "Duplicate …", "Show in the file manager",
        "Free space …", "Delete …",
    ]  # fmt: skip
    library.lists.card_menu.actions["folder"].trigger()
    qtbot.waitUntil(lambda: opened == [str(run.folder.concept.path)])
    # What is gone cannot be opened: what it lay in can.
    window._engine.show_in_files(str(run.folder.concept.path / "gone" / "too"))
    qtbot.waitUntil(lambda: opened == [str(run.folder.concept.path)] * 2)
    menu.close()
    for key, modifier in (
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ):
        qtbot.keyClick(cards, key, modifier)
        qtbot.waitUntil(menu.isVisible)
        menu.close()
    rows, row_menu = library.rows, library.lists.row_menu.menu
    at = rows.visualRect(rows.model().index(0, 0)).center()
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, at, rows.viewport().mapToGlobal(at))
    QApplication.sendEvent(rows.viewport(), event)
    qtbot.waitUntil(row_menu.isVisible)
    row_menu.close()
    tile = cards.model().index(0, 0)
    cards.setCurrentIndex(tile)
    qtbot.keyClick(cards, Qt.Key.Key_Menu)
    assert not menu.isVisible(), "there is nothing to be done with the tile"
    choose(window, "pallas_cat")
    library.lists.card_menu.actions["teach"].trigger()
    assert window.page is window.preset and window.navigation.run_key == ""


def test_search_and_order(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, workspace: Path
) -> None:
    for folder in concepts(workspace):
        recent = 2_000_000_000 if folder.path.name == "morning_cup" else 1_000_000_000
        os.utime(folder.image_list, (recent, recent))
    window = make_window()
    library, tools = window.library, window.library.tools
    assert names(window) == ["Teach something new", "morning_cup", "pallas_cat"]
    qtbot.waitUntil(lambda: "on disk" in library.subtitle.text())
    tools.orders["size"].trigger()
    assert names(window)[1:] == ["pallas_cat", "morning_cup"]
    assert tools.sort.accessibleName() == "Order: Size on disk"
    qtbot.mouseClick(tools.search, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(tools.field, "object")
    assert names(window) == ["morning_cup"]
    assert not library.rows.isVisible() and not library.lists.demo.isVisible()
    tools.field.setText("textual cat")
    assert names(window) == ["pallas_cat"] and library.rows.isVisible()
    tools.field.setText("nobody")
    assert not library.cards.isVisible()
    qtbot.keyClick(tools.field, Qt.Key.Key_Escape)
    assert len(names(window)) == 3 and not tools.field.isVisible()
    again = make_window()
    assert again.library.tools.sort.accessibleName() == "Order: Size on disk"


def test_the_card_stays_chosen_when_others_come(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, workspace: Path
) -> None:
    window = make_window()
    choose(window, "pallas_cat")
    record_concept(workspace, "paper_pop")
    look(window, qtbot)
    assert len(names(window)) == 4
    assert window.library.cards.currentIndex().data().startswith("pallas_cat")


def test_the_demo_is_offered_until_it_is_there(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path
) -> None:
    record_concept(workspace, "morning_cup")
    window = make_window()
    demo = window.library.lists.demo
    assert demo.isVisible()
    assert os.listdir(workspace) == ["morning_cup"], "nothing was copied yet"
    qtbot.mouseClick(demo, Qt.MouseButton.LeftButton, pos=QPoint(80, 20))
    qtbot.waitUntil(lambda: window.page is window.preset)
    assert window.editor.name == "pallas_cat"
    window.show_library()
    assert not demo.isVisible()


def test_what_the_terminal_does_appears_by_itself(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path
) -> None:
    window = make_window()
    assert window.library.drop_panel.isVisible()
    command = [str(engine_python()), "-m", "training.cli"]
    short = (
        "training.max_train_steps=2", "sampling.num_inference_steps=1",
        "training.train_batch_size=1", "evaluation.pairs=2",
    )  # fmt: skip
    sets = [part for setting in short for part in ("--set", setting)]
    pictures = str(DEMO / "morning_cup" / "images")
    made = subprocess.run(
        [*command, "new", pictures, "--name", "morning_cup", *sets], check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    qtbot.waitUntil(lambda: "morning_cup" in names(window))
    rows = window.library.rows.model()
    assert "Not started yet" in rows.index(0, 0).data()
    engine = subprocess.Popen(
        [*command, "run", "morning_cup"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    qtbot.waitUntil(window.bar.job.isVisible, timeout=60_000)
    qtbot.waitUntil(lambda: "Finished, 2 steps" in rows.index(0, 0).data(), timeout=60_000)
    assert engine.wait(timeout=20) == 0
    assert window.page is window.library, "nobody is torn away from what they do"


def test_nothing_is_called_empty_before_it_was_looked_at(qtbot: QtBot) -> None:
    """It would flash up at every start."""
    concepts, runs = concept_list(), run_list()
    page = LibraryPage(concepts, runs, ThumbnailLoader(concepts))
    qtbot.addWidget(page)
    assert page.empty.isHidden() and page.lists.isHidden()
    page.show_known()
    assert not page.empty.isHidden() and page.lists.isHidden()
