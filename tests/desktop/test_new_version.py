"""A newer Manul is told quietly, once a day at most, and only by those who may."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop import window_log
from desktop.main_window import MainWindow
from desktop.new_version.announcement import Refused, read_announcement
from desktop.new_version.question import ask
from desktop.new_version.source import Source, read_source
from desktop.preferences import Preferences
from desktop.settings.about import AboutSection
from desktop.settings.dialog import SettingsDialog
from tests.desktop.announcing_server import NEWER, PAGE, AnnouncingServer, name_address
from tests.desktop.scene import wait
from training import __version__
from training.contract.user_settings import change_user_settings

Make = Callable[..., MainWindow]
SOURCE = Source(address="https://manul.example/newest.toml")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AnnouncingServer]:
    made = AnnouncingServer()
    with made.running():
        name_address(tmp_path, monkeypatch, made.address)
        yield made


@pytest.fixture
def opened_pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pages: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: pages.append(url.toString()))
    return pages


def about(window: MainWindow) -> AboutSection:
    window.settings_actions.show()
    dialog = window.findChild(SettingsDialog)
    assert isinstance(dialog, SettingsDialog)
    dialog.show_section(4)
    return dialog.about


def looked(window: MainWindow) -> MainWindow:
    window.new_version.look()
    wait(window)
    return window


# what may be announced -------------------------------------------------------------------


def text(version: str = "9.0.0", page: str = "https://manul.example/9", more: str = "") -> bytes:
    return f"version = '{version}'\npage = '{page}'\n{more}".encode()


@pytest.mark.quick
def test_our_own_version_can_be_compared_and_nobody_is_asked_as_delivered() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert read_source() == Source()


@pytest.mark.quick
@pytest.mark.parametrize(
    ("theirs", "ours", "is_newer"),
    [
        ("0.1.1", "0.1.0", True), ("0.10.0", "0.9.9", True), ("1.0.0", "0.99.99", True),
        ("0.1.0", "0.1.0", False), ("0.0.9", "0.1.0", False), ("0.1.1", "0.1.0.dev3", True),
    ],
)  # fmt: skip
def test_versions_are_compared_by_their_numbers(theirs: str, ours: str, is_newer: bool) -> None:
    assert read_announcement(text(theirs), SOURCE).is_newer_than(ours) is is_newer


@pytest.mark.quick
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<!doctype html><html><body>Sign in</body></html>", "no_announcement"),
        (b"", "no_announcement"),
        (b"\xff\xfe\x00", "no_announcement"),
        (b"version = 9\npage = 'https://manul.example/9'", "no_announcement"),
        (b"a." * 500 + b"a = 1", "no_announcement"),
        (text("banana"), "no_version"),
        (text("9.0"), "no_version"),
        (text("9.0.0rc1"), "no_version"),
        (text("٩.0.0"), "no_version"),
        (text(page="file:///etc/passwd"), "foreign_page"),
        (text(page="javascript:alert(1)"), "foreign_page"),
        (text(page="http://manul.example/9"), "foreign_page"),
        (text(page="https://manul.example.evil.example/9"), "foreign_page"),
        (text(page="https://manul.example@evil.example/9"), "foreign_page"),
        (text(page="https://me:you@manul.example/9"), "foreign_page"),
        (text(page="https://evil.example\\@manul.example/9"), "foreign_page"),
        (text(page=""), "foreign_page"),
        (text(more="#" * 20_000), "too_large"),
    ],
)
def test_what_cannot_be_trusted_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        read_announcement(content, SOURCE)
    assert refused.value.reason == reason


@pytest.mark.quick
def test_an_announcement_may_say_more_and_its_notes_are_a_line_each() -> None:
    notes = '[notes]\nen = "One\\nline <b>"\nde = "' + "x" * 900 + '"\n[later]\nsize = 3\n'
    found = read_announcement(b"\xef\xbb\xbf" + text(more=notes), SOURCE)
    assert found.note("ru") == found.note("en") == "One line <b>"
    assert len(found.note("de")) < 210
    elsewhere = Source(address=SOURCE.address, page_host="Pages.example")
    assert read_announcement(text(page="https://pages.example/9"), elsewhere)


@pytest.mark.quick
@pytest.mark.parametrize("address", ["http://manul.example/a", "ftp://manul.example/a", "file:/a"])
def test_only_safe_addresses_are_asked(address: str) -> None:
    with pytest.raises(Refused, match="unsafe_address"):
        ask(Source(address=address))


# the question ----------------------------------------------------------------------------


def test_nothing_of_the_user_is_told(server: AnnouncingServer, make_window: Make) -> None:
    looked(make_window())
    [(path, headers)] = server.asked
    assert path == "/newest.toml"
    assert headers == {
        "Host": f"127.0.0.1:{server.port}", "User-Agent": f"Manul/{__version__}",
        "Accept-Language": "*", "Accept-Encoding": "identity", "Connection": "Keep-Alive",
    }  # fmt: skip


def test_it_goes_through_the_users_proxy(server: AnnouncingServer, make_window: Make) -> None:
    change_user_settings(proxy=f"http://127.0.0.1:{server.port}")
    elsewhere = Source(address="http://localhost:1/newest.toml", page_host="127.0.0.1")
    assert ask(elsewhere)[0].version == "9.0.0"
    assert server.asked[0][0] == elsewhere.address, "a proxy is asked for the whole address"


def test_a_huge_answer_is_cut_off(server: AnnouncingServer, qapp: object) -> None:
    server.content = b"#" * 50_000_000
    with pytest.raises(Refused, match="too_large"):
        ask(read_source())


def test_it_is_asked_once_a_day_and_nobody_is_asked_who_does_not_want_it(
    server: AnnouncingServer, make_window: Make, preferences: Preferences
) -> None:
    window = looked(make_window())
    looked(window)
    assert len(server.asked) == 1
    preferences.remember_asking("2020-01-01")
    looked(window)
    assert len(server.asked) == 2
    preferences.remember_asking("2020-01-01")
    preferences.tells_new_versions = False
    looked(window)
    assert len(server.asked) == 2
    assert not window.library.new_version.isVisible()


# what is seen ----------------------------------------------------------------------------


def test_a_newer_version_is_told_quietly_and_its_page_opened(
    server: AnnouncingServer, make_window: Make, opened_pages: list[str], qtbot: QtBot
) -> None:
    window = looked(make_window())
    note = window.library.new_version
    assert note.isVisible()
    assert note.accessibleName() == "Manul 9.0.0 is out Trains twice as fast on small cards."
    note.action.setFocus()
    qtbot.keyClick(note.action, Qt.Key.Key_Space)
    assert opened_pages == [PAGE]
    note.show_announcement(None)
    assert looked(window) and note.isVisible(), "the answer is remembered for the day"
    note.second.setFocus()
    qtbot.keyClick(note.second, Qt.Key.Key_Space)
    assert not note.isVisible()
    looked(window)
    assert not note.isVisible()
    server.content = NEWER.replace("9.0.0", "9.0.1").encode()
    about(window).new_version.look.click()
    wait(window)
    assert note.isVisible(), "of the next one it is told again"


def test_what_was_announced_may_be_this_version_by_now(
    server: AnnouncingServer, make_window: Make, preferences: Preferences
) -> None:
    server.content = NEWER.replace("9.0.0", __version__).encode()
    window = looked(make_window())
    assert not window.library.new_version.isVisible()
    preferences.remember_announcement(NEWER.replace(PAGE, "https://evil.example/"))
    assert not looked(window).library.new_version.isVisible()
    assert preferences.announcement == ""


def test_the_note_speaks_the_windows_language(server: AnnouncingServer, make_window: Make) -> None:
    window = looked(make_window(language="ru"))
    assert "Вдвое быстрее" in window.library.new_version.accessibleName()
    window.settings_actions.set_language("en")
    wait(window)
    assert "twice as fast" in window.library.new_version.accessibleName()


def test_look_now_says_what_happened(
    server: AnnouncingServer, make_window: Make, qtbot: QtBot, opened_pages: list[str]
) -> None:
    window = make_window()
    part = about(window).new_version

    def outcome(content: bytes, code: int = 200) -> str:
        server.content, server.code = content, code
        part.look.setFocus()
        qtbot.keyClick(part.look, Qt.Key.Key_Space)
        assert not part.look.isEnabled()
        wait(window)
        assert part.look.isEnabled()
        return part.outcome.text()

    assert outcome(NEWER.replace("9.0.0", __version__).encode()) == "This is the newest version."
    assert not part.page.isVisibleTo(part)
    assert "is not an announcement" in outcome(b"<html></html>")
    assert part.outcome.property("tone") == "error"
    assert "did not answer" in outcome(b"", 503)
    assert "Manul 9.0.0 is out." in outcome(NEWER.encode())
    assert part.outcome.property("tone") == ""
    part.page.click()
    assert opened_pages == [PAGE]
    part.tells.click()
    assert not window.library.new_version.isVisible()
    part.tells.click()
    assert window.library.new_version.isVisible()


def test_without_a_network_it_ends_silently_and_is_written_down(
    tmp_path: Path, make_window: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_address(tmp_path, monkeypatch, "http://127.0.0.1:9/newest.toml")
    window = looked(make_window())
    assert not window.library.new_version.isVisible()
    assert "no news of new versions: no_answer" in window_log.recent()


def test_without_an_address_nothing_of_it_is_seen(make_window: Make) -> None:
    window = looked(make_window())
    part = about(window)
    assert not part.new_version.isVisibleTo(part)
    assert not part._new_version_title.isVisibleTo(part)
    assert not window.library.new_version.isVisible()
