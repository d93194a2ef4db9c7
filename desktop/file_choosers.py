"""The dialogs that ask for files, folders and names; they report and never block."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QWidget

from desktop.dropped import MODEL_SUFFIXES
from desktop.export_places import is_address
from desktop.preferences import Preferences
from desktop.widgets.input_dialogs import name_fields
from training.contract.pictures import PICTURE_SUFFIXES


class FileChoosers(QObject):
    """One dialog each for pictures, base models, web UIs, a folder to export into."""

    pictures_chosen = Signal(list)  # list[Path]
    model_chosen = Signal(str)
    hub_name_chosen = Signal(str)
    web_ui_folder_chosen = Signal(str)
    export_folder_chosen = Signal(str)
    workspace_chosen = Signal(str)

    def __init__(self, window: QWidget, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences

    def choose_pictures(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Choose pictures"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        patterns = " ".join(f"*{suffix}" for suffix in sorted(PICTURE_SUFFIXES))
        dialog.setNameFilters([f"{self.tr('Pictures')} ({patterns})", self.tr("All files (*)")])
        dialog.filesSelected.connect(
            lambda paths: self.pictures_chosen.emit([Path(path) for path in paths])
        )
        self._open(dialog)

    def choose_model_file(self) -> None:
        self._choose_model(self._model_file_dialog(), self.model_chosen.emit)

    def choose_model_folder(self) -> None:
        self._choose_model(self._model_folder_dialog(), self.model_chosen.emit)

    def choose_moved_model(self, on_chosen: Callable[[str], object], *, is_file: bool) -> None:
        """Where a training's base model lies now."""
        dialog = self._model_file_dialog() if is_file else self._model_folder_dialog()
        self._choose_model(dialog, on_chosen)

    def _model_file_dialog(self) -> QFileDialog:
        dialog = QFileDialog(self._window, self.tr("Choose a base model's file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        patterns = " ".join(f"*{suffix}" for suffix in MODEL_SUFFIXES)
        dialog.setNameFilters([f"{self.tr('Models')} ({patterns})", self.tr("All files (*)")])
        return dialog

    def _model_folder_dialog(self) -> QFileDialog:
        return self._folder_dialog(self.tr("Choose a base model's diffusers folder"))

    def _choose_model(self, dialog: QFileDialog, on_chosen: Callable[[str], object]) -> None:
        """Beside the one that was used last."""
        if known := self._preferences.base_models:
            dialog.setDirectory(str(Path(known[0]).parent))
        dialog.fileSelected.connect(on_chosen)
        self._open(dialog)

    def choose_hub_model(self) -> None:
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(self.tr("A model from Hugging Face"))
        dialog.setLabelText(
            self.tr("Its name, such as {example},\nor the address of its page").format(
                example="stabilityai/stable-diffusion-xl-base-1.0"
            )
        )
        dialog.setOkButtonText(self.tr("Choose"))
        dialog.setCancelButtonText(self.tr("Cancel"))
        dialog.resize(520, dialog.sizeHint().height())
        name_fields(dialog)
        dialog.textValueSelected.connect(self.hub_name_chosen)
        self._open(dialog)

    def choose_web_ui_folder(self) -> None:
        dialog = self._folder_dialog(self.tr("Choose a web UI's folder"))
        dialog.fileSelected.connect(self.web_ui_folder_chosen)
        self._open(dialog)

    def choose_workspace(self) -> None:
        dialog = self._folder_dialog(self.tr("Choose the folder for the concepts"))
        dialog.fileSelected.connect(self.workspace_chosen)
        self._open(dialog)

    def choose_export_folder(self) -> None:
        dialog = self._folder_dialog(self.tr("Choose a folder"))
        last = self._preferences.export_folder
        if last and not is_address(last):
            dialog.setDirectory(last)
        dialog.fileSelected.connect(self.export_folder_chosen)
        self._open(dialog)

    def choose_new_picture(self, title: str, name: str, on_chosen: Callable[[Path], None]) -> None:
        """Where a picture is to be written; what is there already is asked about by the dialog."""
        dialog = QFileDialog(self._window, title)
        dialog.setObjectName("new_picture")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{self.tr('Pictures')} (*.png)"])
        dialog.setDefaultSuffix("png")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: on_chosen(Path(path)))
        self._open(dialog)

    def _folder_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return dialog

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
