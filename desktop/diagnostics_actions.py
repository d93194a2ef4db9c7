"""Collects the diagnostics in the pool, shows them, and saves them where the user says."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop import window_log, words
from desktop.diagnostics_dialog import DiagnosticsDialog
from desktop.engine import Engine
from desktop.facts import Report
from training.contract.diagnostics import Part, collect, save
from training.contract.layout import RunFolder


class DiagnosticsActions(QObject):
    """Of a run, or of the machine alone."""

    def __init__(self, engine: Engine, window: QWidget) -> None:
        super().__init__(window)
        self._engine = engine
        self._window = window

    def show(self, run_key: str = "") -> None:
        run = RunFolder(Path(run_key)) if run_key else None
        probed, log = self._engine.probed, window_log.recent()
        work = partial(collect, run, probe=probed, window_log=log)
        self._engine.compute(work, partial(self._show, run), self._tell)

    def _show(self, run: RunFolder | None, parts: Sequence[Part]) -> None:
        dialog = DiagnosticsDialog(parts, self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.save_requested.connect(partial(self._ask_where, dialog, parts, _file_name(run)))
        dialog.open()

    def _ask_where(self, dialog: DiagnosticsDialog, parts: Sequence[Part], name: str) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = QStandardPaths.writableLocation(documents)
        chooser = QFileDialog(dialog, self.tr("Save diagnostics"), str(Path(folder) / name))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilter(self.tr("Zip files (*.zip)"))
        chooser.setDefaultSuffix("zip")
        chooser.fileSelected.connect(partial(self.save, dialog, parts))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save(self, dialog: DiagnosticsDialog, parts: Sequence[Part], path: str) -> None:
        def tell(_: object) -> None:
            dialog.tell_saved(path)
            dialog.folder_requested.connect(partial(_open_folder, path))

        work = partial(save, parts, Path(path))
        self._engine.compute(
            work, tell, lambda report: dialog.tell_problem(" ".join(words.report(report)))
        )

    def _tell(self, report: Report) -> None:
        """Nothing could be collected: that much at least can be said."""
        self._show(None, [Part("problem.txt", " ".join(words.report(report)))])


def _file_name(run: RunFolder | None) -> str:
    of = f"-run-{run.number:04d}" if run is not None else ""
    return f"manul-diagnostics{of}.zip"


def _open_folder(path: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).parent)))
