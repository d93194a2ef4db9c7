"""Asks the engine again and again which web UIs and base models are on this machine."""

import os

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.arrivals import Arrivals
from desktop.engine import Engine
from desktop.facts import EngineFact
from desktop.preferences import Preferences


class WebUISearch(QObject):
    """One question at a time; what is wished for meanwhile is asked afterwards."""

    nothing_found = Signal(str)  # the folder that the user named

    def __init__(
        self, engine: Engine, preferences: Preferences, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._preferences = preferences
        self._is_asking = self._ask_again = False
        self._named: list[str] = []
        self._asked: list[str] = []
        self._unknown: frozenset[str] = frozenset()
        engine.engine_changed.connect(self._on_answered)

    def watch(self, *pages: QWidget) -> None:
        """Look whenever the user comes to one of these: a model may have been added meanwhile."""
        Arrivals(*pages, parent=self).came.connect(self.look)

    def look(self) -> None:
        """Ask now, or once the answer that is under way has come."""
        if self._is_asking:
            self._ask_again = True
            return
        self._is_asking, self._ask_again = True, False
        self._asked, self._named = self._named, []
        self._engine.probe([*self._asked, *self._preferences.web_ui_folders])

    def add_folder(self, folder: str) -> None:
        """Look there from now on, if a web UI is found there; else say so, once."""
        self._named.append(os.path.abspath(folder))
        self.look()

    def _on_answered(self, fact: EngineFact) -> None:
        if not self._is_asking:
            return
        self._is_asking = False
        for folder in self._asked:
            if any(_belong(web_ui.path, folder) for web_ui in fact.web_uis):
                self._preferences.remember_web_ui_folder(folder)
            else:
                self.nothing_found.emit(folder)
        # Into a large collection the engine looks bit by bit, and remembers what it has seen.
        unknown = frozenset(model.path for model in fact.models if model.usable is None)
        gets_on, self._unknown = unknown != self._unknown, unknown
        if self._ask_again or (unknown and gets_on):
            self.look()


def _belong(web_ui: str, folder: str) -> bool:
    """Is the web UI the folder, in it, or around it?"""
    one, other = (os.path.normcase(os.path.realpath(path)) for path in (web_ui, folder))
    return one == other or one.startswith(_inside(other)) or other.startswith(_inside(one))


def _inside(folder: str) -> str:
    return folder.rstrip(os.sep) + os.sep
