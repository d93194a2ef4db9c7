"""The window's languages: loads our and Qt's translations, switches them while running."""

import os

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

import resources

LANGUAGES = {"en": "English", "ru": "Русский"}
FOLDER = resources.ROOT / "translations"


class Languages(QObject):
    """Installs translators; every widget then gets a LanguageChange event from Qt."""

    def __init__(self, app: QApplication, language: str = "") -> None:
        super().__init__(app)
        self._app = app
        self._installed: list[QTranslator] = []
        self.current = ""
        self.use(language)

    def use(self, language: str) -> None:
        """Switch to "en" or "ru"; empty or unknown = the system's language, else English."""
        chosen = language if language in LANGUAGES else system_language()
        if chosen == self.current:
            return
        self.current = chosen
        QLocale.setDefault(QLocale(chosen))
        self.remove()
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        # The last one installed is asked first.
        self._install(f"qtbase_{chosen}", qt_folder)
        self._install(f"manul_{chosen}", str(FOLDER))

    def remove(self) -> None:
        """Back to the sentences as they stand in the code."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator(self)
        if translator.load(name, folder):
            self._app.installTranslator(translator)
            self._installed.append(translator)


def system_language() -> str:
    """MANUL_LANGUAGE, else the first of the system's languages that we have, else English."""
    wanted = [os.environ.get("MANUL_LANGUAGE", ""), *QLocale.system().uiLanguages()]
    for name in wanted:
        if (short := name.replace("_", "-").partition("-")[0]) in LANGUAGES:
            return short
    return "en"
