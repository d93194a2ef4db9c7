"""What will come of it: three of the pictures, and the sentence they will be painted by."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.concept_editor import ConceptEditor
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.labels import label
from desktop.widgets.picture_row import PictureRow

_COUNT = 3
_SIDE = 240


class ConceptSentence(QFrame):
    """Only to be read."""

    def __init__(
        self, editor: ConceptEditor, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self._editor = editor
        self._thumbnails = thumbnails
        self.samples = PictureRow(_COUNT)
        self._sentence = label("section", wrap=True)
        self._hint = label("secondary", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(4)
        layout.addWidget(self.samples)
        layout.addSpacing(8)
        layout.addWidget(self._sentence)
        layout.addWidget(self._hint)
        thumbnails.loaded.connect(self._refresh_pictures)

    def refresh(self) -> None:
        is_style = self._editor.kind == "style"
        prompt = self.tr("“a house, {name}”") if is_style else self.tr("“a photo of {name}”")
        self._sentence.setText(prompt.format(name=self._editor.name or "…"))
        self._refresh_pictures()

    def _refresh_pictures(self) -> None:
        side = round(_SIDE * self.devicePixelRatioF())
        used = self._editor.pictures.used[:_COUNT]
        found = [self._thumbnails.get(Thumbnail(i.path, side, i.entry)) for i in used]
        self.samples.show_pictures(found)

    def retranslate(self) -> None:
        self._hint.setText(
            self.tr(
                "is what Manul will connect with your pictures. "
                "Type the name in any prompt afterwards."
            )
        )
        self.refresh()
