"""Something that was wished for is there now, in a folder that can be opened."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.colors import GOOD
from desktop.widgets.note_panel import NotePanel


class DonePanel(NotePanel):
    """Until it is closed."""

    folder_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = ""
        self.dismissed.connect(self.hide)
        self.action_requested.connect(lambda: self.folder_requested.emit(self._folder))

    def show_done(self, title: str, folder: str) -> None:
        self._folder = folder
        self.tell(
            title, folder, sign="check-circle-fill", role=GOOD,
            action=self.tr("Open the folder"), glyph="folder-open", dismiss=self.tr("Close"),
        )  # fmt: skip
