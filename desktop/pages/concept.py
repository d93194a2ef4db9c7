"""Stage 2: what it is, what it will be called, its sample prompts, the base model."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop import words
from desktop.concept_editor import ConceptEditor
from desktop.facts import Report
from desktop.pages.base_model_panel import BaseModelPanel
from desktop.pages.concept_sentence import ConceptSentence
from desktop.pages.concept_words import WordsForm
from desktop.pages.page import FORM_WIDTH, Page
from desktop.pages.prompts_panel import PromptsPanel
from desktop.thumbnails import ThumbnailLoader
from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.choice import ChoiceCard
from desktop.widgets.labels import label
from desktop.widgets.notice import Notice
from training.contract.concept import Kind

_KINDS: dict[Kind, str] = {
    "object": "cube", "person": "user", "animal": "cat", "style": "paint-brush",
}  # fmt: skip


class ConceptPage(Page):
    """Everything goes to the editor, which says what is wrong."""

    next_requested = Signal()

    def __init__(
        self, editor: ConceptEditor, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self.notice = Notice()
        self.notice.hide()
        self._kind_label = label("label")
        self.kinds = {kind: ChoiceCard(glyph) for kind, glyph in _KINDS.items()}
        self.words = WordsForm(editor)
        self.name, self.word = self.words.name, self.words.word
        self.samples = PromptsPanel(editor)
        self.models = BaseModelPanel(editor)
        self.sentence = ConceptSentence(editor, thumbnails)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(32)
        self._columns.addWidget(self._make_form(), 4)
        self._columns.addWidget(self._make_side(), 3)
        self.body.addWidget(self.notice)
        self.body.addLayout(self._columns)
        self.body.addStretch(1)
        for kind, card in self.kinds.items():
            card.clicked.connect(lambda _=False, kind=kind: editor.set_kind(kind))
        editor.changed.connect(self.refresh)
        self.retranslate()

    def _make_form(self) -> QWidget:
        form = QWidget()
        form.setMaximumWidth(FORM_WIDTH)
        group, cards = QButtonGroup(self), QHBoxLayout()
        cards.setSpacing(12)
        for card in self.kinds.values():
            group.addButton(card)
            cards.addWidget(card)
        # Where a narrow window has the base model.
        self._after_words, self._at_the_end = QVBoxLayout(), QVBoxLayout()
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._kind_label)
        layout.addLayout(cards)
        layout.addSpacing(10)
        layout.addWidget(self.words)
        layout.addSpacing(10)
        layout.addLayout(self._after_words)
        layout.addWidget(self.samples)
        layout.addLayout(self._at_the_end)
        layout.addStretch(1)
        return form

    def _make_side(self) -> QWidget:
        side = QWidget()
        side.setMaximumWidth(FORM_WIDTH)
        self._side = QVBoxLayout(side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self._side.setSpacing(20)
        self._side.addWidget(self.sentence)
        self._side.addWidget(self.models)
        self._side.addStretch(1)
        return side

    def refresh(self) -> None:
        """Show what the editor holds and what it thinks of it."""
        self.kinds[self._editor.kind].setChecked(True)
        for part in (self.words, self.samples, self.sentence, self.models):
            part.refresh()
        self._refresh_action()

    def _refresh_action(self) -> None:
        editor, reason = self._editor, self._reason()
        enabled = not reason and editor.is_described() and editor.images_problem() is None
        text = self.tr("Next: preset")
        self.set_action(PageAction(text, "arrow-right", enabled, reason, has_back=True))

    def _reason(self) -> str:
        """What has to be done before it goes on; empty = nothing, or it is still looked at."""
        editor, choice = self._editor, self._editor.model_choice
        if not editor.name:
            return self.tr("Give the concept a name first")
        if editor.name_problem() is not None:
            return self.tr("This name cannot be used")
        if editor.word_problem() is not None:
            return self.tr("This word cannot be used")
        if editor.class_problem() is not None:
            return self.tr("Call the others something else")
        if editor.nameless_prompt():
            return self.tr("A sample prompt lacks the name")
        if choice is not None and choice.is_loading:
            return self.tr("The base model is being downloaded")
        if choice is not None and choice.can_be_loaded:
            return self.tr("Download the base model first")
        return self.tr("Choose another base model") if editor.model_problem() is not None else ""

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
        for part in (self.words, self.samples, self.sentence, self.models):
            part.retranslate()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the base model stands below the words, as one line until it is to be
        another; the sentence that is only to be read comes last."""
        super().resizeEvent(event)
        wide = self.turn_columns(self._columns, QBoxLayout.Direction.TopToBottom)
        self.models.set_folded(not wide)
        self._after_words.setContentsMargins(0, 0, 0, 0 if wide else 10)
        self._at_the_end.setContentsMargins(0, 0 if wide else 10, 0, 0)
        if wide and self._side.indexOf(self.models) < 0:
            self._side.insertWidget(0, self.sentence)
            self._side.insertWidget(1, self.models)
        elif not wide and self._after_words.indexOf(self.models) < 0:
            self._after_words.addWidget(self.models)
            self._at_the_end.addWidget(self.sentence)
