"""What the next run of a concept does otherwise than its preset."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from training.contract.base_models import Family
from training.contract.errors import ManulError
from training.contract.presets import Preset, load_preset
from training.contract.setting_values import (
    Values,
    assignments_of,
    preset_values,
    setting_problems,
)

# What is chosen once for a concept; everything else depends on how it is taught.
_OF_EVERY_PRESET = frozenset(
    ("sampling.sample_every", "sampling.negative_prompt", "training.seed")
)  # fmt: skip
DEFAULT_PRESET = "textual_inversion"


class RunChoices(QObject):
    """A preset and the settings changed in it, by concept while the window lives. What says the
    same as the preset is no change."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: dict[str, tuple[str, dict[str, Values]]] = {}
        self._key = ""
        self.family: Family = "demo"
        self._start(DEFAULT_PRESET)

    def _start(self, preset: str) -> None:
        self._chosen: dict[str, Values] = {}
        self._take(preset)

    def _take(self, preset: str) -> None:
        """The default one where its file has gone or is damaged."""
        try:
            self.loaded: Preset = load_preset(preset)
        except ManulError:
            self.loaded = load_preset(DEFAULT_PRESET)

    # of which concept --------------------------------------------------------------------

    def open(self, key: str, preset: str, changes: Mapping[str, Any]) -> None:
        """Go on with what was chosen for this concept, else with this preset and these changes."""
        self._keep()
        self._key = key
        if key in self._kept:
            preset, self._chosen = self._kept[key]
            self._take(preset)
        else:
            self._start(preset or DEFAULT_PRESET)
            self._choose(changes)
        self.changed.emit()

    def begin_draft(self) -> None:
        self._keep()
        self._key = ""
        self._start(DEFAULT_PRESET)
        self.changed.emit()

    def move_to(self, key: str) -> None:
        """The draft has become the concept `key`, with what was chosen for it."""
        self._key = key

    def _keep(self) -> None:
        if self._key:
            self._kept[self._key] = (self.preset, self._chosen)

    # what is chosen ----------------------------------------------------------------------

    def set_preset(self, name: str) -> None:
        if name != self.preset:
            self._take(name)
            self.changed.emit()

    def read_again(self) -> None:
        """The preset's file has changed."""
        self._take(self.preset)
        self.changed.emit()

    def set_family(self, family: Family) -> None:
        """Of the base model: presets say something else for each."""
        if family != self.family:
            self.family = family
            self.changed.emit()

    def set_override(self, table: str, field: str, value: Any) -> None:
        """Choose a value; the preset's own takes the change back."""
        self.set_overrides({f"{table}.{field}": value})

    def set_overrides(self, values: Mapping[str, Any]) -> None:
        before = self.overrides
        self._choose(values)
        if self.overrides != before:
            self.changed.emit()

    def reset(self, table: str, field: str) -> None:
        self.set_override(table, field, self.usual[f"{table}.{field}"])

    def reset_all(self) -> None:
        self.set_overrides({name: self.usual[name] for name in self.overrides})

    def _choose(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            place = "" if name in _OF_EVERY_PRESET else self.preset
            self._chosen.setdefault(place, {})[name] = value

    # what follows from it ----------------------------------------------------------------

    @property
    def preset(self) -> str:
        return self.loaded.name

    @property
    def usual(self) -> Values:
        """What the preset says of every setting of its method."""
        return preset_values(self.loaded, self.family)

    @property
    def overrides(self) -> Values:
        """Dotted name -> value, of all that is changed."""
        usual = self.usual
        chosen = {**self._chosen.get("", {}), **self._chosen.get(self.preset, {})}
        return {n: v for n, v in chosen.items() if n in usual and v != usual[n]}

    @property
    def values(self) -> Values:
        """Of every setting of the method, the changes included."""
        return preset_values(self.loaded, self.family, self.overrides)

    def value(self, table: str, field: str) -> Any:
        """The preset's own while something is typed that cannot be."""
        name, values = f"{table}.{field}", self.values
        is_wrong = name in setting_problems(self.loaded, values)
        return self.usual[name] if is_wrong else values[name]

    def assignments(self) -> tuple[str, ...]:
        """As a RunRequest takes them."""
        return assignments_of(self.overrides)
