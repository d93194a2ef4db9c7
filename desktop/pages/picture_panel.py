"""The right side of the page Images: the picture chosen, or what to do with several."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.crop_suggestions import CropSuggestions
from desktop.models.picture_items import PictureItem
from desktop.pages.page import scrolling
from desktop.pages.picture_findings import PictureFindings
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.picture_batch import PictureBatch
from desktop.widgets.picture_inspector import PictureInspector

_WIDTH = 320
_PREVIEW_SIDE = 320


class PicturePanel(QFrame):
    """Shows the items it is given and edits them."""

    captions_requested = Signal()

    def __init__(
        self,
        editor: ConceptEditor,
        suggestions: CropSuggestions,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self._edits, self._model = editor.edits, editor.pictures
        self._editor = editor
        self._suggestions = suggestions
        self._thumbnails = thumbnails
        self._items: list[PictureItem] = []
        self._findings = PictureFindings(self)
        self.inspector, self.batch = PictureInspector(), PictureBatch()
        inside = QWidget()
        content = QVBoxLayout(inside)
        content.setContentsMargins(20, 24, 18, 16)
        content.addWidget(self.inspector)
        content.addWidget(self.batch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.addWidget(scrolling(inside))
        self._connect()
        self.setFixedWidth(_WIDTH)
        self.hide()

    def _connect(self) -> None:
        one, many = self.inspector, self.batch
        one.caption.edited.connect(self._on_caption_edited)
        one.crop.crop_chosen.connect(self._on_crop_chosen)
        one.crop.crop_moved.connect(self._show_crop_fact)
        one.mirror.clicked.connect(self._set_mirror)
        one.leave_out.clicked.connect(self._set_excluded)
        one.findings.cure_requested.connect(self._on_cure_requested)
        many.excluded_requested.connect(self._set_excluded)
        many.mirror_requested.connect(self._set_mirror)
        many.whole_requested.connect(self._take_whole)
        many.captions_requested.connect(self.captions_requested)
        for part in (one, many):
            part.suggest_requested.connect(self._suggest)
            part.remove_requested.connect(self.remove)

    def show_items(self, items: Sequence[PictureItem]) -> None:
        """None, one, or several of them."""
        if [item.path for item in items] != self._paths():
            self.flush()
        self._items = list(items)
        self.setVisible(bool(items))
        self.inspector.setVisible(len(items) == 1)
        self.batch.setVisible(len(items) > 1)
        if len(items) == 1:
            self._show_one(items[0])
        elif items:
            self._show_many()

    def flush(self) -> None:
        """Keep what is being typed or moved."""
        self.inspector.flush()

    def remove(self) -> None:
        self._edits.remove(self._paths())

    def toggle_excluded(self) -> None:
        """Leave the pictures out; take them back in where all of them are out."""
        self._set_excluded(not all(item.excluded for item in self._items))

    def _paths(self) -> list[Path]:
        return [item.path for item in self._items]

    # showing -----------------------------------------------------------------------------

    def _show_one(self, item: PictureItem) -> None:
        inspector, entry = self.inspector, item.entry
        size = item.size or (0, 0)
        self.show_preview()
        width, height = map(words.number, size)
        inspector.show_name(item.title, f"{width} × {height}" if item.size else "")
        name = item.path.with_suffix(".txt").name
        inspector.show_caption(item.caption, self._kept_as(name))
        inspector.show_switches(mirror=entry.mirror, excluded=entry.excluded)
        inspector.crop.setEnabled(item.size is not None)
        self._show_crop_fact(inspector.crop.side if item.size else 0)
        inspector.findings.show_findings(self._findings.of(item))

    def show_preview(self) -> None:
        """The picture itself, as soon as it is loaded."""
        if len(self._items) == 1:
            (item,) = self._items
            side = round(_PREVIEW_SIDE * self.devicePixelRatioF())
            entry = item.entry
            # Another picture may lie there under the same name: it has another hash.
            uncropped = entry.model_copy(update={"crop": None, "mirror": False, "excluded": False})
            wanted = Thumbnail(item.path, side, uncropped, whole=True)
            pixmap = self._thumbnails.get(wanted)
            size = QSize(*(item.size or (0, 0)))
            self.inspector.crop.show_picture(pixmap, size, entry.crop, mirrored=entry.mirror)

    def _kept_as(self, name: str) -> str:
        if self._editor.key is None:
            return self.tr("Will be kept beside the copy as a text file")
        return self.tr("Kept beside the picture as {name}").format(name=name)

    def _show_crop_fact(self, side: float) -> None:
        taught = self._model.resolution
        if not side:
            self.inspector.show_crop_fact("", is_problem=False)
            return
        enough = side >= taught
        sentence = (
            self.tr("{side} px square, taught at {taught}: sharp enough")
            if enough
            else self.tr("{side} px square, taught at {taught}: too small, it will look soft")
        )
        text = sentence.format(side=words.number(int(side)), taught=words.number(taught))
        self.inspector.show_crop_fact(text, is_problem=not enough)

    def _show_many(self) -> None:
        total = len(self._items)
        out = sum(item.excluded for item in self._items)
        mirrored = sum(item.entry.mirror for item in self._items)
        facts = [
            sentence
            for sentence, count in (
                (self.tr("%n left out.", "", out), out),
                (self.tr("%n mirrored.", "", mirrored), mirrored),
            )
            if count
        ]
        title = self.tr("%n picture(s) chosen", "", total)
        self.batch.show_counts(
            words.counted(title, total), " ".join(facts), out=out, mirrored=mirrored, total=total
        )

    # editing -----------------------------------------------------------------------------

    def _on_caption_edited(self, text: str) -> None:
        if len(self._items) == 1:
            path = self._items[0].path
            self._edits.set_captions({path: text}, merge=f"caption {path}")

    def _on_crop_chosen(self, crop: tuple[float, float, float, float] | None) -> None:
        if len(self._items) == 1:
            self._edits.set_crops({self._items[0].path: crop})

    def _set_mirror(self, mirror: bool) -> None:
        self.flush()
        self._edits.set_mirror(self._paths(), mirror)

    def _set_excluded(self, excluded: bool) -> None:
        self.flush()
        self._edits.set_excluded(self._paths(), excluded)

    def _take_whole(self) -> None:
        self._edits.set_crops(dict.fromkeys(self._paths()))

    def _suggest(self) -> None:
        self.flush()
        readable = [item.path for item in self._items if not item.is_broken]
        self._suggestions.suggest(readable, least_side=self._model.resolution)

    def _on_cure_requested(self, key: str) -> None:
        {
            "leave_out": lambda: self._set_excluded(True),
            "take_whole": self._take_whole,
            "remove": self.remove,
        }[key]()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_items(self._items)
