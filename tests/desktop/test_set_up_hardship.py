"""Whatever hinders a set-up, the window says it in a sentence, with a button that leads on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop.ask_dialog import AskDialog
from desktop.engine_setup.dialog import SetUpDialog
from desktop.engine_setup.ways_out import (
    DRIVER,
    DRIVER_PAGE,
    LOOK,
    NETWORK,
    PACK,
    PROCESSOR,
)
from desktop.facts import EngineFact
from desktop.main_window import MainWindow
from desktop.settings.dialog import SettingsDialog
from tests.desktop.scene import wait
from tests.desktop.test_drops import send
from tests.desktop.web_uis import install_few
from tests.installers.fake_wheels import make_pack, make_parts
from tests.installers.package_server import PackageServer
from training.contract.engine_process import engine_python
from training.contract.engine_setup.engine_file import read_engine_file, use_engine
from training.contract.engine_setup.folders import READY, engine_folders, environment_of
from training.contract.user_settings import change_user_settings

Make = Callable[..., MainWindow]
UV = Path(sys.executable).with_name("uv")
NOBODY = "http://127.0.0.1:9/python"


class SetUpWindow:
    """A window with an engine that works, and its set-up's dialog open."""

    def __init__(self, window: MainWindow, qtbot: QtBot, former: Path) -> None:
        self.window, self.qtbot, self.former = window, qtbot, former
        window.set_up.show()
        wait(window)

    @property
    def dialog(self) -> SetUpDialog:
        dialogs = self.window.findChildren(SetUpDialog)
        return dialogs[-1]

    def press(self, name: str) -> None:
        """By keyboard."""
        button = {"start": self.dialog.start, "again": self.dialog.notice.action}.get(name)
        button = button or self.dialog.notice.choices[name]
        assert button.isVisibleTo(self.dialog) and button.isEnabled(), name
        button.setFocus()
        self.qtbot.keyClick(button, Qt.Key.Key_Space)

    def told(self) -> str:
        self.qtbot.waitUntil(lambda: self.dialog.notice.isVisibleTo(self.dialog), timeout=60_000)
        wait(self.window)
        assert str(engine_python()) == str(self.former), "the former engine is still used"
        return self.dialog.notice.accessibleName()

    def ways(self) -> list[str]:
        shown = self.dialog.notice.choices
        return [key for key, button in shown.items() if button.isVisibleTo(self.dialog)]

    def is_done(self) -> bool:
        done = self.dialog.done_note
        self.qtbot.waitUntil(lambda: done.isVisibleTo(self.dialog), timeout=60_000)
        wait(self.window)
        return done.accessibleName().startswith("The engine is ready")


@pytest.fixture
def former() -> Path:
    """An engine that was set up before."""
    python = engine_folders().path / "0.0.9-cpu-1" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (environment_of(python) / READY).touch()
    use_engine(python)
    return python


@pytest.fixture
def set_up(
    make_window: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, former: Path, qtbot: QtBot
) -> SetUpWindow:
    monkeypatch.setenv("MANUL_PARTS", str(make_parts(tmp_path / "parts", uv=UV)))
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    return SetUpWindow(make_window(), qtbot, former)


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[PackageServer]:
    server = PackageServer(make_pack(tmp_path / "registry", build="cpu", padding=100_000))
    with server.running():
        yield server


@pytest.fixture
def opened_pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pages: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pages.append(url.toString()))
    return pages


def test_no_network_then_the_network_settings_then_on(
    set_up: SetUpWindow, registry: PackageServer, qtbot: QtBot
) -> None:
    change_user_settings(packages=NOBODY, torch_packages=NOBODY)
    set_up.press("start")
    assert "127.0.0.1:9 cannot be reached." in set_up.told()
    assert set_up.ways() == [NETWORK]
    set_up.press(NETWORK)
    settings = set_up.window.findChild(SettingsDialog)
    assert isinstance(settings, SettingsDialog)
    assert settings.network.isVisible()
    for name in ("packages", "torch_packages"):
        field = settings.network.fields[name]
        field.setText(f"{registry.address}/{name}")
        field.editingFinished.emit()
    wait(set_up.window)
    settings.closing.click()
    set_up.press("again")
    assert set_up.is_done()
    assert any(asked.startswith("/packages/diffusers") for asked in registry.asked)
    assert any(asked.startswith("/torch_packages/torch") for asked in registry.asked)


def test_the_proxy_of_the_settings_reaches_uv(set_up: SetUpWindow, registry: PackageServer) -> None:
    change_user_settings(
        packages="http://mirror.example/python", torch_packages="http://mirror.example/torch",
        proxy=registry.address,
    )  # fmt: skip
    set_up.press("start")
    assert set_up.is_done()
    assert len(registry.asked) > 6
    assert registry.hosts() == {"mirror.example"}, "a proxy is asked for whole addresses"


def test_a_download_that_breaks_off(set_up: SetUpWindow, registry: PackageServer) -> None:
    change_user_settings(packages=registry.address, torch_packages=registry.address)
    registry.cut = {"diffusers"}
    set_up.press("start")
    assert "The download was cut off." in set_up.told()
    registry.cut, registry.asked = set(), []
    set_up.press("again")
    assert set_up.is_done()
    assert any("/files/diffusers-" in asked for asked in registry.asked)


def test_a_folder_without_packages_then_another_one(
    set_up: SetUpWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty, pack = tmp_path / "empty", make_pack(tmp_path / "pack")
    empty.mkdir()
    drop(set_up.dialog, empty)
    set_up.press("start")
    assert "There is no engine pack in" in set_up.told()
    assert set_up.ways() == [PACK]
    set_up.press(PACK)
    chooser = set_up.dialog.findChild(QFileDialog)
    assert chooser is not None
    chooser.fileSelected.emit(str(pack))
    chooser.reject()
    set_up.press("again")
    assert set_up.is_done()


def drop(dialog: SetUpDialog, folder: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    assert send(dialog, mime)
    assert dialog.pack == str(folder)


def test_another_set_up_is_at_work(set_up: SetUpWindow, tmp_path: Path) -> None:
    set_up.dialog.show_pack(str(make_pack(tmp_path / "pack")))
    with FileLock(engine_folders().lock):
        set_up.press("start")
        assert "Another window of Manul is setting the engine up." in set_up.told()
    set_up.press("again")
    assert set_up.is_done()


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """For engines: with less than they need."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=9m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("may not mount a small disk here")
    monkeypatch.setenv("MANUL_ENGINES", str(place))
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_then_a_larger_one(
    small_disk: Path, set_up: SetUpWindow, tmp_path: Path
) -> None:
    set_up.dialog.show_pack(str(make_pack(tmp_path / "pack")))
    set_up.press("start")
    assert "and that drive has 0.0 GB left" in set_up.told()
    subprocess.run(["mount", "-o", "remount,size=4g", str(small_disk)], check=True)
    set_up.press("again")
    assert set_up.is_done()
    assert str(engine_python()).startswith(str(small_disk))


def test_less_is_needed_for_the_processor(
    set_up: SetUpWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = set_up.window
    card = EngineFact(True, "NVIDIA GeForce RTX 3060", driver="580.95", compute_capability="8.6")
    window._engine._set_fact(card)
    wait(window)
    dialog = set_up.dialog
    dialog.show_pack(str(make_pack(tmp_path / "pack", build="cu130")))
    assert not dialog.processor.isChecked()
    set_up.press("start")
    assert "does not find the card" in set_up.told(), "there is none on this machine"
    assert PROCESSOR in set_up.ways()
    dialog.show_pack(str(make_pack(tmp_path / "other pack")))
    set_up.press(PROCESSOR)
    assert set_up.is_done()
    assert dialog.processor.isChecked()
    assert "-cpu-" in read_engine_file().python


def test_packages_for_the_processor_where_there_is_a_card(
    set_up: SetUpWindow, tmp_path: Path
) -> None:
    card = EngineFact(True, "NVIDIA GeForce RTX 3060", driver="580.95", compute_capability="8.6")
    set_up.window._engine._set_fact(card)
    wait(set_up.window)
    set_up.dialog.show_pack(str(make_pack(tmp_path / "pack", build="cpu")))
    set_up.press("start")
    assert "holds PyTorch for the processor, and this computer has a card" in set_up.told()
    assert set_up.ways() == [PACK, PROCESSOR]
    set_up.press(PROCESSOR)
    assert set_up.is_done()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_old_driver_is_told_with_its_makers_page(
    make_window: Make, qtbot: QtBot, opened_pages: list[str], former: Path, language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    window = make_window(language=language)
    old = EngineFact(True, "NVIDIA GeForce RTX 3060", driver="470.1", compute_capability="8.6")
    window._engine._set_fact(old)
    set_up = SetUpWindow(window, qtbot, former)
    note = set_up.dialog.panel.card_note
    assert "470.1" in note.accessibleName() and "525" in note.accessibleName()
    qtbot.keyClick(note.ways[DRIVER], Qt.Key.Key_Space)
    assert opened_pages == [DRIVER_PAGE]
    newer = replace(old, driver="580.95")
    monkeypatch.setattr(type(window._engine), "probe", lambda engine, *_: engine._set_fact(newer))
    qtbot.keyClick(note.ways[LOOK], Qt.Key.Key_Space)
    wait(window)
    assert not note.isVisibleTo(set_up.dialog)
    assert "13.0" in set_up.dialog.panel.reason.text()


def test_the_welcome_leads_to_the_drivers_too(
    make_window: Make, qtbot: QtBot, opened_pages: list[str]
) -> None:
    window = make_window(first=True, here=False)
    old = EngineFact(False, "NVIDIA GeForce RTX 3060", driver="470.1", compute_capability="8.6")
    window._engine._set_fact(old)
    wait(window)
    assert window.first_run.dialog is not None
    note = window.first_run.dialog.engine.offer.card_note
    qtbot.waitUntil(note.isVisible)
    assert "470.1" in note.accessibleName()
    qtbot.keyClick(note.ways[DRIVER], Qt.Key.Key_Space)
    assert opened_pages == [DRIVER_PAGE]


def test_a_broken_engine_is_repaired_for_the_card_that_is_here(
    make_window: Make, qtbot: QtBot, former: Path
) -> None:
    """The engine's Python is gone, so that it cannot tell of the card; the window's own can."""
    install_few()
    window = make_window(probes=True)
    former.unlink()
    with qtbot.waitSignal(window._engine.engine_changed, timeout=20_000):
        window._engine.probe()
    fact = window._engine.fact
    assert fact.here is False
    assert "0.0.9-cpu-1" in fact.detail
    assert fact.web_uis, "what is here was told by the window's own Python"
    window.set_up.show()
    wait(window)
    dialog = window.findChild(SetUpDialog)
    assert isinstance(dialog, SetUpDialog)
    assert dialog.start.text() == "Set up" and dialog.start.isEnabled()


def test_repair_then_back_to_the_former_engine(set_up: SetUpWindow, tmp_path: Path) -> None:
    dialog = set_up.dialog
    assert dialog.start.text() == "Repair"
    assert not dialog.former.isVisibleTo(dialog)
    dialog.show_pack(str(make_pack(tmp_path / "pack")))
    set_up.press("start")
    assert set_up.is_done()
    assert str(engine_python()) != str(set_up.former)
    # The new engine has answered.
    set_up.window._engine._set_fact(EngineFact(here=True))
    wait(set_up.window)
    assert dialog.former.isVisibleTo(dialog)
    set_up.qtbot.keyClick(dialog.former, Qt.Key.Key_Space)
    wait(set_up.window)
    assert str(engine_python()) == str(set_up.former)


def test_closing_the_window_asks_and_the_next_time_goes_on(
    set_up: SetUpWindow, tmp_path: Path, make_window: Make, qtbot: QtBot
) -> None:
    pack, window = str(make_pack(tmp_path / "pack")), set_up.window
    set_up.dialog.show_pack(pack)
    set_up.press("start")
    answer_closing(window, "Stay")
    assert window.isVisible()
    answer_closing(window, "Close and go on later")
    assert not window.isVisible()
    assert str(engine_python()) == str(set_up.former)
    assert [one.name for one in engine_folders().environments()] == ["0.0.9-cpu-1"]
    again = SetUpWindow(make_window(), qtbot, set_up.former)
    again.dialog.show_pack(pack)
    again.press("start")
    assert again.is_done()


def answer_closing(window: MainWindow, words: str) -> None:
    window.close()
    question = window.findChild(AskDialog)
    assert isinstance(question, AskDialog)
    assert window.isVisible()
    next(one for one in (question.yes, question.no) if one.accessibleName() == words).click()


def test_a_training_goes_on_while_the_engine_is_changed(
    set_up: SetUpWindow, tmp_path: Path
) -> None:
    """The engine it runs from stays, though a second repair would sweep it away."""
    code = "import time; print(1, flush=True); time.sleep(60)"
    pack = str(make_pack(tmp_path / "pack"))
    with subprocess.Popen([set_up.former, "-c", code], stdout=subprocess.PIPE) as teaching:
        assert teaching.stdout is not None
        teaching.stdout.readline()
        for _ in range(2):
            set_up.dialog.show_pack(pack)
            set_up.window.set_up.start()
            assert set_up.is_done()
        assert set_up.former.exists() and teaching.poll() is None
        teaching.kill()
    assert os.access(read_engine_file().python, os.X_OK)
