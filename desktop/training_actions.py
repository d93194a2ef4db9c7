"""Starts, continues and commands trainings, and tells the page at hand what went wrong."""

from functools import partial

from PySide6.QtCore import QObject

from desktop.concept_editor import ConceptEditor
from desktop.engine import Engine
from desktop.facts import Report
from desktop.navigation import Navigation
from desktop.page_stack import PageStack
from desktop.stages import EXPORT
from training.contract.commands import CommandName


class TrainingActions(QObject):
    """What the pages Preset and Train wish for."""

    def __init__(
        self,
        engine: Engine,
        editor: ConceptEditor,
        navigation: Navigation,
        *,
        pages: PageStack,
    ) -> None:
        super().__init__(pages)
        self._engine = engine
        self._editor = editor
        self._navigation = navigation
        self._pages = pages

    def teach(self) -> None:
        key = self._editor.key
        if key is None:
            return
        self._pages.preset.set_busy(True)
        request = self._editor.request()
        self._engine.start_training(key, request, self._on_made, self.tell_launch_problem)

    def resume(self, run_key: str, more_steps: int = 0) -> None:
        self._engine.resume(run_key, self.tell_launch_problem, more_steps=more_steps)

    def go_on(self, run_key: str) -> None:
        """From the library: with what the last start of the window left lying."""
        self._pages.library.offer_to_go_on(None)
        self._navigation.open_run(run_key)
        self.resume(run_key)

    def command(self, run_key: str, command: CommandName, steps: int = 0) -> None:
        page = self._pages.train
        sent = partial(page.commands.tell_sent, command)
        self._engine.send(run_key, command, page.show_command_problem, steps=steps, on_sent=sent)

    def stop_all(self) -> None:
        for run in self._engine.live_runs():
            self._engine.send(run.key, "stop")

    def show_export(self, run_key: str, step: int) -> None:
        self._pages.export.choose_step(step)
        self._navigation.show_stage(EXPORT)

    def tell_launch_problem(self, report: Report) -> None:
        """No run could be made, or its engine ended before its first event."""
        pages = self._pages
        pages.preset.set_busy(False)
        if pages.page is pages.train:
            pages.train.show_launch_problem(report)
        else:
            pages.preset.show_problem(report)

    def _on_made(self, run_key: str) -> None:
        self._pages.preset.set_busy(False)
        self._navigation.open_run(run_key)
