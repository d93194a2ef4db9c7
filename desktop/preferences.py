"""What the window remembers between starts: language, colours, place, the last choices."""

from PySide6.QtCore import QByteArray, QSettings

from desktop.theme import MODES, Mode


class Preferences:
    """Typed access to the user's settings file; unreadable values count as not set."""

    def __init__(self, settings: QSettings | None = None) -> None:
        self._settings = settings or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "manul", "window"
        )

    def _text(self, key: str) -> str:
        value = self._settings.value(key, "")
        return value if isinstance(value, str) else ""

    @property
    def language(self) -> str:
        """ "en", "ru", or empty = as the system."""
        return self._text("language")

    @language.setter
    def language(self, language: str) -> None:
        self._settings.setValue("language", language)

    @property
    def mode(self) -> Mode:
        text = self._text("theme")
        return next((mode for mode in MODES if mode == text), "system")

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._settings.setValue("theme", mode)

    @property
    def base_models(self) -> list[str]:
        """Folders that the user chose as base models, newest first."""
        return [path for path in self._text("base_models").split("\n") if path]

    def remember_base_model(self, path: str) -> None:
        paths = [path, *(known for known in self.base_models if known != path)][:5]
        self._settings.setValue("base_models", "\n".join(paths))

    @property
    def export_folder(self) -> str:
        return self._text("export_folder")

    @export_folder.setter
    def export_folder(self, path: str) -> None:
        self._settings.setValue("export_folder", path)

    @property
    def geometry(self) -> QByteArray:
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)
