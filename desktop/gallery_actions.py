"""What is wished for on the gallery: pictures out of it, pins, tries, TensorBoard."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage

from desktop.contact_sheet import Sheet, save_contact_sheet
from desktop.engine import Engine
from desktop.facts import Report, RunFact
from desktop.file_choosers import FileChoosers
from desktop.models.gallery import GalleryModel
from desktop.pages.train import TrainPage
from desktop.tensorboard import TensorBoard
from desktop.thumbnails import Thumbnail, load_thumbnail
from desktop.trying import Trying
from desktop.widgets.drag_out import file_mime
from training.contract.atomic import atomic_write


class GalleryActions(QObject):
    """Between the page Train and the engine, the disk and the clipboard."""

    def __init__(
        self, engine: Engine, page: TrainPage, *, gallery: GalleryModel, choosers: FileChoosers
    ) -> None:
        super().__init__(page)
        self._engine = engine
        self._page = page
        self._gallery = gallery
        self._choosers = choosers
        self.trying = Trying(engine, page.viewer.inspector.trying, self)
        self.tensorboard = TensorBoard(self)
        self.tensorboard.failed.connect(page.show_problem)
        page.viewer_opened.connect(self._on_viewer_opened)
        page.pin_requested.connect(self.pin)
        page.sample_chosen.connect(self._on_sample_chosen)
        page.commands.contact_sheet_requested.connect(self.choose_contact_sheet)
        page.viewer.inspector.contact_sheet_requested.connect(self.choose_contact_sheet)
        page.commands.tensorboard_requested.connect(self.open_tensorboard)

    def close(self) -> None:
        """With the window."""
        self.tensorboard.close()

    def pin(self, run_key: str, step: int, pinned: bool) -> None:
        self._engine.pin(run_key, step, pinned=pinned, on_failed=self._tell)

    def open_tensorboard(self) -> None:
        if self._page.run is not None:
            self.tensorboard.open(self._page.run.key)

    def copy(self, path: Path) -> None:
        """As a picture and as a file: programs take what they can use."""

        def put(image: QImage) -> None:
            mime = file_mime(path)
            mime.setImageData(image)
            QGuiApplication.clipboard().setMimeData(mime)

        self._engine.compute(lambda: load_thumbnail(Thumbnail(path, 0)), put, self._tell)

    def save_copy(self, path: Path, target: Path) -> None:
        def write() -> Path:
            atomic_write(target, path.read_bytes())
            return target

        self._engine.compute(write, self._tell_saved, self._tell)

    def choose_contact_sheet(self) -> None:
        run = self._page.run
        if run is None or not run.samples:
            return
        name = f"{run.concept_name}-{run.number:04d}.png"
        title = self.tr("Save a contact sheet")
        self._choosers.choose_new_picture(title, name, self.save_contact_sheet)

    def save_contact_sheet(self, target: Path) -> None:
        sheet = self._sheet()
        self._engine.compute(
            lambda: save_contact_sheet(sheet, target), self._tell_saved, self._tell
        )

    def _sheet(self) -> Sheet:
        gallery = self._gallery
        samples = [
            (row, sample)
            for row in range(gallery.rowCount()) for sample in gallery.row_samples(row)
        ]  # fmt: skip
        steps = sorted({sample.step for _, sample in samples})
        return Sheet(
            steps=tuple(steps),
            heads={step: gallery.head(step) for step in steps},
            prompts=tuple(gallery.prompt(row) for row in range(gallery.rowCount())),
            pictures={(sample.step, row): sample.path for row, sample in samples},
        )

    def _on_viewer_opened(self, run: RunFact) -> None:
        concept = self._engine.concept(run.concept_key)
        pictures = concept.pictures if concept is not None else ()
        used = [picture for picture in pictures if picture.entry and not picture.entry.excluded]
        self._page.viewer.inspector.show_pictures(used)
        self.trying.look(run.key)

    def _on_sample_chosen(self, wish: str, path: Path) -> None:
        if wish == "copy":
            self.copy(path)
        elif wish == "folder":
            self._engine.show_in_files(str(path.parent))
        elif wish == "save":
            title = self.tr("Save the picture")
            self._choosers.choose_new_picture(
                title, path.name, lambda target: self.save_copy(path, target)
            )

    def _tell(self, report: Report) -> None:
        self._page.show_problem(report)

    def _tell_saved(self, target: Path) -> None:
        self._page.show_done(
            self.tr("{name} is saved").format(name=target.name), str(target.parent)
        )
