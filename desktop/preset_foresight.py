"""Asks the plan about every preset, for the base model and the card at hand, in the pool."""

from functools import partial

from PySide6.QtCore import QObject

from desktop.concept_editor import ConceptEditor
from desktop.engine import Engine
from desktop.facts import EngineFact
from desktop.models.presets import Foresight, PresetListModel
from training.contract.base_models import BaseModelInfo
from training.contract.concept import Concept
from training.contract.errors import ManulError
from training.contract.outlook import CardHere, look_ahead
from training.contract.presets import load_preset, preset_names
from training.contract.runs import RunRequest, draft_config

# Words of the concept change no memory.
_CONCEPT = Concept(name="concept", initializer_token="thing", class_prompt="a photo of a thing")


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
        ask = partial(foresee, *wanted)
        self._engine.compute(ask, partial(self._on_foreseen, wanted), lambda _: self._forget())

    def _on_foreseen(
        self, asked: tuple[BaseModelInfo, CardHere | None], found: dict[str, Foresight]
    ) -> None:
        if asked == self._asked:
            self._presets.set_foresight(found)

    def _forget(self) -> None:
        """The model's file has gone, or cannot be read any more: nothing rather than a guess."""
        self._presets.set_foresight(None)

    def _on_engine_changed(self, fact: EngineFact) -> None:
        self.refresh()


def foresee(info: BaseModelInfo, card: CardHere | None) -> dict[str, Foresight]:
    """What the plan says of each preset, by its name."""
    return {name: _foresee(name, info, card) for name in preset_names()}


def _foresee(name: str, info: BaseModelInfo, card: CardHere | None) -> Foresight:
    request = RunRequest(base_model=info.name, method=load_preset(name).method, preset=name)
    try:
        return look_ahead(draft_config(request, info, _CONCEPT), info, card)
    except ManulError as problem:
        if problem.kind == "model_unsupported":
            return problem
        raise
