"""Asks the plan about every preset, for the base model and the card at hand, in the pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from desktop.concept_editor import ConceptEditor
from desktop.engine import Engine
from desktop.facts import EngineFact
from desktop.models.presets import Foresight, PresetListModel
from training.contract.base_models import BaseModelInfo
from training.contract.concept import Concept
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.outlook import CardHere, look_ahead
from training.contract.presets import Preset, load_preset, preset_names
from training.contract.result_size import result_bytes
from training.contract.runs import RunRequest, draft_config
from training.contract.setting_values import Values, assignments_of, preset_values

# Words of the concept change no memory.
_CONCEPT = Concept(name="concept", initializer_token="thing", class_prompt="a photo of a thing")


@dataclass(frozen=True)
class Foreseen:
    """What the plan says of each preset by its name, and the bytes of what it makes."""

    foresight: dict[str, Foresight]
    sizes: dict[str, int]


class PresetForesight(QObject):
    """Keeps the model of the presets up to date; an answer that came too late is dropped."""

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
        self._asked: tuple[BaseModelInfo, CardHere | None] | None = None
        editor.changed.connect(self.refresh)
        engine.engine_changed.connect(self._on_engine_changed)

    def refresh(self) -> None:
        """Ask anew where model or card are others than before."""
        info = self._editor.model_info
        if info is None:
            self._asked = None
            self._presets.set_foresight(None)
            return
        wanted = (info, self._engine.fact.card_here)
        if wanted == self._asked:
            return
        if self._asked is None or self._asked[0] != info:
            self._presets.set_foresight(None)
        self._asked = wanted
        ask = partial(foresee, *wanted, self._presets.own)
        self._engine.compute(ask, partial(self._on_foreseen, wanted), lambda _: self._forget())

    def read_own(self) -> None:
        """After the user's presets have changed."""
        self._asked = None
        self.refresh()

    def _on_foreseen(self, asked: tuple[BaseModelInfo, CardHere | None], found: Foreseen) -> None:
        if asked == self._asked:
            self._presets.set_foresight(found.foresight, found.sizes)

    def _forget(self) -> None:
        """The model's file has gone, or cannot be read any more: nothing rather than a guess."""
        self._presets.set_foresight(None)

    def _on_engine_changed(self, fact: EngineFact) -> None:
        self.refresh()


def foresee(info: BaseModelInfo, card: CardHere | None, own: Sequence[Preset] = ()) -> Foreseen:
    """Of Manul's presets and the user's."""
    shipped = [load_preset(name) for name in preset_names()]
    foresight = {preset.name: foresee_preset(preset, {}, info, card) for preset in shipped}
    foresight |= {preset.name: _foresee_own(preset, info, card) for preset in own}
    sizes = {preset.name: foresee_size(preset, {}, info) for preset in (*shipped, *own)}
    return Foreseen(foresight, sizes)


def _foresee_own(preset: Preset, info: BaseModelInfo, card: CardHere | None) -> Foresight:
    """Its settings may exclude each other, or its file have gone by now."""
    try:
        return foresee_preset(preset, {}, info, card)
    except ManulError as problem:
        return problem


def foresee_preset(
    preset: Preset, changes: Values, info: BaseModelInfo, card: CardHere | None
) -> Foresight:
    """ManulError if the changes make no run."""
    try:
        return look_ahead(draft(preset, changes, info), info, card)
    except ManulError as problem:
        if problem.kind == "model_unsupported":
            return problem
        raise


def foresee_size(preset: Preset, changes: Values, info: BaseModelInfo) -> int:
    return result_bytes(preset_values(preset, info.family, changes), info.family, info)


def draft(preset: Preset, changes: Values, info: BaseModelInfo) -> RunConfig:
    """The run that would be made, but for concept and pictures."""
    request = RunRequest(
        base_model=info.name,
        method=preset.method,
        preset=preset.name,
        assignments=assignments_of(changes),
    )
    return draft_config(request, info, _CONCEPT)
