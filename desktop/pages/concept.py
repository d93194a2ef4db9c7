"""Stage 2: what it is, what it will be called, the word it starts from, the base model."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.facts import Report
from desktop.pages.base_model_panel import BaseModelPanel
from desktop.pages.page import FORM_WIDTH, Page
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.buttons import chip, name_button
from desktop.widgets.choice import ChoiceCard
from desktop.widgets.labels import box, hairline, label, set_tone
from desktop.widgets.notice import Notice
from desktop.widgets.picture_row import PictureRow
from training.contract.concept import Kind
from training.contract.errors import ManulError

_KINDS: dict[Kind, str] = {
    "object": "cube", "person": "user", "animal": "cat", "style": "paint-brush",
}  # fmt: skip
_SAMPLES_WIDTH = 328


class ConceptPage(Page):
    """Writes into the editor at every key stroke; the editor says what is wrong."""

    next_requested = Signal()

    def __init__(
        self, editor: ConceptEditor, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._thumbnails = thumbnails
        self.notice = Notice()
        self.notice.hide()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(32)
        self._columns.addWidget(self._make_form(), 4)
        self._columns.addWidget(self._make_side(), 3)
        self._note = self._make_sentence()
        self._under_form.addWidget(self._note)
        self.body.addWidget(self.notice)
        self.body.addLayout(self._columns)
        self.body.addStretch(1)
        self._connect()
        self.retranslate()

    def _make_form(self) -> QWidget:
        form = QWidget()
        form.setMaximumWidth(FORM_WIDTH)
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._kind_label = label("label")
        self.kinds = {kind: ChoiceCard(glyph) for kind, glyph in _KINDS.items()}
        self._kind_group = QButtonGroup(self)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for card in self.kinds.values():
            self._kind_group.addButton(card)
            cards.addWidget(card)
        layout.addWidget(self._kind_label)
        layout.addLayout(cards)
        layout.addSpacing(12)
        layout.addLayout(self._make_words())
        layout.addSpacing(6)
        layout.addLayout(self._make_chips())
        layout.addSpacing(12)
        layout.addLayout(self._make_prompts())
        layout.addSpacing(12)
        self._under_form = QVBoxLayout()
        layout.addLayout(self._under_form)
        layout.addStretch(1)
        return form

    def _make_words(self) -> QHBoxLayout:
        self.name, self.word = QLineEdit(), QLineEdit()
        self._name_label, self._word_label = label("label"), label("label")
        self._name_hint, self._word_hint = label("hint", wrap=True), label("hint", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(16)
        for title, field, hint in (
            (self._name_label, self.name, self._name_hint),
            (self._word_label, self.word, self._word_hint),
        ):
            column = QVBoxLayout()
            column.setSpacing(6)
            title.setBuddy(field)
            # What is dropped is meant for the page.
            field.setAcceptDrops(False)
            column.addWidget(title)
            column.addWidget(field)
            column.addWidget(hint)
            column.addStretch(1)
            row.addLayout(column, 1)
        return row

    def _make_chips(self) -> QHBoxLayout:
        self._chips_label = label("hint")
        self.chips = [chip() for _ in range(6)]
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._chips_label)
        for made in self.chips:
            row.addWidget(made)
        row.addStretch(1)
        return row

    def _make_prompts(self) -> QVBoxLayout:
        self._prompts_label, self._prompts_hint = label("label"), label("hint")
        head = QHBoxLayout()
        head.addWidget(self._prompts_label)
        head.addStretch(1)
        head.addWidget(self._prompts_hint)
        card = box("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(14, 4, 14, 4)
        inside.setSpacing(0)
        self.prompts = [label() for _ in range(4)]
        for number, prompt in enumerate(self.prompts):
            if number:
                inside.addWidget(hairline())
            prompt.setFixedHeight(36)
            inside.addWidget(prompt)
        layout = QVBoxLayout()
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(card)
        return layout

    def _make_sentence(self) -> QWidget:
        note = box("canvas")
        layout = QHBoxLayout(note)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        self.samples = PictureRow(3)
        self.samples.setFixedWidth(_SAMPLES_WIDTH)
        self._sentence = label("section", wrap=True)
        self._sentence_hint = label("secondary", wrap=True)
        text = QVBoxLayout()
        text.setSpacing(4)
        text.addStretch(1)
        text.addWidget(self._sentence)
        text.addWidget(self._sentence_hint)
        text.addStretch(1)
        layout.addWidget(self.samples)
        layout.addLayout(text, 1)
        return note

    def _make_side(self) -> QWidget:
        side = QWidget()
        side.setMaximumWidth(FORM_WIDTH)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(20)
        self.models = BaseModelPanel(self._editor)
        self._under_models = QVBoxLayout()
        layout.addWidget(self.models)
        layout.addLayout(self._under_models)
        layout.addStretch(1)
        return side

    def _connect(self) -> None:
        for kind, card in self.kinds.items():
            card.clicked.connect(lambda _=False, kind=kind: self._editor.set_kind(kind))
        self.name.textEdited.connect(self._editor.set_name)
        self.word.textEdited.connect(lambda text: self._editor.set_initializer(text.strip()))
        for made in self.chips:
            made.clicked.connect(
                lambda _=False, made=made: self._editor.set_initializer(made.accessibleName())
            )
        self._editor.changed.connect(self.refresh)
        self._thumbnails.loaded.connect(lambda: self._refresh_prompts(self._editor.name or "…"))

    def refresh(self) -> None:
        """Show what the editor holds and what it thinks of it."""
        editor = self._editor
        self.kinds[editor.kind].setChecked(True)
        for field, text in ((self.name, editor.name), (self.word, editor.initializer_token)):
            if field.text().strip() != text:
                field.setText(text)
        self.name.setReadOnly(editor.key is not None)
        self.word.setPlaceholderText(editor.start_word())
        problem = editor.name_problem()
        fine = self.tr("Free to use: the model does not know this word yet")
        if editor.key is not None:
            fine = self.tr("A concept keeps its name")
        self._show_hint(self.name, self._name_hint, problem if editor.name else None, fine)
        if not editor.name:
            self._name_hint.setText(self.tr("A made-up word: small letters, digits, - and _"))
        known = self.tr("One word that the model already knows")
        self._show_hint(self.word, self._word_hint, editor.word_problem(), known)
        set_tone(
            self._name_hint,
            "error"
            if problem and editor.name
            else "good"
            if editor.name and editor.key is None
            else "",
        )
        self._refresh_chips()
        self.models.refresh()
        name = editor.name or "…"
        prompt = (
            self.tr("“a photo of {name}”")
            if editor.kind != "style"
            else self.tr("“a house, {name}”")
        )
        self._sentence.setText(prompt.format(name=name))
        self._refresh_prompts(name)
        self._refresh_action(problem)

    def _show_hint(
        self, field: QLineEdit, hint: QWidget, problem: ManulError | None, fine: str
    ) -> None:
        text = " ".join(words.error(problem)) if problem else fine
        hint.setText(text)  # type: ignore[attr-defined]
        for widget in (field, hint):
            set_tone(widget, "error" if problem else "")
        field.setAccessibleDescription(text)

    def _refresh_prompts(self, name: str) -> None:
        for shown, prompt in zip(self.prompts, self._editor.prompts(), strict=False):
            shown.setText(prompt.replace("{}", name))
        side = round(240 * self.devicePixelRatioF())
        used = self._editor.pictures.used[:3]
        found = [self._thumbnails.get(Thumbnail(i.path, side, i.entry)) for i in used]
        self.samples.show_pictures(found)

    def _refresh_chips(self) -> None:
        suggestions = self._editor.suggestions()
        self._chips_label.setVisible(bool(suggestions))
        for number, shown in enumerate(self.chips):
            word = suggestions[number] if number < len(suggestions) else ""
            shown.setVisible(bool(word))
            name_button(shown, word)
            shown.setChecked(bool(word) and word == self._editor.start_word())

    def _refresh_action(self, problem: ManulError | None) -> None:
        editor, reason = self._editor, ""
        if not editor.name:
            reason = self.tr("Give the concept a name first")
        elif problem is not None:
            reason = self.tr("This name cannot be used")
        elif editor.word_problem() is not None:
            reason = self.tr("This word cannot be used")
        elif (choice := editor.model_choice) is not None and choice.is_loading:
            reason = self.tr("The base model is being downloaded")
        elif choice is not None and choice.can_be_loaded:
            reason = self.tr("Download the base model first")
        elif editor.model_problem() is not None:
            reason = self.tr("Choose another base model")
        enabled = not reason and editor.is_described() and editor.images_problem() is None
        text = self.tr("Next: preset")
        self.set_action(PageAction(text, "arrow-right", enabled, reason, has_back=True))

    def show_problem(self, report: Report) -> None:
        self.notice.tell(*words.report(report))

    def primary(self) -> None:
        self.notice.hide()
        self.next_requested.emit()

    def retranslate(self) -> None:
        self.set_title(self.tr("Concept"))
        self.set_subtitle(self.tr("What Manul is looking at, and what you will call it"))
        self._kind_label.setText(self.tr("What is it?"))
        for kind, card in self.kinds.items():
            card.setText(words.kind_title(kind))
            card.setAccessibleName(words.kind_title(kind))
        self._name_label.setText(self.tr("Its name"))
        self._word_label.setText(self.tr("Starts from the word"))
        self.name.setAccessibleName(self._name_label.text())
        self.word.setAccessibleName(self._word_label.text())
        self._chips_label.setText(self.tr("Suggestions"))
        self._sentence_hint.setText(
            self.tr(
                "is what Manul will connect with your pictures. "
                "Type the name in any prompt afterwards."
            )
        )
        self.models.retranslate()
        self._prompts_label.setText(self.tr("Sample prompts"))
        self._prompts_hint.setText(self.tr("Manul paints these as it learns"))
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the base model comes before the sentence that is only to be read."""
        super().resizeEvent(event)
        wide = self.turn_columns(self._columns, QBoxLayout.Direction.TopToBottom)
        target = self._under_form if wide else self._under_models
        if target.indexOf(self._note) < 0:
            target.addWidget(self._note)
