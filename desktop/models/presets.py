"""The presets that ship with Manul, as cards: what each is good for, and does it fit the card."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, Qt

from desktop import plan_words, words
from desktop.models.pictures import Index
from desktop.plan_words import MemoryWords
from training.contract.base_models import Family
from training.contract.errors import ManulError
from training.contract.outlook import Outlook
from training.contract.presets import Preset, load_preset, preset_names
from training.contract.settings import DataSettings, TrainingSettings

_ROOT = QModelIndex()
# What the plan says; why the preset is not for this base model; None = only the engine can tell.
Foresight = Outlook | ManulError | None


@dataclass(frozen=True)
class PresetCard:
    """A preset with what it means for the base model's family; `memory` is None while nobody
    knows the base model."""

    name: str
    method: str
    title: str
    purpose: str
    steps: int
    resolution: int
    memory: MemoryWords | None = None
    outlook: Outlook | None = None

    @property
    def spoken(self) -> str:
        said = f"{self.title}. {self.purpose} {words.steps(self.steps)}."
        return f"{said} {self.memory.spoken}." if self.memory else said

    @property
    def details(self) -> str:
        """What was switched on and why, a line each."""
        measures = self.outlook.switched_on if self.outlook else ()
        return "\n".join(f"{name}. {why}" for name, why in plan_words.measure_lines(measures))


class PresetRole(IntEnum):
    CARD = Qt.ItemDataRole.UserRole + 1


class PresetListModel(QAbstractListModel):
    """Cards in the contract's order; `set_family` and `set_foresight` fill in what depends on the
    base model and on this machine's card."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presets: list[Preset] = []
        self._family: Family | None = None
        self._foresight: Mapping[str, Foresight] | None = None

    def set_family(self, family: Family) -> None:
        self.beginResetModel()
        self._family = family
        self._foresight = None
        self._presets = self._presets or [load_preset(name) for name in preset_names()]
        self.endResetModel()

    def set_foresight(self, foresight: Mapping[str, Foresight] | None) -> None:
        """What the plan says of each preset by its name; None = the base model is not known."""
        self._foresight = foresight
        if self._presets:
            self.dataChanged.emit(self.index(0), self.index(len(self._presets) - 1))

    @property
    def family(self) -> Family | None:
        return self._family

    def card(self, name: str) -> PresetCard | None:
        found = next((preset for preset in self._presets if preset.name == name), None)
        return self._describe(found) if found else None

    @property
    def cards(self) -> list[PresetCard]:
        return [self._describe(preset) for preset in self._presets]

    def row_of(self, name: str) -> int:
        names = [preset.name for preset in self._presets]
        return names.index(name) if name in names else -1

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._presets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        card = self._describe(self._presets[index.row()])
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return card.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return card.spoken
            case Qt.ItemDataRole.AccessibleDescriptionRole | Qt.ItemDataRole.ToolTipRole:
                return card.details
            case PresetRole.CARD:
                return card
        return None

    def roleNames(self) -> dict[int, QByteArray]:
        return super().roleNames() | {int(PresetRole.CARD): QByteArray(b"card")}

    def _describe(self, preset: Preset) -> PresetCard:
        family = self._family or "sd1"
        settings = preset.settings_for(family)
        training, data = settings.get("training", {}), settings.get("data", {})
        steps = int(training.get("max_train_steps", TrainingSettings().max_train_steps))
        found = self._foresight.get(preset.name) if self._foresight else None
        return PresetCard(
            name=preset.name,
            method=preset.method,
            title=words.preset_title(preset.name, preset.title),
            purpose=words.preset_purpose(preset.name, preset.purpose),
            steps=steps,
            resolution=int(data.get("resolution", DataSettings().resolution)),
            memory=self._memory(found, steps),
            outlook=found if isinstance(found, Outlook) else None,
        )

    def _memory(self, found: Foresight, steps: int) -> MemoryWords | None:
        if self._foresight is None:
            return None
        if self._family == "demo":
            return plan_words.demo_words()
        if isinstance(found, ManulError):
            return plan_words.refusal_words(found)
        if found is None:
            return plan_words.unknown_words()
        return plan_words.outlook_words(found, steps=steps)
