"""The quiet note that there is a newer Manul."""

from PySide6.QtCore import QEvent, QLocale
from PySide6.QtWidgets import QWidget

from desktop.colors import TEXT
from desktop.new_version.announcement import Announcement
from desktop.widgets.note_panel import NotePanel


class NewVersionNote(NotePanel):
    """`action_requested` = open its page, `second_requested` = no more of this one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Announcement | None = None

    def show_announcement(self, announcement: Announcement | None) -> None:
        self._shown = announcement
        if announcement is None:
            self.hide()
            return
        note = announcement.note(QLocale().name()[:2])
        self.tell(
            self.tr("Manul {version} is out").format(version=announcement.version),
            note or self.tr("Its page tells what is new, and how to get it."),
            sign="arrow-circle-up", role=TEXT,
            action=self.tr("Open its page"), glyph="arrow-square-out",
            second=self.tr("Not this one"),
        )  # fmt: skip

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self._shown is not None:
            self.show_announcement(self._shown)
