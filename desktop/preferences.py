"""What the window remembers between starts: language, colours, place, the last choices."""

import hashlib

from PySide6.QtCore import QByteArray, QSettings

from desktop.models.library_order import ORDERS, Order
from desktop.theme import Mode, as_mode

_MOST_MODELS = 5
_MOST_WEB_UIS = 20


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
        return as_mode(self._text("theme"))

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._settings.setValue("theme", mode)

    @property
    def was_welcomed(self) -> bool:
        """Has the user been through the first start, or had concepts before there was one?"""
        return self._text("welcomed") == "yes"

    def remember_welcome(self) -> None:
        self._settings.setValue("welcomed", "yes")

    @property
    def base_models(self) -> list[str]:
        """Files and folders that the user chose as base models, newest first."""
        return self._paths("base_models")

    def remember_base_model(self, path: str) -> None:
        self._remember("base_models", path, most=_MOST_MODELS)

    def base_model_of(self, concept: str) -> str:
        """What was chosen last for this concept; empty = nothing yet."""
        return self._text(_key_of(concept))

    def remember_base_model_of(self, concept: str, model: str) -> None:
        self._settings.setValue(_key_of(concept), model)

    def move_base_model_of(self, concept: str, renamed: str) -> None:
        """The concept has another folder now."""
        if model := self.base_model_of(concept):
            self.remember_base_model_of(renamed, model)
        self._settings.remove(_key_of(concept))

    def forget_base_model(self, path: str) -> None:
        self._forget("base_models", path)

    @property
    def web_ui_folders(self) -> list[str]:
        """Where the user said that web UIs are, newest first."""
        return self._paths("web_ui_folders")

    def remember_web_ui_folder(self, path: str) -> None:
        self._remember("web_ui_folders", path, most=_MOST_WEB_UIS)

    def forget_web_ui_folder(self, path: str) -> None:
        self._forget("web_ui_folders", path)

    def _forget(self, key: str, path: str) -> None:
        self._settings.setValue(key, "\n".join(p for p in self._paths(key) if p != path))

    def _paths(self, key: str) -> list[str]:
        return [path for path in self._text(key).split("\n") if path]

    def _remember(self, key: str, path: str, *, most: int) -> None:
        paths = [path, *(known for known in self._paths(key) if known != path)]
        self._settings.setValue(key, "\n".join(paths[:most]))

    @property
    def export_place(self) -> str:
        """The web UI that the last export went to; empty = none yet, or any folder."""
        return self._text("export_place")

    @property
    def export_folder(self) -> str:
        return self._text("export_folder")

    def remember_export(self, place: str, *, is_web_ui: bool) -> None:
        """Any folder is still offered after an export to a web UI."""
        self._settings.setValue("export_place", place if is_web_ui else "")
        if not is_web_ui:
            self._settings.setValue("export_folder", place)

    @property
    def library_order(self) -> Order:
        text = self._text("library_order")
        return next((order for order in ORDERS if order == text), "used")

    def remember_library_order(self, order: Order) -> None:
        self._settings.setValue("library_order", order)

    @property
    def tells_new_versions(self) -> bool:
        return self._text("new_version/tells") != "no"

    @tells_new_versions.setter
    def tells_new_versions(self, tells: bool) -> None:
        self._settings.setValue("new_version/tells", "yes" if tells else "no")

    @property
    def new_version_asked(self) -> str:
        """The day on which the window asked last, such as 2026-12-31; empty = never."""
        return self._text("new_version/asked")

    @property
    def announcement(self) -> str:
        """What the answer was, to be judged anew; empty = none yet."""
        return self._text("new_version/announcement")

    def remember_asking(self, day: str) -> None:
        self._settings.setValue("new_version/asked", day)

    def remember_announcement(self, text: str) -> None:
        self._settings.setValue("new_version/announcement", text)

    @property
    def unwanted_version(self) -> str:
        """Of this one the user has heard enough."""
        return self._text("new_version/unwanted")

    @unwanted_version.setter
    def unwanted_version(self, version: str) -> None:
        self._settings.setValue("new_version/unwanted", version)

    @property
    def geometry(self) -> QByteArray:
        value = self._settings.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._settings.setValue("geometry", geometry)


def _key_of(concept: str) -> str:
    """Paths hold what keys of a settings file must not."""
    return f"base_model_of/{hashlib.sha256(concept.encode()).hexdigest()[:16]}"
