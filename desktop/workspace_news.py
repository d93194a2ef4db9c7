"""Carries what the engine has found to the models and pages that show it."""

from PySide6.QtCore import QObject

from desktop.concept_editor import ConceptEditor
from desktop.engine import DEMO_PICTURES, Engine
from desktop.facts import ConceptFact, EngineFact, RunFact
from desktop.models.facts_list import FactListModel
from desktop.navigation import Navigation
from desktop.page_stack import PageStack


class WorkspaceNews(QObject):
    """Its slots take the engine's signals."""

    def __init__(
        self,
        engine: Engine,
        editor: ConceptEditor,
        navigation: Navigation,
        *,
        pages: PageStack,
        concepts: FactListModel[ConceptFact],
        runs: FactListModel[RunFact],
    ) -> None:
        super().__init__(pages)
        self._engine = engine
        self._editor = editor
        self._navigation = navigation
        self._pages = pages
        self._concepts = concepts
        self._runs = runs
        self._has_looked = False

    def on_looked(self) -> None:
        if self._has_looked:
            return
        self._has_looked = True
        self._pages.library.show_known()
        # Reattach: a training that goes on is what the user wants to see first.
        if not self._engine.live_runs():
            self._offer_interrupted()
        elif self._pages.stage < 0:
            self._navigation.open_live_run()
        self.show_demo_pictures()

    def on_concepts_changed(self) -> None:
        self._concepts.set_facts(self._engine.concepts)
        self._runs.set_facts(self._engine.runs())
        key = self._editor.key
        if key and (concept := self._engine.concept(key)) is not None:
            self._editor.open(concept)
        self._navigation.leave_what_is_gone()
        self._pages.library.refresh()

    def on_run_changed(self, run: RunFact) -> None:
        if run.key == self._navigation.run_key:
            self._pages.train.show_run(run)
            self._pages.export.show_run(run)
        if run.is_live:
            self._pages.library.offer_to_go_on(None)

    def on_engine_changed(self, fact: EngineFact) -> None:
        pages = self._pages
        for page in (pages.library, pages.concept.models, pages.preset, pages.export):
            page.show_engine(fact)

    def show_demo_pictures(self) -> None:
        """While the library offers it; they load in the pool."""
        if self._has_looked and self._pages.library.has_new_demo:
            self._pages.library.show_demo_pictures(DEMO_PICTURES)

    def _offer_interrupted(self) -> None:
        """The computer was restarted, or the engine killed: the last thing that was done waits to
        be gone on with."""
        newest = max(self._engine.runs(), key=lambda run: run.changed_at, default=None)
        if newest is not None and newest.state == "died":
            self._pages.library.offer_to_go_on(newest)
