"""Asks once a day whether there is a newer Manul, and whenever the user wants to know."""

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from desktop import window_log
from desktop.background import LATER, SOON, background
from desktop.new_version.announcement import Announcement, Refused, read_announcement
from desktop.new_version.question import ask
from desktop.new_version.settings_part import NewVersionPart
from desktop.new_version.source import Source, read_source
from desktop.pages.library import LibraryPage
from desktop.preferences import Preferences
from desktop.settings.dialog import SettingsDialog
from training import __version__

Answer = tuple[Announcement, bytes] | Refused


class NewVersionActions(QObject):
    """Without an address it does nothing, and nothing of it is seen."""

    def __init__(self, preferences: Preferences, library: LibraryPage) -> None:
        super().__init__(library)
        self._preferences = preferences
        self._note = library.new_version
        self._source: Source | None = None
        self._part: NewVersionPart | None = None
        self._newer: Announcement | None = None
        self._is_asking = False
        self._note.action_requested.connect(self._open_page)
        self._note.second_requested.connect(self._on_unwanted)

    def look(self) -> None:
        """After the first paint: what is known is told, and what is due is asked."""
        self._source = read_source()
        if not self._source.address:
            return
        self._recall(self._source)
        today = date.today().isoformat()
        if self._preferences.tells_new_versions and self._preferences.new_version_asked != today:
            self._ask(today)

    def join(self, settings: SettingsDialog) -> None:
        """The settings are open."""
        source = self._source or read_source()
        if not source.address:
            return
        self._source = source
        self._part = part = settings.about.new_version
        settings.about.show_new_versions()
        part.show_source(source.url.host(), tells=self._preferences.tells_new_versions)
        part.told_chosen.connect(self._on_told_chosen)
        part.look_requested.connect(self._on_look_requested)
        part.page_requested.connect(self._open_page)
        settings.finished.connect(self._on_settings_closed)
        if self._is_asking:
            part.show_asking()

    def _on_settings_closed(self) -> None:
        self._part = None

    def _on_look_requested(self) -> None:
        if self._part is not None:
            self._part.show_asking()
        self._ask(date.today().isoformat())

    def _ask(self, today: str) -> None:
        if self._is_asking or self._source is None:
            return
        self._is_asking = True
        self._preferences.remember_asking(today)
        priority = LATER if self._part is None else SOON
        background(self, partial(_answer, self._source), self._on_answer, priority=priority)

    def _on_answer(self, answer: Answer) -> None:
        self._is_asking = False
        if isinstance(answer, Refused):
            window_log.note(f"no news of new versions: {answer}")
            if self._part is not None:
                self._part.show_outcome(answer)
            return
        announcement, content = answer
        self._preferences.remember_announcement(content.decode("utf-8-sig"))
        self._take(announcement)
        if self._part is not None:
            self._part.show_outcome(announcement, is_newer=self._newer is not None)

    def _recall(self, source: Source) -> None:
        """What was answered before; this may be that version by now."""
        if text := self._preferences.announcement:
            try:
                self._take(read_announcement(text.encode(), source))
            except Refused:
                # By an older Manul, or from an address that is no longer asked.
                self._preferences.remember_announcement("")

    def _take(self, announcement: Announcement) -> None:
        self._newer = announcement if announcement.is_newer_than(__version__) else None
        self._refresh_note()

    def _refresh_note(self) -> None:
        newer, preferences = self._newer, self._preferences
        is_wanted = newer is not None and newer.version != preferences.unwanted_version
        shown = newer if is_wanted and preferences.tells_new_versions else None
        self._note.show_announcement(shown)

    def _on_told_chosen(self, tells: bool) -> None:
        self._preferences.tells_new_versions = tells
        self._refresh_note()

    def _on_unwanted(self) -> None:
        if self._newer is not None:
            self._preferences.unwanted_version = self._newer.version
        self._refresh_note()

    def _open_page(self) -> None:
        if self._newer is not None:
            QDesktopServices.openUrl(QUrl(self._newer.page, QUrl.ParsingMode.StrictMode))


def _answer(source: Source) -> Answer:
    try:
        return ask(source)
    except Refused as refused:
        return refused
