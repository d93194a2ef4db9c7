"""Makes concepts: the user's own, the bundled one, and from pictures that are pasted."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.dropped import read_dropped
from desktop.engine import Engine
from desktop.facts import Report
from desktop.file_choosers import FileChoosers
from desktop.navigation import Navigation
from desktop.page_stack import PageStack
from desktop.picture_inbox import PictureInbox
from desktop.stages import CONCEPT, IMAGES, PRESET


class ConceptActions(QObject):
    """What the library and the pages Images and Concept wish for."""

    def __init__(
        self,
        engine: Engine,
        editor: ConceptEditor,
        navigation: Navigation,
        *,
        pages: PageStack,
        inbox: PictureInbox,
        choosers: FileChoosers,
    ) -> None:
        super().__init__(pages)
        self._engine = engine
        self._editor = editor
        self._navigation = navigation
        self._pages = pages
        self._inbox = inbox
        self._choosers = choosers

    def make_demo(self) -> None:
        self._engine.create_demo(self._on_demo_made, self._pages.library.show_problem)

    def browse_new(self) -> None:
        self._navigation.start_new()
        self._choosers.choose_pictures()

    def paste(self) -> None:
        pages = self._pages
        found = read_dropped(QGuiApplication.clipboard().mimeData())
        if found is not None and pages.page in (pages.library, pages.images):
            self._inbox.take(found)

    def finish_description(self) -> None:
        if self._editor.key is None:
            self._editor.save()
        self._navigation.show_stage(PRESET)

    def tell_editor_problem(self, report: Report) -> None:
        pages = self._pages
        if pages.page is pages.preset:
            self._navigation.show_stage(CONCEPT)
        if pages.page is pages.concept:
            pages.concept.show_problem(report)
        elif pages.page is pages.library:
            pages.library.show_problem(report)
        else:
            pages.images.show_problem(report)

    def tell_refused(self, name: str, reason: str) -> None:
        """A picture that could not be fetched."""
        self._navigation.show_stage(IMAGES)
        self._pages.images.show_problem(words.download_refused(name, reason))

    def _on_demo_made(self, key: str) -> None:
        self._navigation.open_concept(key)
        if self._editor.key == key and not self._navigation.run_key:
            self._navigation.show_stage(PRESET)
