"""The system's own dialogs for files and folders; they report and never block."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.preferences import Preferences
from training.contract.pictures import PICTURE_SUFFIXES


class FileChoosers(QObject):
    """One dialog each for pictures, a base model, a folder to export into."""

    pictures_chosen = Signal(list)  # list[Path]
    model_chosen = Signal(str)
    export_folder_chosen = Signal(str)

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

    def choose_model(self) -> None:
        dialog = self._folder_dialog(self.tr("Choose a base model's folder"))
        dialog.fileSelected.connect(self.model_chosen)
        self._open(dialog)

    def choose_export_folder(self) -> None:
        dialog = self._folder_dialog(self.tr("Choose a folder"))
        if self._preferences.export_folder:
            dialog.setDirectory(self._preferences.export_folder)
        dialog.fileSelected.connect(self.export_folder_chosen)
        self._open(dialog)

    def _folder_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return dialog

    @staticmethod
    def _open(dialog: QFileDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
