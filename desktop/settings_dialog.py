"""The few things that concern the window itself: its language and its colours."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop import words
from desktop.facts import EngineFact
from desktop.languages import LANGUAGES
from desktop.theme import MODES, Mode
from desktop.widgets.buttons import button, chip, name_button
from desktop.widgets.labels import label


class SettingsDialog(QDialog):
    """Every choice works at once; there is nothing to confirm."""

    language_requested = Signal(str)
    mode_requested = Signal(str)

    def __init__(
        self, *, language: str, mode: Mode, engine: EngineFact, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._engine_fact = engine
        self._language_label, self._mode_label = label("label"), label("label")
        self._engine_label, self._engine = label("label"), label("secondary", wrap=True)
        self.languages = {code: chip() for code in ("", *LANGUAGES)}
        self.modes = {mode: chip() for mode in MODES}
        self.closing = button(role="bar")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        layout.addWidget(self._language_label)
        layout.addLayout(self._row(self.languages, language))
        layout.addSpacing(12)
        layout.addWidget(self._mode_label)
        layout.addLayout(self._row(self.modes, mode))
        layout.addSpacing(12)
        layout.addWidget(self._engine_label)
        layout.addWidget(self._engine)
        layout.addSpacing(16)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self.closing)
        layout.addLayout(end)
        self.setMinimumWidth(440)
        for code, made in self.languages.items():
            made.clicked.connect(lambda _=False, code=code: self.language_requested.emit(code))
        for key, made in self.modes.items():
            made.clicked.connect(lambda _=False, key=key: self.mode_requested.emit(key))
        self.closing.clicked.connect(self.accept)
        self.retranslate()

    def _row(
        self, chips: dict[str, QPushButton] | dict[Mode, QPushButton], chosen: str
    ) -> QHBoxLayout:
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for key, made in chips.items():
            made.setChecked(key == chosen)
            group.addButton(made)
            row.addWidget(made)
        row.addStretch(1)
        return row

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Settings"))
        self._language_label.setText(self.tr("Language"))
        self._mode_label.setText(self.tr("Colours"))
        self._engine_label.setText(self.tr("Engine"))
        for code, made in self.languages.items():
            name_button(made, LANGUAGES.get(code) or self.tr("As the system"))
        names: dict[Mode, str] = {
            "system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark"),
        }  # fmt: skip
        for mode, made in self.modes.items():
            name_button(made, names[mode])
        self._engine.setText("\n".join(filter(None, words.engine_sentences(self._engine_fact))))
        name_button(self.closing, self.tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
