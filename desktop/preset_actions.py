"""Keeps presets of the user's own: saves, renames, changes, deletes, gives and takes files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QFile, QMimeData, QObject
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.engine import Engine
from desktop.facts import Report, report_of
from desktop.models.presets import PresetListModel
from desktop.pages.preset import PresetPage
from desktop.preset_dialog import PresetDialog
from desktop.preset_foresight import PresetForesight
from training.contract.errors import ManulError
from training.contract.own_presets import (
    import_preset,
    own_preset_file,
    read_own_presets,
    rename_preset,
    save_new_preset,
    with_changes,
    write_preset,
)
from training.contract.presets import Preset

_SUFFIX = ".toml"
_Found = tuple[list[Preset], list[ManulError]]


def read_dropped_preset(mime: QMimeData) -> Path | None:
    """The one preset file that is dropped; None for anything else."""
    urls = mime.urls() if mime.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() == _SUFFIX else None


class PresetActions(QObject):
    """What the page Preset wishes for, as far as it concerns presets' files."""

    def __init__(
        self,
        engine: Engine,
        editor: ConceptEditor,
        presets: PresetListModel,
        *,
        foresight: PresetForesight,
        page: PresetPage,
    ) -> None:
        super().__init__(page)
        self._engine = engine
        self._editor = editor
        self._presets = presets
        self._foresight = foresight
        self._page = page
        self.read()

    # reading -----------------------------------------------------------------------------

    def read(self, choose: str = "") -> None:
        """Show what lies in the user's folder; then choose the preset of this name."""
        done = partial(self._on_read, choose)
        self._engine.compute(read_own_presets, done, self._page.show_problem)

    def _on_read(self, choose: str, found: _Found) -> None:
        presets, problems = found
        self._presets.set_own(presets)
        self._foresight.read_own()
        self._page.show_damaged([report_of(problem) for problem in problems])
        if choose:
            self._editor.set_preset(choose)
        if self._editor.preset == choose or self._presets.is_own(self._editor.preset):
            self._editor.choices.read_again()

    # the user's own ----------------------------------------------------------------------

    def save_new(self) -> None:
        """The chosen preset with its changes, under a name of its own."""
        choices = self._editor.choices
        made = with_changes(choices.loaded, choices.family, choices.overrides)

        def save(title: str, purpose: str) -> Preset:
            return save_new_preset(made, title=title, purpose=purpose)

        self._ask(self.tr("A preset of your own"), save)

    def rename(self) -> None:
        preset = self._editor.choices.loaded

        def save(title: str, purpose: str) -> Preset:
            return rename_preset(preset, title=title, purpose=purpose)

        self._ask(self.tr("Rename"), save, title=preset.title, purpose=preset.purpose)

    def update(self) -> None:
        """Let the chosen own preset say what was changed in it."""
        choices = self._editor.choices
        changed = with_changes(choices.loaded, choices.family, choices.overrides)
        self._engine.compute(
            partial(write_preset, changed),
            lambda _: self.read(choose=changed.name), self._page.show_problem,
        )  # fmt: skip

    def delete(self) -> None:
        """To the system's bin; runs keep their settings."""
        preset = self._editor.choices.loaded
        box = QMessageBox(self._window())
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setText(self.tr("Delete the preset “{title}”?").format(title=preset.title))
        box.setInformativeText(
            self.tr("Its file goes to the bin. Trainings that used it keep their settings.")
        )
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        delete.clicked.connect(partial(self._delete, preset))
        box.finished.connect(box.deleteLater)
        box.open()

    def _delete(self, preset: Preset) -> None:
        def bin_file() -> None:
            path = own_preset_file(preset.name)
            if not QFile(str(path)).moveToTrash():
                path.unlink(missing_ok=True)

        self._engine.compute(
            bin_file, lambda _: self.read(choose=preset.method), self._page.show_problem
        )

    # files -------------------------------------------------------------------------------

    def export(self) -> None:
        preset = self._editor.choices.loaded
        dialog = QFileDialog(self._window(), self.tr("Save the preset as a file"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self._filter())
        dialog.setDefaultSuffix(_SUFFIX[1:])
        dialog.selectFile(f"{preset.name}{_SUFFIX}")
        dialog.fileSelected.connect(lambda path: self.write(preset, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, preset: Preset, path: Path) -> None:
        self._engine.compute(
            partial(write_preset, preset, path), lambda _: None, self._page.show_problem
        )

    def browse(self) -> None:
        dialog = QFileDialog(self._window(), self.tr("Choose a preset's file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self._filter())
        dialog.fileSelected.connect(lambda path: self.take(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def take(self, path: Path) -> None:
        """A preset's file from elsewhere becomes one of the user's own."""
        self._engine.compute(
            partial(import_preset, path),
            lambda preset: self.read(choose=preset.name), self._page.show_problem,
        )  # fmt: skip

    def _filter(self) -> str:
        return f"{self.tr('Presets')} (*{_SUFFIX})"

    def _ask(
        self, heading: str, save: Callable[[str, str], Preset], *, title: str = "",
        purpose: str = "",
    ) -> None:  # fmt: skip
        dialog = PresetDialog(heading, self._window(), title=title, purpose=purpose)

        def kept(preset: Preset) -> None:
            dialog.accept()
            self.read(choose=preset.name)

        def keep(title: str, purpose: str) -> None:
            told = partial(self._tell, dialog)
            self._engine.compute(partial(save, title, purpose), kept, told)

        dialog.chosen.connect(keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @staticmethod
    def _tell(dialog: PresetDialog, report: Report) -> None:
        dialog.show_problem(" ".join(words.report(report)))

    def _window(self) -> QWidget:
        return self._page.window()
