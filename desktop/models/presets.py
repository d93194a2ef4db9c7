"""The presets that ship with Manul, as cards: what each is good for, in the user's language."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, Qt

from desktop import words
from desktop.models.pictures import Index
from training.contract.base_models import Family
from training.contract.presets import Preset, load_preset, preset_names
from training.contract.settings import DataSettings, TrainingSettings

_ROOT = QModelIndex()


@dataclass(frozen=True)
class PresetCard:
    """A preset with what it means for the base model's family."""

    name: str
    method: str
    title: str
    purpose: str
    steps: int
    resolution: int


class PresetRole(IntEnum):
    CARD = Qt.ItemDataRole.UserRole + 1


class PresetListModel(QAbstractListModel):
    """Cards in the contract's order; `set_family` fills in what depends on the base model."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presets: list[Preset] = []
        self._family: Family | None = None

    def set_family(self, family: Family) -> None:
        self.beginResetModel()
        self._family = family
        self._presets = self._presets or [load_preset(name) for name in preset_names()]
        self.endResetModel()

    @property
    def family(self) -> Family | None:
        return self._family

    def card(self, name: str) -> PresetCard | None:
        return next((card for card in self.cards if card.name == name), None)

    @property
    def cards(self) -> list[PresetCard]:
        return [describe_preset(preset, self._family or "sd1") for preset in self._presets]

    def row_of(self, name: str) -> int:
        names = [preset.name for preset in self._presets]
        return names.index(name) if name in names else -1

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._presets)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        card = describe_preset(self._presets[index.row()], self._family or "sd1")
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return card.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{card.title}. {card.purpose}"
            case PresetRole.CARD:
                return card
        return None

    def roleNames(self) -> dict[int, QByteArray]:
        return super().roleNames() | {int(PresetRole.CARD): QByteArray(b"card")}


def describe_preset(preset: Preset, family: Family) -> PresetCard:
    settings = preset.settings_for(family)
    training, data = settings.get("training", {}), settings.get("data", {})
    steps = training.get("max_train_steps", TrainingSettings().max_train_steps)
    return PresetCard(
        name=preset.name,
        method=preset.method,
        title=words.preset_title(preset.name, preset.title),
        purpose=words.preset_purpose(preset.name, preset.purpose),
        steps=int(steps),
        resolution=int(data.get("resolution", DataSettings().resolution)),
    )
