"""The welcome: which language, where concepts will lie, and what of the engine is there."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.first_run.engine_part import EnginePart
from desktop.icons import application_icon
from desktop.languages import LANGUAGES
from desktop.pages.page import scrolling
from desktop.settings.section import Chips
from desktop.settings.workspace_part import WorkspacePart
from desktop.widgets.buttons import button, chip, name_button
from desktop.widgets.fitting import fitting_height, resize_around_its_middle
from desktop.widgets.labels import label

_WIDTH = 680
_SIDE = 28
_ICON = 44
# Of the screen: its own title and buttons, and the system's bar.
_AROUND = 170


class WelcomeDialog(QDialog):
    """Every choice works at once. Accepted by the primary button; all else is "later"."""

    language_requested = Signal(str)
    set_up_requested = Signal(bool)  # for the processor only
    other_set_up_requested = Signal()

    def __init__(self, *, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._text = label("title"), label("secondary", wrap=True)
        self.languages = {code: chip() for code in LANGUAGES}
        self._chips = Chips(self.languages, language)
        self.workspace, self.engine = WorkspacePart(), EnginePart()
        self.primary, self.later = button(role="primary"), button(role="bar")
        self.other = button("folder-open", role="flat")
        self._inside = QWidget()
        self._inside.setObjectName("page_body")
        self._inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._area = scrolling(self._inside)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(_SIDE, 24, _SIDE, 12)
        column.setSpacing(22)
        column.addLayout(self._make_head())
        column.addWidget(self.workspace)
        column.addWidget(self.engine)
        column.addStretch(1)
        end = QHBoxLayout()
        end.setContentsMargins(_SIDE - 8, 8, _SIDE, 20)
        end.setSpacing(8)
        end.addWidget(self.other)
        end.addStretch(1)
        end.addWidget(self.later)
        end.addWidget(self.primary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._area)
        layout.addLayout(end)
        self.setFixedWidth(_WIDTH)

    def _make_head(self) -> QVBoxLayout:
        picture = QLabel()
        picture.setFixedSize(_ICON, _ICON)
        picture.setPixmap(application_icon().pixmap(QSize(_ICON, _ICON)))
        first = QHBoxLayout()
        first.setSpacing(14)
        first.addWidget(picture)
        first.addWidget(self._title, 1)
        first.addWidget(self._chips)
        head = QVBoxLayout()
        head.setSpacing(12)
        head.addLayout(first)
        head.addWidget(self._text)
        return head

    def _connect(self) -> None:
        for code, made in self.languages.items():
            # Also when an arrow key has chosen it.
            made.toggled.connect(
                lambda on, code=code: self.language_requested.emit(code) if on else None
            )
        self.engine.changed.connect(self._refresh)
        self.primary.setDefault(True)
        self.primary.clicked.connect(self._on_primary)
        self.later.clicked.connect(self.reject)
        self.other.clicked.connect(self.reject)
        self.other.clicked.connect(self.other_set_up_requested)

    def _on_primary(self) -> None:
        """First this dialog goes, so that the next one opens over the window alone."""
        is_missing = self.engine.is_missing
        self.accept()
        if is_missing:
            self.set_up_requested.emit(self.engine.offer.processor.isChecked())

    def _refresh(self) -> None:
        missing = self.engine.is_missing
        self.primary.setEnabled(self.engine.is_known)
        name_button(self.primary, self.tr("Set up the engine") if missing else self.tr("Start"))
        self.later.setVisible(missing or not self.engine.is_known)
        self.other.setVisible(missing)
        self.fit()

    def fit(self) -> None:
        """As high as all of it needs, as far as the screen has room; the rest scrolls."""
        needed = fitting_height(self._inside, _WIDTH)
        room = self.screen().availableGeometry().height() - _AROUND
        self._area.setFixedHeight(min(needed, room))
        resize_around_its_middle(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Welcome to Manul"))
        self._title.setText(self.tr("Welcome to Manul"))
        self._text.setText(
            self.tr(
                "It teaches Stable Diffusion new things from your pictures, on this computer. "
                "All of this can be changed later in the settings."
            )
        )
        for code, made in self.languages.items():
            name_button(made, LANGUAGES[code])
        name_button(self.later, self.tr("Later"))
        name_button(
            self.other, self.tr("From a folder of packages…"),
            self.tr("An engine pack: for a computer without internet"),
        )  # fmt: skip
        self.workspace.retranslate()
        self.engine.retranslate()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
