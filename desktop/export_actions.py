"""Writes kept steps for other programs, and remembers where to."""

from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.arrivals import Arrivals
from desktop.engine import Engine
from desktop.facts import ExportFact, ExportWish, Report, RunningFact
from desktop.pages.export import ExportPage
from desktop.preferences import Preferences
from desktop.short_call import ShortCall
from training.contract.atomic import remove_leftovers


class ExportActions(QObject):
    """What the page Export wishes for."""

    def __init__(self, engine: Engine, preferences: Preferences, page: ExportPage) -> None:
        super().__init__(page)
        self._engine = engine
        self._preferences = preferences
        self._page = page
        self._call: ShortCall | None = None
        self._folders: list[str] = []
        self._is_asking = False
        Arrivals(page, parent=self).came.connect(self._ask_who_runs)
        page.where.remember(preferences.export_place, preferences.export_folder)

    def _ask_who_runs(self) -> None:
        """One question at a time, and none where there is no card to say it on."""
        if self._engine.fact.web_uis and not self._is_asking:
            self._is_asking = True
            self._engine.ask_who_runs(self._on_told_who_runs)

    def _on_told_who_runs(self, running: tuple[RunningFact, ...]) -> None:
        self._is_asking = False
        self._page.show_running(running)

    def export(self, wish: ExportWish) -> None:
        self._preferences.remember_export(wish.place, is_web_ui=wish.is_web_ui)
        self._folders = self._page.where.folders
        self._call = self._engine.export(
            wish, partial(self._on_done, wish), partial(self._on_failed, wish),
            self._page.progress.show_progress,
        )  # fmt: skip

    def cancel(self) -> None:
        """What was written so far goes as soon as the engine no longer writes."""
        if self._call is None:
            return
        self._call.ended.connect(partial(self._sweep, self._folders))
        self._call.cancel()
        self._call = None

    def close(self) -> None:
        """The window has gone, and its calls with it: what the last one was writing goes too, also
        after a cancel. Where that cannot be, the next export to that folder tries again."""
        self._call = None
        with suppress(OSError):
            _remove_leftovers(self._folders)

    def _sweep(self, folders: list[str]) -> None:
        sweep = partial(_remove_leftovers, folders)
        self._engine.compute(sweep, lambda _: self._on_swept(), lambda _: self._on_swept())

    def _on_swept(self) -> None:
        """If it could not be, the next export to that folder tries again."""
        self._folders = []
        self._page.show_cancelled()

    def _on_done(self, wish: ExportWish, fact: ExportFact) -> None:
        self._call, self._folders = None, []
        self._page.show_done(wish, fact)

    def _on_failed(self, wish: ExportWish, report: Report) -> None:
        self._call, self._folders = None, []
        self._page.show_problem(wish, report)


def _remove_leftovers(folders: list[str]) -> None:
    for folder in map(Path, folders):
        if folder.is_dir():
            remove_leftovers(folder)
