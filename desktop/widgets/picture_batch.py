"""The panel beside the pictures when several are chosen: what can be done with all of them."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import hairline, label


class PictureBatch(QWidget):
    """Reports the wishes; knows only counts."""

    excluded_requested = Signal(bool)
    mirror_requested = Signal(bool)
    suggest_requested = Signal()
    whole_requested = Signal()
    captions_requested = Signal()
    remove_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._facts = label("section", wrap=True), label("hint", wrap=True)
        self.leave_out, self.take_in = button("eye-slash"), button("eye")
        self.mirror, self.unmirror = button("swap"), button("arrow-counter-clockwise")
        self.suggest, self.whole = button("sparkle"), button("frame-corners")
        self.captions = button("text-aa")
        self.remove = button("trash")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._facts)
        layout.addSpacing(8)
        groups = (
            (self.captions,), (self.leave_out, self.take_in), (self.mirror, self.unmirror),
            (self.suggest, self.whole), (self.remove,),
        )  # fmt: skip
        for number, group in enumerate(groups):
            if number:
                layout.addWidget(hairline())
            for made in group:
                layout.addWidget(made)
        layout.addStretch(1)
        self.leave_out.clicked.connect(lambda: self.excluded_requested.emit(True))
        self.take_in.clicked.connect(lambda: self.excluded_requested.emit(False))
        self.mirror.clicked.connect(lambda: self.mirror_requested.emit(True))
        self.unmirror.clicked.connect(lambda: self.mirror_requested.emit(False))
        self.suggest.clicked.connect(self.suggest_requested)
        self.whole.clicked.connect(self.whole_requested)
        self.captions.clicked.connect(self.captions_requested)
        self.remove.clicked.connect(self.remove_requested)
        self.retranslate()

    def show_counts(self, title: str, facts: str, *, out: int, mirrored: int, total: int) -> None:
        """Only what would change something can be pressed."""
        self._title.setText(title)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        self.leave_out.setEnabled(out < total)
        self.take_in.setEnabled(out > 0)
        self.mirror.setEnabled(mirrored < total)
        self.unmirror.setEnabled(mirrored > 0)

    def retranslate(self) -> None:
        name_button(self.captions, self.tr("Write captions"))
        name_button(self.leave_out, self.tr("Leave out"))
        name_button(self.take_in, self.tr("Take back in"))
        name_button(self.mirror, self.tr("Mirror while teaching"))
        name_button(self.unmirror, self.tr("Do not mirror"))
        name_button(self.suggest, self.tr("Suggest crops"))
        name_button(self.whole, self.tr("Largest squares"))
        name_button(self.remove, self.tr("Remove from this concept"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
