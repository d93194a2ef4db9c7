"""The first start: asked once, every choice works at once, and two clicks to the first gallery."""

import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.engine_setup.dialog import SetUpDialog
from desktop.facts import EngineFact
from desktop.first_run.dialog import WelcomeDialog
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.synced_folders import synced_by
from desktop.workspace_choice import look_at
from tests.desktop.recorder import DEMO, record_concept
from tests.desktop.scene import wait
from tests.installers.fake_wheels import make_pack, make_parts
from training.contract.engine_setup.engine_file import read_engine_file
from training.contract.user_settings import change_user_settings, read_user_settings

MakeWindow = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton
ENGINE_MS = 120_000
UV = Path(sys.executable).with_name("uv")


def welcome(window: MainWindow) -> WelcomeDialog:
    dialog = window.first_run.dialog
    assert isinstance(dialog, WelcomeDialog) and dialog.isVisible()
    wait(window)
    return dialog


def test_it_comes_once(make_window: MakeWindow, qtbot: QtBot, preferences: Preferences) -> None:
    window = make_window(first=True, here=False)
    dialog = welcome(window)
    assert not preferences.was_welcomed
    qtbot.mouseClick(dialog.later, LEFT)
    assert window.first_run.dialog is None and preferences.was_welcomed
    assert window.findChildren(SetUpDialog) == [], "later means later"
    assert window.page is window.library
    assert make_window(first=True, here=False).first_run.dialog is None


def test_it_does_not_come_where_concepts_are(
    make_window: MakeWindow, workspace: Path, preferences: Preferences
) -> None:
    record_concept(workspace)
    assert make_window(first=True).first_run.dialog is None
    assert preferences.was_welcomed


def test_the_language_changes_at_once_and_is_remembered(
    make_window: MakeWindow, qtbot: QtBot, preferences: Preferences
) -> None:
    window = make_window(first=True)
    dialog = welcome(window)
    assert dialog.languages["en"].isChecked() and dialog.windowTitle() == "Welcome to Manul"
    qtbot.mouseClick(dialog.languages["ru"], LEFT)
    assert preferences.language == "ru"
    qtbot.waitUntil(lambda: dialog.windowTitle() == "Добро пожаловать")
    assert dialog.primary.text() == "Начать" and window.rail.library.text() == "Библиотека"


def test_another_folder_is_taken_and_remembered(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, tmp_path: Path
) -> None:
    window = make_window(first=True)
    dialog = welcome(window)
    assert dialog.workspace.field.text() == str(workspace)
    other = tmp_path / "другая папка"
    qtbot.mouseClick(dialog.workspace.choose, LEFT)
    chooser = window.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(other))
    chooser.reject()
    qtbot.waitUntil(lambda: dialog.workspace.field.text() == str(other))
    assert other.is_dir() and window._engine.workspace == other
    assert read_user_settings().workspace == str(other)
    assert "are free" in dialog.workspace._hint.text()


@pytest.mark.parametrize("place", ["file", "file/folder"])
def test_a_folder_that_cannot_be_written_is_told(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, tmp_path: Path, place: str
) -> None:
    window = make_window(first=True)
    dialog = welcome(window)
    (tmp_path / "file").write_text("")
    window.workspace_actions.take(str(tmp_path / place))
    qtbot.waitUntil(dialog.workspace.note.isVisible)
    assert "a file is in the way" in dialog.workspace.note.accessibleName()
    assert "Choose another folder" in dialog.workspace.note.accessibleName()
    assert window._engine.workspace == workspace and read_user_settings().workspace == ""
    window.workspace_actions.take(str(tmp_path / "fine"))
    qtbot.waitUntil(lambda: not dialog.workspace.note.isVisible())


@pytest.mark.quick
def test_a_look_tells_why_nothing_could_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    problem = look_at(tmp_path / "file" / "Manul").problem
    assert problem is not None and problem.key == "error.not_writable.in_the_way"
    fine = look_at(tmp_path / "not" / "yet" / "there")
    assert fine.problem is None and fine.free > 0
    assert sorted(tmp_path.iterdir()) == [tmp_path / "file"], "a look leaves nothing behind"


@pytest.mark.quick
@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("/home/anna/OneDrive - Contoso/Documents/Manul", "OneDrive"),
        ("/home/anna/Dropbox/Manul", "Dropbox"),
        ("/home/anna/iCloudDrive/Manul", "iCloud"),
        ("/home/анна/Яндекс.Диск/Manul", "Yandex Disk"),
        ("/data/anna/Documents/Manul", "OneDrive"),
        ("/home/anna/Documents/Manul", ""),
        ("/home/anna/My Dropbox notes/Manul", ""),
    ],
)
def test_folders_that_are_copied_to_a_cloud(folder: str, program: str) -> None:
    assert synced_by(Path(folder), {"OneDriveConsumer": "/data/anna"}) == program


def test_what_is_found_out_later_is_shown_later(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(first=True, here=None)
    dialog = welcome(window)
    assert not dialog.primary.isEnabled() and dialog.later.isVisible()
    assert not dialog.engine.offer.isVisible()
    old = EngineFact(
        here=False, card="NVIDIA GeForce RTX 3060", driver="390.10", compute_capability="8.6"
    )
    window._engine._set_fact(old)
    wait(window)
    assert dialog.primary.isEnabled() and dialog.primary.text() == "Set up the engine"
    assert "390.10" in dialog.engine.offer.card_note.accessibleName()
    window._engine._set_fact(EngineFact(here=True))
    assert dialog.primary.text() == "Start" and not dialog.later.isVisible()
    assert not dialog.engine.offer.isVisible()


def test_the_processor_can_be_chosen(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(first=True, here=None)
    dialog = welcome(window)
    card = EngineFact(
        here=False, card="NVIDIA GeForce RTX 3060", driver="999.0", compute_capability="8.6"
    )
    window._engine._set_fact(card)
    wait(window)
    assert "CUDA" in dialog.engine.offer.reason.text()
    qtbot.mouseClick(dialog.engine.offer.processor, LEFT)
    wait(window)
    assert "You chose the processor" in dialog.engine.offer.reason.text()
    qtbot.mouseClick(dialog.primary, LEFT)
    opened = window.findChild(SetUpDialog)
    assert isinstance(opened, SetUpDialog) and opened.processor.isChecked()
    opened.reject()
    wait(window)
    assert not window.rail.set_up.isVisible(), "closed before it began"


def test_keys_are_enough(make_window: MakeWindow, qtbot: QtBot, preferences: Preferences) -> None:
    window = make_window(first=True)
    dialog = welcome(window)
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    reached: set[QWidget | None] = set()
    for _ in range(12):
        reached.add(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert {dialog.languages["en"], dialog.workspace.choose, dialog.primary} <= reached
    dialog.languages["en"].setFocus()
    qtbot.keyClick(dialog.languages["en"], Qt.Key.Key_Right)
    qtbot.keyClick(dialog.languages["ru"], Qt.Key.Key_Space)
    assert preferences.language == "ru"
    qtbot.keyClick(dialog.languages["ru"], Qt.Key.Key_Return)
    assert window.first_run.dialog is None and preferences.was_welcomed
    assert window.findChildren(SetUpDialog) == [], "the engine is here"


def test_escape_is_later(make_window: MakeWindow, qtbot: QtBot, preferences: Preferences) -> None:
    window = make_window(first=True, here=False)
    qtbot.keyClick(welcome(window), Qt.Key.Key_Escape)
    assert window.first_run.dialog is None and preferences.was_welcomed
    assert window.findChildren(SetUpDialog) == []


def test_pictures_that_were_given_wait_for_the_folder(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window(first=True)
    dialog = welcome(window)
    pictures = sorted((DEMO / "pallas_cat" / "images").glob("*.png"))[:2]
    window.first_run.then(partial(window.take_pictures, pictures))
    window.workspace_actions.take(str(tmp_path / "other"))
    qtbot.waitUntil(lambda: dialog.workspace.field.text() == str(tmp_path / "other"))
    assert window.page is window.library
    qtbot.mouseClick(dialog.primary, LEFT)
    assert window.page is window.images
    qtbot.waitUntil(lambda: len(window.editor.pictures.items) == 2)


def test_the_demo_leads_to_the_engine_where_there_is_none(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(first=True, here=False)
    qtbot.mouseClick(welcome(window).later, LEFT)
    qtbot.mouseClick(window.library.demo.button, LEFT)
    qtbot.waitUntil(lambda: window.page is window.preset)
    assert not window.bar.primary.isEnabled()
    assert "not installed" in window.bar.reason.text()
    qtbot.mouseClick(window.preset.card_notice.action, LEFT)
    dialog = window.findChild(SetUpDialog)
    assert isinstance(dialog, SetUpDialog) and dialog.isVisible()
    wait(window)


def test_two_clicks_to_the_first_gallery(make_window: MakeWindow, qtbot: QtBot) -> None:
    """With a real engine, in a home where nothing was before."""
    window = make_window(first=True, probes=True, here=None)
    window.search.look()
    dialog = welcome(window)
    qtbot.waitUntil(dialog.primary.isEnabled, timeout=ENGINE_MS)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert window.page is window.library and window.library.demo.isVisible()

    qtbot.mouseClick(window.library.demo.button, LEFT)
    qtbot.waitUntil(lambda: window.page is window.preset and window.bar.primary.isEnabled())
    qtbot.mouseClick(window.bar.primary, LEFT)

    qtbot.waitUntil(lambda: window.page is window.train, timeout=ENGINE_MS)
    qtbot.waitUntil(lambda: bool(window.gallery.row_samples(0)), timeout=ENGINE_MS)
    assert window.gallery.row_samples(0)[0].path.is_file()
    qtbot.mouseClick(window.train.commands.stop, LEFT)
    qtbot.waitUntil(lambda: not window._engine.live_runs(), timeout=ENGINE_MS)


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tiny packages behind an address, which the settings name as mirror of all others."""
    monkeypatch.setenv("MANUL_PARTS", str(make_parts(tmp_path / "parts", uv=UV)))
    packages = tmp_path / "registry" / "packages"
    for wheel in make_pack(tmp_path / "pack", build="cpu").glob("*.whl"):
        project = packages / wheel.name.partition("-")[0]
        project.mkdir(parents=True)
        wheel.rename(project / wheel.name)
    handler = partial(_Quiet, directory=str(packages.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/packages"
    change_user_settings(packages=address, torch_packages=address)
    yield
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.usefixtures("registry")
def test_the_engine_is_set_up_from_the_welcome_behind_the_pages(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(first=True, here=False)
    qtbot.mouseClick(welcome(window).primary, LEFT)
    dialog = window.findChild(SetUpDialog)
    assert isinstance(dialog, SetUpDialog)
    qtbot.waitUntil(dialog.stop.isVisible)
    dialog.reject()
    line = window.rail.set_up
    assert line.isVisible() and "Setting up the engine" in line.accessibleName()
    assert not window.rail.card.isVisible()
    assert window.library.empty.presence.button.accessibleName() == "Show how far it is"
    qtbot.waitUntil(lambda: "ready" in line.accessibleName(), timeout=60_000)
    assert Path(read_engine_file().python).is_file()
    qtbot.mouseClick(line, LEFT)
    again = next(one for one in window.findChildren(SetUpDialog) if one.isVisible())
    assert again.done_note.isVisible() and not line.isVisible()
    wait(window)
    qtbot.mouseClick(again.demo, LEFT)
    qtbot.waitUntil(lambda: window.page is window.preset)
    window.set_up.show()
    assert not window.findChildren(SetUpDialog)[-1].demo.isVisible(), "there is a concept now"
    wait(window)


def test_what_went_wrong_behind_the_pages_is_told(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANUL_PARTS", str(make_parts(tmp_path / "parts", uv=UV)))
    window = make_window(first=True, here=False)
    qtbot.mouseClick(welcome(window).other, LEFT)
    dialog = window.findChild(SetUpDialog)
    assert isinstance(dialog, SetUpDialog)
    wait(window)
    assert dialog.start.isVisible(), "it waits for the folder"
    dialog.show_pack(str(tmp_path))
    qtbot.mouseClick(dialog.start, LEFT)
    dialog.reject()
    line = window.rail.set_up
    qtbot.waitUntil(lambda: "not ready" in line.accessibleName(), timeout=60_000)
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Space)
    again = next(one for one in window.findChildren(SetUpDialog) if one.isVisible())
    assert "There is no engine pack in" in again.notice.accessibleName()
    assert not line.isVisible()
    wait(window)
