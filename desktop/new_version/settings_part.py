"""Settings, About: shall new versions be told, and is there one now?"""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.new_version.announcement import Announcement, Refused
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label, set_tone
from desktop.widgets.toggle import Toggle


class NewVersionPart(QWidget):
    """Hidden until it is told who is asked."""

    told_chosen = Signal(bool)
    look_requested = Signal()
    page_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tells = Toggle()
        self.outcome = label("hint", wrap=True)
        self.look, self.page = button("arrow-clockwise"), button("arrow-square-out")
        self._host = ""
        self._found: Announcement | Refused | None = None
        self._is_newer = self._is_asking = False
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.look)
        row.addWidget(self.page)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.tells)
        column.addLayout(row)
        column.addWidget(self.outcome)
        self.tells.clicked.connect(self.told_chosen)
        self.look.clicked.connect(self.look_requested)
        self.page.clicked.connect(self.page_requested)
        self.hide()

    def show_source(self, host: str, *, tells: bool) -> None:
        self._host = host
        self.tells.setChecked(tells)
        self.show()
        self.retranslate()

    def show_asking(self) -> None:
        self._is_asking = True
        self.retranslate()

    def show_outcome(self, found: Announcement | Refused, *, is_newer: bool = False) -> None:
        """`is_newer` = the announcement is not of this version."""
        self._found, self._is_newer, self._is_asking = found, is_newer, False
        self.retranslate()

    def retranslate(self) -> None:
        self.tells.setText(self.tr("Tell me when there is a new version"))
        self.tells.setAccessibleName(self.tells.text())
        name_button(self.look, self.tr("Look now"))
        name_button(self.page, self.tr("Open its page"))
        self.look.setEnabled(not self._is_asking)
        self.page.setVisible(self._is_newer and not self._is_asking)
        text = self._sentence()
        self.outcome.setText(text)
        self.look.setAccessibleDescription(text)
        refused = isinstance(self._found, Refused) and not self._is_asking
        set_tone(self.outcome, "error" if refused else "")

    def _sentence(self) -> str:
        found = self._found
        if self._is_asking:
            return self.tr("Asking {host} …").format(host=self._host)
        if found is None:
            return self.tr(
                "Asks {host} once a day, and tells it nothing but this version's number. "
                "Nothing is downloaded by itself."
            ).format(host=self._host)
        if isinstance(found, Refused):
            return self._why_not(found)
        if self._is_newer:
            out = self.tr("Manul {version} is out.").format(version=found.version)
            return f"{out} {found.note(QLocale().name()[:2])}".strip()
        return self.tr("This is the newest version.")

    def _why_not(self, refused: Refused) -> str:
        sentence = {
            "unsafe_address": self.tr(
                "{host} is not asked: its address does not begin with https."
            ),
            "no_answer": self.tr(
                "{host} did not answer. Is there a network? A proxy of your own is named under "
                "Network."
            ),
            "too_large": self.tr("{host} sent more than an announcement can be."),
            "no_announcement": self.tr("What {host} sent is not an announcement of Manul."),
            "no_version": self.tr("What {host} sent does not name a version."),
            "foreign_page": self.tr("{host} named a page of somebody else, which is not opened."),
        }[refused.reason].format(host=self._host)
        return f"{sentence} ({refused.detail})" if refused.detail else sentence
