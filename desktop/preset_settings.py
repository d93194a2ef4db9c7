"""The settings of the chosen preset: shown in the panel beside the cards, and changed there."""

from PySide6.QtCore import QObject

from desktop import words
from desktop.auto_words import auto_notes
from desktop.run_choices import RunChoices
from desktop.setting_fields import (
    field_groups,
    field_info,
    field_kind,
    parse,
    stepped,
    value_text,
)
from desktop.widgets.advanced_panel import AdvancedPanel, Change
from training.contract.outlook import Outlook
from training.contract.setting_forms import form_for
from training.contract.setting_values import setting_problems


class PresetSettings(QObject):
    """Between the choices for the next run and the fields that show them."""

    def __init__(self, choices: RunChoices, panel: AdvancedPanel) -> None:
        super().__init__(panel)
        self._choices = choices
        self._panel = panel
        panel.form.typed.connect(self._on_typed)
        panel.form.chosen.connect(self._choose)
        panel.form.step_requested.connect(self._on_step)
        panel.reset_requested.connect(self._on_reset)
        panel.reset_all_requested.connect(choices.reset_all)

    def show(self, outlook: Outlook | None, problem: str) -> None:
        """`problem` = why the settings do not go together."""
        choices = self._choices
        changes = [self._change(name) for name in choices.overrides]
        self._panel.show_changes(changes, said=self._counted(len(changes)))
        groups = field_groups(choices, auto_notes(outlook))
        count = sum(len(group.fields) for group in groups[:1])
        matter = self.tr("%n that matter", "", count)
        self._panel.show_groups(groups, count=matter, problem=problem)

    def problem(self) -> str:
        """The first setting that cannot stay as it is, as a reason not to begin."""
        choices = self._choices
        problems = setting_problems(choices.loaded, choices.values)
        if not problems:
            return ""
        form = form_for(choices.values, choices.family, choices.overrides)
        name = next((name for _, name in form if name in problems), next(iter(problems)))
        return self.tr("Put “{setting}” right first").format(setting=words.setting_title(name))

    def _counted(self, count: int) -> str:
        return self.tr("%n change(s) from the preset", "", count)

    def _change(self, name: str) -> Change:
        kind = field_kind(name, field_info(name, self._choices.loaded.method))
        usual, now = self._choices.usual[name], self._choices.overrides[name]
        return Change(
            name, words.setting_title(name), value_text(name, kind, usual),
            value_text(name, kind, now),
        )  # fmt: skip

    def _choose(self, name: str, value: object) -> None:
        self._choices.set_overrides({name: value})

    def _on_typed(self, name: str, text: str) -> None:
        kind = field_kind(name, field_info(name, self._choices.loaded.method))
        self._choose(name, parse(kind, text))

    def _on_step(self, name: str, steps: int) -> None:
        info = field_info(name, self._choices.loaded.method)
        values = self._choices.values
        self._choose(name, stepped(name, field_kind(name, info), values, info, steps))

    def _on_reset(self, name: str) -> None:
        table, _, field = name.partition(".")
        self._choices.reset(table, field)
