"""Lists of facts that come again and again: only what changed is told to the views."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, Qt

from desktop import library_words, words
from desktop.facts import ConceptFact, RunFact, StepFact
from desktop.models.pictures import Index

_ROOT = QModelIndex()
Fact = TypeVar("Fact")


class FactRole(IntEnum):
    FACT = Qt.ItemDataRole.UserRole + 1
    IS_NEW_TILE = FACT + 1


class FactListModel(QAbstractListModel, Generic[Fact]):
    """Facts with a stable `key`; `has_tile` puts a first row before them that makes a new one.
    What is not offered is shown and cannot be chosen."""

    def __init__(
        self,
        title: Callable[[Fact], str],
        *,
        has_tile: bool = False,
        is_offered: Callable[[Fact], bool] | None = None,
        tip: Callable[[Fact], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = title
        self._tile = int(has_tile)
        self._is_offered = is_offered
        self._tip = tip
        self._facts: list[Fact] = []

    @property
    def facts(self) -> list[Fact]:
        return list(self._facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        if [_key(fact) for fact in facts] != [_key(fact) for fact in self._facts]:
            self.beginResetModel()
            self._facts = list(facts)
            self.endResetModel()
            return
        for row, fact in enumerate(facts):
            if fact != self._facts[row]:
                self._facts[row] = fact
                index = self.index(row + self._tile)
                self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._facts) + self._tile

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        row = index.row() - self._tile
        if role == FactRole.IS_NEW_TILE:
            return row < 0
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.tr("Teach something new") if row < 0 else self._title(self._facts[row])
        if role == Qt.ItemDataRole.ToolTipRole and self._tip is not None and row >= 0:
            return self._tip(self._facts[row])
        return self._facts[row] if role == FactRole.FACT and row >= 0 else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = index.row() - self._tile
        if self._is_offered is None or row < 0 or self._is_offered(self._facts[row]):
            return super().flags(index)
        return Qt.ItemFlag.ItemNeverHasChildren

    def roleNames(self) -> dict[int, QByteArray]:
        return super().roleNames() | {
            int(role): QByteArray(role.name.lower().encode()) for role in FactRole
        }


def concept_list(parent: QObject | None = None) -> FactListModel[ConceptFact]:
    return FactListModel(
        library_words.card_spoken, tip=library_words.card_tip, has_tile=True, parent=parent
    )


def run_list(parent: QObject | None = None) -> FactListModel[RunFact]:
    return FactListModel(library_words.row_spoken, tip=library_words.row_tip, parent=parent)


def step_list(parent: QObject | None = None) -> FactListModel[StepFact]:
    return FactListModel(step_title, parent=parent)


def step_title(fact: StepFact) -> str:
    step = words.number(fact.step)
    return words.the_one_to_keep(step) if fact.is_suggested else step


def _key(fact: object) -> object:
    return getattr(fact, "key", fact)
