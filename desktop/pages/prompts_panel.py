"""The sample prompts, and how often they are painted."""

import math

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.concept_editor import ConceptEditor
from desktop.models.prompts import PromptListModel
from desktop.widgets.buttons import button, name_button
from desktop.widgets.fields import SpinBox
from desktop.widgets.labels import label, set_tone
from desktop.widgets.prompt_list import PromptList
from training.contract.concept import MOST_PROMPTS, usual_prompts

_MOST_STEPS = 100_000
_EVERY = ("sampling", "sample_every")


class PromptsPanel(QWidget):
    """Edits the editor's prompts, and the setting of its next run that says how often."""

    def __init__(self, editor: ConceptEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.prompts = PromptListModel(self)
        self.list = PromptList(self.prompts)
        self._title, self._about = label("label"), label("hint")
        self._hint = label("hint", wrap=True)
        self.add, self.restore = button("plus", role="flat"), button(role="flat")
        self._every_label, self._every_end = label(), label("hint", wrap=True)
        self.every = SpinBox()
        self.every.setRange(1, _MOST_STEPS)
        self.every.setFixedWidth(112)
        self._lay_out()
        self.prompts.edited.connect(lambda: editor.set_sample_prompts(self.prompts.prompts))
        self.add.clicked.connect(self.list.add)
        self.restore.clicked.connect(self._on_restore_clicked)
        self.every.valueChanged.connect(self._on_every_changed)

    def _lay_out(self) -> None:
        head, tools, every = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._about)
        tools.setSpacing(8)
        tools.addWidget(self.add)
        tools.addWidget(self.restore)
        tools.addStretch(1)
        every.setSpacing(8)
        every.addWidget(self._every_label)
        every.addWidget(self.every)
        every.addWidget(self._every_end, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.list)
        layout.addWidget(self._hint)
        layout.addLayout(tools)
        layout.addLayout(every)

    def refresh(self) -> None:
        editor = self._editor
        self.prompts.show(editor.prompts(), editor.name)
        self.restore.setVisible(bool(editor.sample_prompts))
        self.add.setEnabled(not self.prompts.is_full)
        self._refresh_hint()
        every = editor.choices.value(*_EVERY)
        if self.every.value() != every and not self.every.hasFocus():
            self.every.setValue(every)
        self._every_end.setText(self._price(every))

    def _refresh_hint(self) -> None:
        """The problem, how many there may be, or nothing."""
        nameless = self._editor.nameless_prompt()
        text = ""
        if nameless:
            text = self.tr("“{prompt}” lacks the name: write {name} where it belongs.").format(
                prompt=nameless, name=self._editor.name or "{}"
            )
        elif self.prompts.is_full:
            text = self.tr("%n prompt(s) are the most.", "", MOST_PROMPTS)
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        set_tone(self._hint, "error" if nameless else "")
        self.list.setAccessibleDescription(text)

    def _price(self, every: int) -> str:
        """How many pictures that will be: at the beginning, at every so many steps, at the end."""
        steps = self._editor.choices.value("training", "max_train_steps")
        times = 1 + math.ceil(steps / every)
        count = times * len(self._editor.prompts())
        return self.tr("steps: %n picture(s) in all", "", count)

    def _on_restore_clicked(self) -> None:
        self._editor.set_sample_prompts(usual_prompts(self._editor.kind))

    def _on_every_changed(self, every: int) -> None:
        self._editor.choices.set_override(*_EVERY, every)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Sample prompts"))
        self._about.setText(self.tr("Manul paints these as it learns"))
        self.list.setAccessibleName(self._title.text())
        name_button(self.add, self.tr("Add a prompt"))
        name_button(self.restore, self.tr("Restore the usual ones"))
        self._every_label.setText(self.tr("Paint them every"))
        self.every.setAccessibleName(self.tr("Paint them every so many steps"))
        self.refresh()
