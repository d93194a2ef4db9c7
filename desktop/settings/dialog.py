"""The settings: sections at the left, what they hold at the right."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.facts import EngineFact
from desktop.pages.page import scrolling
from desktop.settings.about import AboutSection
from desktop.settings.computing import ComputingSection
from desktop.settings.general import GeneralSection
from desktop.settings.network import NetworkSection
from desktop.settings.places import PlacesSection
from desktop.settings.section import Section
from desktop.theme import Mode
from desktop.widgets.buttons import button, name_button
from training.contract.user_settings import UserSettings

# Its row.
NETWORK = 3
_GLYPHS = ("house", "folders", "cpu", "globe", "info")


class SettingsDialog(QDialog):
    """Every choice works at once; there is nothing to confirm."""

    def __init__(
        self, *, language: str, mode: Mode, settings: UserSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.general = GeneralSection(language=language, mode=mode)
        self.places = PlacesSection()
        self.computing = ComputingSection(settings)
        self.network = NetworkSection(settings)
        self.about = AboutSection()
        self.sections: list[Section] = [
            self.general, self.places, self.computing, self.network, self.about
        ]  # fmt: skip
        self.tabs = [self._make_tab(glyph) for glyph in _GLYPHS]
        self.closing = button(role="bar")
        self._stack = QStackedWidget()
        for section in self.sections:
            section.setObjectName("page_body")
            section.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
            self._stack.addWidget(scrolling(section))
        self._lay_out()
        self.closing.clicked.connect(self.accept)
        self.resize(760, 600)
        self.show_section(0)
        self.retranslate()

    @staticmethod
    def _make_tab(glyph: str) -> QPushButton:
        made = button(glyph, role="tab")
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return made

    def _lay_out(self) -> None:
        group, rail = QButtonGroup(self), QVBoxLayout()
        rail.setSpacing(4)
        for row, tab in enumerate(self.tabs):
            group.addButton(tab)
            rail.addWidget(tab)
            # Also when an arrow key has chosen it.
            tab.toggled.connect(
                lambda on, row=row: self._stack.setCurrentIndex(row) if on else None
            )
        rail.addStretch(1)
        rail.addWidget(self.closing)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 20, 12, 20)
        layout.setSpacing(24)
        layout.addLayout(rail)
        layout.addWidget(self._stack, 1)

    def show_section(self, row: int) -> None:
        self.tabs[row].setChecked(True)

    def show_engine(self, fact: EngineFact) -> None:
        self.computing.show_engine(fact)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        titles = (
            self.tr("General"), self.tr("Folders and models"), self.tr("Engine and card"),
            self.tr("Network"), self.tr("About"),
        )  # fmt: skip
        for tab, title in zip(self.tabs, titles, strict=True):
            name_button(tab, title)
        name_button(self.closing, self.tr("Close"))
        for section in self.sections:
            section.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
