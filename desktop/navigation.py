"""Where the user is: which page is shown, of which concept and run."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.concept_editor import ConceptEditor
from desktop.engine import Engine
from desktop.facts import ConceptFact, RunFact, report_of
from desktop.page_stack import PageStack
from desktop.pages.page import Page
from desktop.stages import IMAGES, PRESET, TRAIN
from training.contract.errors import ManulError


class Navigation(QObject):
    """Turns the pages, and tells those of a run which run is meant."""

    moved = Signal()

    def __init__(
        self, engine: Engine, editor: ConceptEditor, pages: PageStack, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._editor = editor
        self._pages = pages
        self.run_key = ""

    @property
    def run(self) -> RunFact | None:
        return self._engine.run(self.run_key)

    # pages -------------------------------------------------------------------------------

    def show_library(self) -> None:
        self._go_to(self._pages.library)
        self._pages.library.refresh()
        self.moved.emit()

    def show_stage(self, stage: int) -> None:
        self._go_to(self._pages.stages[stage])
        self.moved.emit()

    def go_back(self) -> None:
        """What lies over the page goes first."""
        if not self._pages.page.back():
            self.show_stage(max(0, self._pages.stage - 1))

    def _go_to(self, page: Page) -> None:
        """The page itself takes the focus, so that Tab goes on from its first field."""
        pages = self._pages
        if page is not pages.page:
            self._keep_what_is_written()
        if page is not pages.page or not pages.isVisible():
            pages.setCurrentWidget(page)
            page.setFocus()

    def _keep_what_is_written(self) -> None:
        """Before the page, or the concept that it shows, is another one."""
        if self._pages.page is self._pages.concept:
            self._editor.keep_description()
        elif self._pages.page is self._pages.images:
            self._pages.images.flush()

    # concepts and runs -------------------------------------------------------------------

    def start_new(self) -> None:
        """A fresh draft on the Images page."""
        self._keep_what_is_written()
        self._set_run("")
        self._editor.start_new()
        self.show_stage(IMAGES)

    def leave_concept(self) -> None:
        """Back to the library, with nothing at hand: the workspace is another one."""
        self._keep_what_is_written()
        self._set_run("")
        self._editor.start_new()
        self.show_library()

    def open_concept(self, key: str) -> None:
        """Its last run if it has one, else its pictures."""
        concept = self._engine.concept(key)
        if concept is None:
            return
        if concept.problem is not None:
            self._pages.library.show_problem(concept.problem)
        elif concept.last_run is not None:
            self.open_run(concept.last_run.key)
        else:
            self._set_run("")
            self._open(concept)
            self.show_stage(IMAGES)

    def open_run(self, key: str) -> None:
        run = self._engine.run(key)
        concept = self._engine.concept(run.concept_key) if run else None
        if run is None or concept is None:
            return
        self._open(concept)
        self._set_run(key)
        self.show_stage(TRAIN)

    def teach_again(self, key: str) -> None:
        """To the presets, for another run of a concept."""
        concept = self._engine.concept(key)
        if concept is None:
            return
        if concept.problem is not None:
            self._pages.library.show_problem(concept.problem)
            return
        self._set_run("")
        self._open(concept)
        self.show_stage(PRESET)

    def _open(self, concept: ConceptFact) -> None:
        self._keep_what_is_written()
        self._editor.open(concept)

    def let_go_of_what_is_gone(self) -> None:
        """After a concept or run was deleted, or got another key."""
        if self.run_key and self.run is None:
            self._set_run("")
        if self._editor.key is not None and self._engine.concept(self._editor.key) is None:
            self._editor.start_new()

    def leave_what_is_gone(self) -> None:
        """Another program has deleted or moved what the pages show: to the library, which says
        so. In the library itself nothing of it is shown."""
        key, name = self._editor.key or "", self._editor.name
        # In another workspace nothing is gone: it is only not shown any more.
        here = self._engine.workspace
        concept_is_gone = Path(key).parent == here and self._engine.concept(key) is None
        run_is_gone = here in Path(self.run_key).parents[2:3] and self.run is None
        if self._pages.stage < 0 or not (concept_is_gone or run_is_gone):
            return
        problem = ManulError("run_missing.concept", name=name)
        if not concept_is_gone:
            number = Path(self.run_key).name.partition("-")[0].lstrip("0")
            problem = ManulError("run_missing.deleted", name=name, number=number)
        self.let_go_of_what_is_gone()
        self.show_library()
        self._pages.library.show_problem(report_of(problem))

    def open_live_run(self) -> None:
        """The newest training that goes on."""
        if live := self._engine.live_runs():
            self.open_run(live[-1].key)

    def _set_run(self, key: str) -> None:
        self.run_key = key
        self._pages.train.show_run(self.run)
        self._pages.export.show_run(self.run)

    def take_pictures(self, paths: Sequence[Path]) -> None:
        """Into the concept at hand; from the library into a new one, or the one just begun."""
        if self._pages.stage < 0 and not self._editor.holds_a_draft:
            self.start_new()
        else:
            self.show_stage(IMAGES)
        self._editor.edits.add(paths)
