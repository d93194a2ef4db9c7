"""Presets as cards, Manul's and the user's: what each is good for, and does it fit the card."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, Qt

from desktop import plan_words, words
from desktop.facts import Report
from desktop.models.pictures import Index
from desktop.plan_words import MemoryWords
from training.contract.base_models import Family
from training.contract.errors import ManulError
from training.contract.outlook import Outlook
from training.contract.presets import Preset, load_preset, preset_names
from training.contract.setting_values import preset_values

_ROOT = QModelIndex()
# What the plan says; why the preset is not for this base model; None = only the engine can tell.
Foresight = Outlook | ManulError | None


@dataclass(frozen=True)
class PresetCard:
    """A preset with what it means for the base model's family; `size` = bytes of what comes out,
    0 while nobody knows. `memory` is None while nobody knows the base model."""

    name: str
    method: str
    title: str
    purpose: str
    steps: int
    resolution: int
    size: int = 0
    is_own: bool = False
    memory: MemoryWords | None = None
    outlook: Outlook | None = None

    @property
    def spoken(self) -> str:
        purpose = f"{self.purpose} " if self.purpose else ""
        said = f"{self.title}. {purpose}{words.steps(self.steps)}."
        if self.size:
            said = f"{said} {words.file_size(self.size)}."
        return f"{said} {self.memory.spoken}." if self.memory else said

    @property
    def details(self) -> str:
        """What was switched on and why, a line each."""
        measures = self.outlook.switched_on if self.outlook else ()
        return "\n".join(f"{name}. {why}" for name, why in plan_words.measure_lines(measures))


@dataclass(frozen=True)
class Chosen:
    """What is known of the chosen preset with its changes (dotted name -> value). `problem` = why
    nobody could tell; `is_measuring` = the engine is being asked."""

    preset: str
    changes: Mapping[str, Any]
    foresight: Foresight = None
    size: int = 0
    is_measuring: bool = False
    problem: Report | None = None


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
        self._sizes: Mapping[str, int] = {}
        self._own: list[Preset] = []
        self._chosen: Chosen | None = None

    def set_family(self, family: Family) -> None:
        self.beginResetModel()
        self._family = family
        self._foresight, self._sizes, self._chosen = None, {}, None
        if not self._presets:
            self._presets = [*map(load_preset, preset_names()), *self._own]
        self.endResetModel()

    def set_own(self, presets: list[Preset]) -> None:
        """The user's presets, which stand below Manul's."""
        if presets == self._own:
            return
        self.beginResetModel()
        shipped = [preset for preset in self._presets if preset not in self._own]
        self._own = presets
        self._presets = [*shipped, *presets] if shipped else []
        self.endResetModel()

    def set_foresight(
        self, foresight: Mapping[str, Foresight] | None, sizes: Mapping[str, int] | None = None
    ) -> None:
        """What the plan says of each preset by its name, and how large its file will be; None =
        the base model is not known."""
        self._foresight, self._sizes = foresight, sizes or {}
        if self._presets:
            self.dataChanged.emit(self.index(0), self.index(len(self._presets) - 1))

    def set_chosen(self, chosen: Chosen | None) -> None:
        """What is known of one of them with changes; None = nothing was changed."""
        before, self._chosen = self._chosen, chosen
        for known in {c.preset for c in (before, chosen) if c is not None and before != chosen}:
            if (row := self.row_of(known)) >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    @property
    def chosen(self) -> Chosen | None:
        return self._chosen

    @property
    def own(self) -> tuple[Preset, ...]:
        return tuple(self._own)

    def preset(self, name: str) -> Preset | None:
        return next((preset for preset in self._presets if preset.name == name), None)

    def is_own(self, name: str) -> bool:
        return any(preset.name == name for preset in self._own)

    @property
    def family(self) -> Family | None:
        return self._family

    def card(self, name: str) -> PresetCard | None:
        found = self.preset(name)
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
        chosen = self._chosen if self._chosen and self._chosen.preset == preset.name else None
        changes = chosen.changes if chosen else {}
        values = preset_values(preset, self._family or "sd1", changes)
        steps = _whole(values["training.max_train_steps"])
        found = self._foresight.get(preset.name) if self._foresight else None
        size = self._sizes.get(preset.name, 0)
        if chosen is not None:
            found, size = chosen.foresight, chosen.size
        is_own = self.is_own(preset.name)
        return PresetCard(
            name=preset.name,
            method=preset.method,
            title=preset.title if is_own else words.preset_title(preset.name, preset.title),
            purpose=preset.purpose if is_own else words.preset_purpose(preset.name, preset.purpose),
            steps=steps,
            resolution=_whole(values["data.resolution"]),
            size=0 if isinstance(found, ManulError) else size,
            is_own=is_own,
            memory=self._memory(found, steps, chosen),
            outlook=found if isinstance(found, Outlook) else None,
        )

    def _memory(self, found: Foresight, steps: int, chosen: Chosen | None) -> MemoryWords | None:
        if self._foresight is None:
            return None
        if self._family == "demo":
            return plan_words.demo_words()
        if isinstance(found, ManulError):
            return plan_words.refusal_words(found)
        if found is not None:
            return plan_words.outlook_words(found, steps=steps)
        if chosen is not None and chosen.is_measuring:
            return plan_words.measuring_words()
        return plan_words.unknown_words(chosen.problem if chosen else None)


def _whole(value: Any) -> int:
    """0 where something else was typed."""
    return value if isinstance(value, int) else 0
