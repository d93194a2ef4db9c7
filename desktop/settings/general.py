"""Settings: where the concepts lie, the language, the colours."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desktop import words
from desktop.facts import Report
from desktop.languages import LANGUAGES
from desktop.settings.section import Chips, Section
from desktop.theme import MODES, Mode
from desktop.widgets.buttons import button, chip, name_button
from desktop.widgets.labels import label, set_tone


class GeneralSection(Section):
    language_requested = Signal(str)
    mode_requested = Signal(str)
    workspace_requested = Signal()
    usual_workspace_requested = Signal()

    def __init__(self, *, language: str, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = QLineEdit()
        self.workspace.setReadOnly(True)
        self._hint = label("hint", wrap=True)
        self.choose, self.usual = button("folder-open"), button(role="flat")
        self.languages = {code: chip() for code in ("", *LANGUAGES)}
        self.modes: dict[str, QPushButton] = {mode: chip() for mode in MODES}
        self._workspace_title = self.add_part(self.workspace, self._hint)
        self.add_row(self.choose, self.usual)
        self._language_title = self.add_part(Chips(self.languages, language))
        self._mode_title = self.add_part(Chips(self.modes, mode))
        self.fill_up()
        self._free = -1
        self._problem: Report | None = None
        self.choose.clicked.connect(self.workspace_requested)
        self.usual.clicked.connect(self.usual_workspace_requested)
        for code, made in self.languages.items():
            made.clicked.connect(lambda _=False, code=code: self.language_requested.emit(code))
        for key, made in self.modes.items():
            made.clicked.connect(lambda _=False, key=key: self.mode_requested.emit(key))

    def show_workspace(self, path: Path, *, free: int, is_usual: bool) -> None:
        """`free` = bytes on its disk; -1 = not known yet."""
        self.workspace.setText(str(path))
        self.workspace.setToolTip(str(path))
        self.usual.setVisible(not is_usual)
        self._free, self._problem = free, None
        self._refresh_hint()

    def show_problem(self, report: Report) -> None:
        self._problem = report
        self._refresh_hint()

    def _refresh_hint(self) -> None:
        set_tone(self._hint, "error" if self._problem else "")
        if self._problem is not None:
            self._hint.setText(" ".join(words.report(self._problem)))
            return
        about = self.tr("Concepts, trainings and their files lie here.")
        free = "" if self._free < 0 else words.gigabytes(self._free)
        room = self.tr("{size} are free on its disk.").format(size=free) if free else ""
        self._hint.setText(f"{about} {room}".strip())

    def retranslate(self) -> None:
        self._workspace_title.setText(self.tr("Folder with the concepts"))
        self.workspace.setAccessibleName(self._workspace_title.text())
        name_button(self.choose, self.tr("Choose another folder …"))
        name_button(self.usual, self.tr("Back to the usual one"))
        self._language_title.setText(self.tr("Language"))
        self._mode_title.setText(self.tr("Colours"))
        for code, made in self.languages.items():
            name_button(made, LANGUAGES.get(code) or self.tr("As the system"))
        names = {
            "system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark"),
        }  # fmt: skip
        for mode, made in self.modes.items():
            name_button(made, names[mode])
        self._refresh_hint()
