"""Opens the settings, and does what is chosen there."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.engine import Engine
from desktop.facts import Report
from desktop.file_choosers import FileChoosers
from desktop.languages import Languages
from desktop.licences_dialog import LicencesDialog
from desktop.preferences import Preferences
from desktop.settings.dialog import NETWORK, SettingsDialog
from desktop.theme import Theme, as_mode
from desktop.web_ui_search import WebUISearch
from desktop.workspace_actions import WorkspaceActions
from desktop.workspace_choice import WorkspaceFact
from training.contract.user_settings import change_user_settings, settings_file, user_settings

LICENCE = QUrl("https://www.apache.org/licenses/LICENSE-2.0")


class SettingsActions(QObject):
    """What is chosen works at once and is remembered: what concerns the window among its own
    preferences, what concerns the command line too in the user's settings."""

    diagnostics_requested = Signal()
    set_up_requested = Signal()
    opened = Signal(object)  # SettingsDialog

    def __init__(
        self,
        engine: Engine,
        preferences: Preferences,
        *,
        theme: Theme,
        languages: Languages,
        search: WebUISearch,
        choosers: FileChoosers,
        workspace: WorkspaceActions,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._engine = engine
        self._preferences = preferences
        self._theme = theme
        self._languages = languages
        self._search = search
        self._choosers = choosers
        self._workspace = workspace
        self._window = window
        self._dialog: SettingsDialog | None = None
        workspace.seen.connect(self._on_workspace_seen)
        workspace.failed.connect(self._tell)

    def show(self) -> None:
        dialog = SettingsDialog(
            language=self._preferences.language,
            mode=self._theme.mode,
            settings=user_settings(),
            parent=self._window,
        )
        self._dialog = dialog
        self._connect(dialog)
        self._show_places()
        dialog.show_engine(self._engine.fact)
        self._workspace.look()
        dialog.finished.connect(self._on_finished)
        self.opened.emit(dialog)
        dialog.open()

    def show_network(self) -> None:
        self.show()
        if self._dialog is not None:
            self._dialog.show_section(NETWORK)

    def _connect(self, dialog: SettingsDialog) -> None:
        general, places = dialog.general, dialog.places
        general.language_requested.connect(self.set_language)
        general.mode_requested.connect(self.set_mode)
        general.place.chosen.connect(self._choosers.choose_workspace)
        general.place.usual_chosen.connect(self._workspace.take_usual)
        places.web_ui_folder_requested.connect(self._choosers.choose_web_ui_folder)
        places.web_ui_folder_forgotten.connect(self._on_folder_forgotten)
        places.base_model_forgotten.connect(self._on_model_forgotten)
        dialog.computing.set_up_requested.connect(self._on_set_up)
        dialog.computing.card_requested.connect(lambda card: self._change(card=card))
        dialog.computing.precision_requested.connect(
            lambda precision: self._change(mixed_precision=precision)
        )
        dialog.network.address_requested.connect(lambda name, text: self._change(**{name: text}))
        dialog.about.diagnostics_requested.connect(self.diagnostics_requested)
        dialog.about.licence_requested.connect(lambda: QDesktopServices.openUrl(LICENCE))
        dialog.about.others_requested.connect(lambda: LicencesDialog(dialog).open())
        dialog.about.folder_requested.connect(
            lambda: self._engine.show_in_files(str(self._engine.workspace))
        )
        dialog.about.settings_folder_requested.connect(
            lambda: self._engine.show_in_files(str(settings_file().parent))
        )
        self._engine.engine_changed.connect(self._on_engine_changed)

    def _on_set_up(self) -> None:
        if self._dialog is not None:
            self._dialog.accept()
        self.set_up_requested.emit()

    def _on_finished(self) -> None:
        self._engine.engine_changed.disconnect(self._on_engine_changed)
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _on_engine_changed(self) -> None:
        if self._dialog is not None:
            self._dialog.show_engine(self._engine.fact)
            self._show_places()

    # the window's own --------------------------------------------------------------------

    def set_language(self, language: str) -> None:
        self._preferences.language = language
        self._languages.use(language)

    def set_mode(self, mode: str) -> None:
        self._preferences.mode = as_mode(mode)
        self._theme.set_mode(self._preferences.mode)

    def _show_places(self) -> None:
        if self._dialog is not None:
            self._dialog.places.show_places(
                self._engine.fact,
                folders=self._preferences.web_ui_folders,
                models=self._preferences.base_models,
            )

    def _on_folder_forgotten(self, folder: str) -> None:
        self._preferences.forget_web_ui_folder(folder)
        self._show_places()
        self._search.look()

    def _on_model_forgotten(self, model: str) -> None:
        self._preferences.forget_base_model(model)
        self._show_places()

    # everybody's -------------------------------------------------------------------------

    def _change(self, **changes: Any) -> None:
        """Write it down; then the engine is asked what it computes on now."""
        self._engine.compute(partial(change_user_settings, **changes), self._on_changed, self._tell)

    def _on_changed(self, has_changed: bool) -> None:
        if has_changed:
            self._search.look()

    def _on_workspace_seen(self, fact: WorkspaceFact) -> None:
        if self._dialog is not None:
            self._dialog.general.place.show_fact(fact)

    def _tell(self, report: Report) -> None:
        if self._dialog is not None:
            self._dialog.general.place.show_problem(report)
