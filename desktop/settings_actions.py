"""Opens the settings, and does what is chosen there."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.engine import Engine
from desktop.languages import Languages
from desktop.preferences import Preferences
from desktop.settings_dialog import SettingsDialog
from desktop.theme import Theme, as_mode


class SettingsActions(QObject):
    """What is chosen works at once and is remembered."""

    def __init__(
        self,
        engine: Engine,
        preferences: Preferences,
        *,
        theme: Theme,
        languages: Languages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._engine = engine
        self._preferences = preferences
        self._theme = theme
        self._languages = languages
        self._window = window

    def show(self) -> None:
        dialog = SettingsDialog(
            language=self._preferences.language,
            mode=self._theme.mode,
            engine=self._engine.fact,
            parent=self._window,
        )
        dialog.language_requested.connect(self.set_language)
        dialog.mode_requested.connect(self.set_mode)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def set_language(self, language: str) -> None:
        self._preferences.language = language
        self._languages.use(language)

    def set_mode(self, mode: str) -> None:
        self._preferences.mode = as_mode(mode)
        self._theme.set_mode(self._preferences.mode)
