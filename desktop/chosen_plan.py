"""What the plan says of the chosen preset with its changes: the table at once, else the engine."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.concept_editor import ConceptEditor
from desktop.engine import Engine
from desktop.facts import Report, report_of
from desktop.models.presets import Chosen, Foresight, PresetListModel
from desktop.preset_foresight import draft, foresee_preset, foresee_size
from training.contract.base_models import BaseModelInfo
from training.contract.errors import ManulError
from training.contract.outlook import CardHere, Outlook
from training.contract.presets import Preset
from training.contract.setting_values import Values, setting_problems

# Whoever types on has not asked yet.
_PATIENCE_MS = 700
# Kinds of problems that another choice of settings solves.
_OF_SETTINGS = ("measures_excluded", "invalid_setting", "unknown_setting")

_Asked = tuple[BaseModelInfo, CardHere | None, Preset, Values]


class ChosenPlan(QObject):
    """Keeps the chosen card up to date; `problem` = why its settings do not go together."""

    problem_changed = Signal()

    def __init__(
        self,
        engine: Engine,
        editor: ConceptEditor,
        presets: PresetListModel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._editor = editor
        self._presets = presets
        self._asked: _Asked | None = None
        self.problem: Report | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE_MS)
        self._timer.timeout.connect(self._ask_engine)
        editor.changed.connect(self.refresh)
        engine.engine_changed.connect(lambda _: self.refresh())

    def refresh(self) -> None:
        choices, info = self._editor.choices, self._editor.model_info
        card = self._engine.fact.card_here
        asked = (info, card, choices.loaded, choices.overrides) if info is not None else None
        if asked == self._asked:
            return
        self._asked = asked
        self._timer.stop()
        self._engine.forget_plan()
        self._tell(None)
        if asked is None or setting_problems(choices.loaded, choices.values):
            # Numbers that are none make no size and no plan; the fields say so.
            self._presets.set_chosen(None)
            return
        self._engine.compute(partial(_look, asked), partial(self._on_looked, asked), lambda _: None)

    def _on_looked(self, asked: _Asked, found: tuple[Foresight, int] | ManulError) -> None:
        if isinstance(found, ManulError):
            self._refuse(asked, found)
            return
        if asked != self._asked:
            return
        info, _, preset, changes = asked
        foresight, size = found
        can_ask = foresight is None and info.family != "demo" and self._engine.fact.here is True
        chosen = Chosen(preset.name, changes, foresight, size, is_measuring=can_ask)
        self._presets.set_chosen(chosen if changes or can_ask else None)
        if can_ask:
            self._timer.start()

    def _ask_engine(self) -> None:
        if (asked := self._asked) is None:
            return
        info, card, preset, changes = asked
        self._engine.plan(
            draft(preset, changes, info), card,
            partial(self._on_planned, asked), partial(self._on_unplanned, asked),
        )  # fmt: skip

    def _on_planned(self, asked: _Asked, outlook: Outlook) -> None:
        self._answer(asked, foresight=outlook)

    def _on_unplanned(self, asked: _Asked, report: Report) -> None:
        self._answer(asked, problem=report)

    def _answer(
        self, asked: _Asked, *, foresight: Foresight = None, problem: Report | None = None
    ) -> None:
        before = self._presets.chosen
        if asked == self._asked and before is not None:
            self._presets.set_chosen(
                replace(before, foresight=foresight, is_measuring=False, problem=problem)
            )

    def _refuse(self, asked: _Asked, problem: ManulError) -> None:
        """Settings that are right one by one, and exclude each other; a model that has gone is
        told of elsewhere."""
        if asked == self._asked:
            self._presets.set_chosen(None)
            self._tell(report_of(problem) if problem.kind in _OF_SETTINGS else None)

    def _tell(self, problem: Report | None) -> None:
        if problem != self.problem:
            self.problem = problem
            self.problem_changed.emit()


def _look(asked: _Asked) -> tuple[Foresight, int] | ManulError:
    info, card, preset, changes = asked
    try:
        return foresee_preset(preset, changes, info, card), foresee_size(preset, changes, info)
    except ManulError as problem:
        return problem
