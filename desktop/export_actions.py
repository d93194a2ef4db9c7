"""Writes kept steps for other programs, and remembers where to."""

from functools import partial

from PySide6.QtCore import QObject

from desktop.engine import Engine
from desktop.facts import ExportWish
from desktop.pages.export import ExportPage
from desktop.preferences import Preferences


class ExportActions(QObject):
    """What the page Export wishes for."""

    def __init__(self, engine: Engine, preferences: Preferences, page: ExportPage) -> None:
        super().__init__(page)
        self._engine = engine
        self._preferences = preferences
        self._page = page
        page.where.remember(preferences.export_place, preferences.export_folder)

    def export(self, wish: ExportWish) -> None:
        self._preferences.remember_export(wish.place, is_web_ui=wish.is_web_ui)
        told = partial(self._page.show_done, wish)
        self._engine.export(wish, told, partial(self._page.show_problem, wish))
