"""Welcomes those who start Manul for the first time, and does what they choose there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.engine import Engine
from desktop.engine_setup.offer import SetUpOffer, look
from desktop.facts import EngineFact, Report
from desktop.file_choosers import FileChoosers
from desktop.first_run.dialog import WelcomeDialog
from desktop.languages import Languages
from desktop.preferences import Preferences
from desktop.settings_actions import SettingsActions
from desktop.workspace_actions import WorkspaceActions
from desktop.workspace_choice import WorkspaceFact


class FirstRun(QObject):
    """Once, where there are no concepts yet; what is known later is shown when it is known."""

    set_up_requested = Signal(bool)  # for the processor only
    other_set_up_requested = Signal()
    way_out_chosen = Signal(str)  # one of ways_out

    def __init__(
        self,
        engine: Engine,
        preferences: Preferences,
        *,
        languages: Languages,
        settings: SettingsActions,
        workspace: WorkspaceActions,
        choosers: FileChoosers,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._engine = engine
        self._preferences = preferences
        self._languages = languages
        self._settings = settings
        self._workspace = workspace
        self._choosers = choosers
        self._window = window
        self._waiting: list[Callable[[], object]] = []
        self.dialog: WelcomeDialog | None = None
        if not preferences.was_welcomed:
            engine.looked.connect(self._on_looked)

    def then(self, do: Callable[[], object]) -> None:
        """At once, or after the welcome: that may choose another workspace."""
        if self._preferences.was_welcomed:
            do()
        else:
            self._waiting.append(do)

    def _on_looked(self) -> None:
        self._engine.looked.disconnect(self._on_looked)
        if self._engine.concepts:
            self._end()
        else:
            self.show()

    def show(self) -> None:
        self.dialog = dialog = WelcomeDialog(language=self._languages.current, parent=self._window)
        dialog.language_requested.connect(self._settings.set_language)
        dialog.workspace.chosen.connect(self._choosers.choose_workspace)
        dialog.workspace.usual_chosen.connect(self._workspace.take_usual)
        dialog.engine.offer.processor_chosen.connect(self._look_at_engine)
        dialog.engine.offer.way_out_chosen.connect(self.way_out_chosen)
        dialog.set_up_requested.connect(self.set_up_requested)
        dialog.other_set_up_requested.connect(self.other_set_up_requested)
        dialog.finished.connect(self._on_finished)
        self._workspace.seen.connect(self._on_workspace_seen)
        self._workspace.failed.connect(self._on_workspace_failed)
        self._engine.engine_changed.connect(self._look_at_engine)
        self._workspace.look()
        self._look_at_engine()
        dialog.open()

    def _look_at_engine(self) -> None:
        """Also at the card and the drive, where an engine would be set up."""
        fact = self._engine.fact
        if self.dialog is None:
            return
        self.dialog.engine.show_engine(fact)
        if fact.here is False:
            processor_only = self.dialog.engine.offer.processor.isChecked()
            ask = partial(look, fact, processor_only=processor_only)
            tell = partial(self._on_offer, fact, processor_only)
            self._engine.compute(ask, tell, self._on_no_offer)

    def _on_offer(self, fact: EngineFact, processor_only: bool, offer: SetUpOffer) -> None:
        if self.dialog is None or self.dialog.engine.offer.processor.isChecked() != processor_only:
            return
        if fact is not self._engine.fact:
            # Looks overtake each other in the pool; the one for what is known now counts.
            return
        self.dialog.engine.show_offer(offer)

    def _on_no_offer(self, report: Report) -> None:
        if self.dialog is not None:
            self.dialog.engine.show_problem(report)

    def _on_workspace_seen(self, fact: WorkspaceFact) -> None:
        if self.dialog is not None:
            self.dialog.workspace.show_fact(fact)
            self.dialog.fit()

    def _on_workspace_failed(self, report: Report) -> None:
        if self.dialog is not None:
            self.dialog.workspace.show_problem(report)
            self.dialog.fit()

    def _on_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
        self._end()

    def _end(self) -> None:
        self._preferences.remember_welcome()
        waiting, self._waiting = self._waiting, []
        for do in waiting:
            do()
