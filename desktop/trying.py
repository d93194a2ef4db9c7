"""Draws what is to be tried, one wish at a time; waits for the card where it is taken."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from desktop import words
from desktop.engine import Engine
from desktop.facts import Report, RunFact, TryFact, TryWish
from desktop.pages.try_panel import TryPanel
from desktop.short_call import ShortCall

# A training in one of these states holds the card.
_HOLDS_CARD = ("starting", "running", "not_responding")


class Trying(QObject):
    """Between a TryPanel and the engine."""

    def __init__(self, engine: Engine, panel: TryPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._engine = engine
        self._panel = panel
        self._wish: TryWish | None = None
        self._call: ShortCall | None = None
        self._is_waiting = False
        self._run_key = ""
        panel.draw_requested.connect(self.draw)
        panel.cancel_requested.connect(self.cancel)
        panel.wait_requested.connect(self.wait)
        engine.run_changed.connect(self._on_run_changed)

    def look(self, run_key: str) -> None:
        """Show what was tried with a run."""
        self._run_key = run_key
        self._engine.find_tries(run_key, partial(self._on_found, run_key))

    def draw(self, wish: TryWish) -> None:
        self._wish, self._is_waiting = wish, False
        self._panel.show_working(self.tr("The model is being loaded."), share=None)
        self._call = self._engine.draw(wish, self._on_done, self._on_failed, self._on_progress)

    def cancel(self) -> None:
        """What was finished before stays."""
        if self._call is not None:
            self._call.cancel()
        self._call, self._is_waiting = None, False
        self._panel.show_idle()
        self.look(self._run_key)

    def wait(self) -> None:
        """Until no training holds the card any more."""
        self._is_waiting = True
        self._panel.show_working(self.tr("Waiting until the card is free."), share=None)
        self._try_again()

    def _try_again(self) -> None:
        held = any(run.state in _HOLDS_CARD for run in self._engine.runs())
        if self._is_waiting and not held and self._wish is not None:
            self.draw(replace(self._wish, on_processor=False))

    def _on_run_changed(self, run: RunFact) -> None:
        if self._is_waiting:
            self._try_again()

    def _on_progress(self, done: int, total: int) -> None:
        text = self.tr("Painting: {percent} %").format(percent=words.number(100 * done // total))
        self._panel.show_working(text, share=done / max(1, total))

    def _on_done(self) -> None:
        self._call = None
        self._panel.show_idle()
        self.look(self._run_key)

    def _on_failed(self, report: Report) -> None:
        self._call = None
        self._panel.show_problem(report)
        self.look(self._run_key)

    def _on_found(self, run_key: str, tries: list[TryFact]) -> None:
        if run_key == self._run_key:
            self._panel.show_tries(tries)
