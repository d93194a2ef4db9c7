"""Settings: where the concepts lie, the language, the colours."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.languages import LANGUAGES
from desktop.settings.section import Chips, Section
from desktop.settings.workspace_part import WorkspacePart
from desktop.theme import MODES, Mode
from desktop.widgets.buttons import chip, name_button


class GeneralSection(Section):
    language_requested = Signal(str)
    mode_requested = Signal(str)

    def __init__(self, *, language: str, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = WorkspacePart()
        self.languages = {code: chip() for code in ("", *LANGUAGES)}
        self.modes: dict[str, QPushButton] = {mode: chip() for mode in MODES}
        self.add_titled(self.place)
        self._language_title = self.add_part(Chips(self.languages, language))
        self._mode_title = self.add_part(Chips(self.modes, mode))
        self.fill_up()
        for code, made in self.languages.items():
            made.clicked.connect(lambda _=False, code=code: self.language_requested.emit(code))
        for key, made in self.modes.items():
            made.clicked.connect(lambda _=False, key=key: self.mode_requested.emit(key))

    def retranslate(self) -> None:
        self.place.retranslate()
        self._language_title.setText(self.tr("Language"))
        self._mode_title.setText(self.tr("Colours"))
        for code, made in self.languages.items():
            name_button(made, LANGUAGES.get(code) or self.tr("As the system"))
        names = {
            "system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark"),
        }  # fmt: skip
        for mode, made in self.modes.items():
            name_button(made, names[mode])
