"""All pages, one of them shown: the library, and the five stages of a concept in their order."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.pages.concept import ConceptPage
from desktop.pages.export import ExportPage
from desktop.pages.images import ImagesPage
from desktop.pages.library import LibraryPage
from desktop.pages.page import Page
from desktop.pages.preset import PresetPage
from desktop.pages.train import TrainPage


class PageStack(QStackedWidget):
    """Knows the pages by their names; who turns to which is the navigation's business."""

    def __init__(
        self,
        *,
        library: LibraryPage,
        images: ImagesPage,
        concept: ConceptPage,
        preset: PresetPage,
        train: TrainPage,
        export: ExportPage,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.library, self.images, self.concept = library, images, concept
        self.preset, self.train, self.export = preset, train, export
        self.stages: list[Page] = [images, concept, preset, train, export]
        for page in self.all():
            self.addWidget(page)

    def all(self) -> list[Page]:
        return [self.library, *self.stages]

    @property
    def page(self) -> Page:
        page = self.currentWidget()
        assert isinstance(page, Page)
        return page

    @property
    def stage(self) -> int:
        """The stage that is shown; -1 in the library."""
        return self.currentIndex() - 1
