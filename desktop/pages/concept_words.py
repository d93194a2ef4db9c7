"""The words of a concept: its name, the word it starts from, what others of its kind are called."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.widgets.buttons import chip, name_button
from desktop.widgets.labels import label, set_tone
from training.contract.errors import ManulError

_MOST_CHIPS = 6


class _Field(QWidget):
    """A label, a line to write in, and under it what is wrong or what it is for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self._title, self._hint = label("label"), label("hint", wrap=True)
        self._title.setBuddy(self.line)
        # What is dropped is meant for the page.
        self.line.setAcceptDrops(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._title)
        layout.addWidget(self.line)
        layout.addWidget(self._hint)
        layout.addStretch(1)

    @property
    def hint(self) -> QLabel:
        return self._hint

    def set_title(self, text: str) -> None:
        self._title.setText(text)
        self.line.setAccessibleName(text)

    def show_text(self, text: str) -> None:
        """Unless it says so already: spaces that are being typed stay."""
        if self.line.text().strip() != text:
            self.line.setText(text)

    def show_hint(self, text: str, tone: str = "") -> None:
        self._hint.setText(text)
        self.line.setAccessibleDescription(text)
        set_tone(self._hint, tone)
        set_tone(self.line, "error" if tone == "error" else "")


class WordsForm(QWidget):
    """Writes into the editor at every key stroke; the editor says what is wrong."""

    def __init__(self, editor: ConceptEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._name, self._word, self._class = _Field(), _Field(), _Field()
        self.name, self.word = self._name.line, self._word.line
        self.class_prompt = self._class.line
        self._chips_label = label("hint")
        self.chips = [chip() for _ in range(_MOST_CHIPS)]
        self._lay_out()
        self.name.textEdited.connect(editor.set_name)
        self.word.textEdited.connect(lambda text: editor.set_initializer(text.strip()))
        self.class_prompt.textEdited.connect(lambda text: editor.set_class_prompt(text.strip()))
        for made in self.chips:
            made.clicked.connect(
                lambda _=False, made=made: editor.set_initializer(made.accessibleName())
            )

    def _lay_out(self) -> None:
        row, chips = QHBoxLayout(), QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._name, 1)
        row.addWidget(self._word, 1)
        chips.setSpacing(8)
        chips.addWidget(self._chips_label)
        for made in self.chips:
            chips.addWidget(made)
        chips.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row)
        layout.addLayout(chips)
        layout.addWidget(self._class)

    def refresh(self) -> None:
        editor = self._editor
        self._name.show_text(editor.name)
        self._word.show_text(editor.initializer_token)
        self._class.show_text(editor.class_prompt)
        self.name.setReadOnly(editor.key is not None)
        self.word.setPlaceholderText(editor.start_word())
        self.class_prompt.setPlaceholderText(editor.usual_class_prompt())
        self._refresh_name()
        known = self.tr("One word that the model already knows")
        self._show(self._word, editor.word_problem(), known)
        used = self.tr("DreamBooth and LoRA look at such pictures too, so that others stay others")
        self._show(self._class, editor.class_problem(), used)
        self._refresh_chips()

    def _refresh_name(self) -> None:
        editor = self._editor
        if editor.key is not None:
            self._name.show_hint(self.tr("A concept keeps its name"))
        elif not editor.name:
            self._name.show_hint(self.tr("A made-up word: small letters, digits, - and _"))
        elif (problem := editor.name_problem()) is not None:
            self._show(self._name, problem, "")
        else:
            fine = self.tr("Free to use: the model does not know this word yet")
            self._name.show_hint(fine, "good")

    @staticmethod
    def _show(field: _Field, problem: ManulError | None, fine: str) -> None:
        if problem is None:
            field.show_hint(fine)
        else:
            field.show_hint(" ".join(words.error(problem)), "error")

    def _refresh_chips(self) -> None:
        suggestions = self._editor.suggestions()
        self._chips_label.setVisible(bool(suggestions))
        for number, shown in enumerate(self.chips):
            word = suggestions[number] if number < len(suggestions) else ""
            shown.setVisible(bool(word))
            name_button(shown, word)
            shown.setChecked(bool(word) and word == self._editor.start_word())

    def retranslate(self) -> None:
        self._name.set_title(self.tr("Its name"))
        self._word.set_title(self.tr("Starts from the word"))
        self._class.set_title(self.tr("What others of its kind are called"))
        self._chips_label.setText(self.tr("Suggestions"))
        self.refresh()
