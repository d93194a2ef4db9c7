"""The panel beside the pictures, for one of them: its square, its caption, what was found."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets.buttons import button, name_button
from desktop.widgets.caption_field import CaptionField
from desktop.widgets.crop_frame import CropFrame
from desktop.widgets.findings import Findings
from desktop.widgets.labels import hairline, label, set_tone
from desktop.widgets.toggle import Toggle


class PictureInspector(QWidget):
    """Takes plain texts; its parts report what is done with them."""

    suggest_requested = Signal()
    remove_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.crop = CropFrame()
        self._name, self._size = label("label", wrap=True), label("hint")
        self._caption_label, self._kept_as = label("label"), label("hint", wrap=True)
        self.caption = CaptionField()
        self.mirror, self.leave_out = Toggle(), Toggle()
        self._crop_label, self._crop_fact = label("label"), label("hint", wrap=True)
        self.suggest, self.whole = button("sparkle"), button("frame-corners")
        self._seen = label("label")
        self.findings = Findings()
        self.remove = button("trash", role="flat")
        self._promise = label("hint", wrap=True)
        self._lay_out()
        self.suggest.clicked.connect(self.suggest_requested)
        self.whole.clicked.connect(self.crop.choose_whole)
        self.remove.clicked.connect(self.remove_requested)
        self.retranslate()

    def _lay_out(self) -> None:
        head, crops, end = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._size)
        crops.setSpacing(8)
        crops.addWidget(self.suggest)
        crops.addWidget(self.whole)
        crops.addStretch(1)
        end.setContentsMargins(0, 0, 0, 0)
        end.addWidget(self.remove)
        end.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.crop)
        layout.addLayout(head)
        layout.addWidget(self._caption_label)
        layout.addWidget(self.caption)
        layout.addWidget(self._kept_as)
        layout.addWidget(hairline())
        layout.addWidget(self.mirror)
        layout.addWidget(self.leave_out)
        layout.addWidget(hairline())
        layout.addWidget(self._crop_label)
        layout.addLayout(crops)
        layout.addWidget(self._crop_fact)
        layout.addWidget(hairline())
        layout.addWidget(self._seen)
        layout.addWidget(self.findings)
        layout.addWidget(hairline())
        layout.addLayout(end)
        layout.addStretch(1)
        layout.addWidget(self._promise)

    def show_name(self, name: str, size: str) -> None:
        self._name.setText(name)
        self._size.setText(size)

    def show_caption(self, caption: str, kept_as: str) -> None:
        self.caption.show_text(caption)
        self._kept_as.setText(kept_as)

    def show_switches(self, *, mirror: bool, excluded: bool) -> None:
        self.mirror.setChecked(mirror)
        self.leave_out.setChecked(excluded)

    def show_crop_fact(self, text: str, *, is_problem: bool) -> None:
        """How large the square is against what is taught."""
        self._crop_fact.setText(text)
        set_tone(self._crop_fact, "error" if is_problem else "")
        self.crop.setAccessibleDescription(text)

    def flush(self) -> None:
        """Report what was typed or moved and not yet reported."""
        self.caption.flush()
        self.crop.flush()

    def retranslate(self) -> None:
        self._caption_label.setText(self.tr("Caption"))
        self.caption.setAccessibleName(self.tr("Caption"))
        self.caption.setPlaceholderText(self.tr("What else is to be seen, such as: on a rock"))
        self.mirror.setText(self.tr("Mirror while teaching"))
        self.leave_out.setText(self.tr("Leave this picture out"))
        self._crop_label.setText(self.tr("Crop"))
        self.crop.setAccessibleName(self.tr("Crop frame: arrows move it, plus and minus resize it"))
        self.crop.setToolTip(
            self.tr("Drag the frame or its corners. Arrows move it, + and − resize it.")
        )
        name_button(self.suggest, self.tr("Suggest"), self.tr("The square around what stands out"))
        name_button(self.whole, self.tr("Whole"), self.tr("The largest square, in the middle"))
        self._seen.setText(self.tr("What Manul saw"))
        name_button(self.remove, self.tr("Remove from this concept"))
        self._promise.setText(self.tr("Your own files are never changed."))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
