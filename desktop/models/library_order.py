"""The library's cards and rows in the order the user wants, and only those searched for."""

from typing import Any, Literal, cast, get_args

from PySide6.QtCore import QAbstractItemModel, QObject, QSortFilterProxyModel

from desktop import words
from desktop.facts import ConceptFact, RunFact
from desktop.models.facts_list import FactRole
from desktop.models.pictures import Index

Order = Literal["used", "name", "size"]
ORDERS: tuple[Order, ...] = get_args(Order)


class LibraryOrder(QSortFilterProxyModel):
    """What moves because of its facts keeps its selection. The tile that makes a new concept
    stays in front, and is not there while something is searched for."""

    def __init__(self, source: QAbstractItemModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._order: Order = "used"
        self._words: list[str] = []
        self.setSourceModel(source)
        self.sort(0)

    @property
    def is_searched(self) -> bool:
        return bool(self._words)

    def set_order(self, order: Order) -> None:
        if order != self._order:
            self._order = order
            self.invalidate()

    def search(self, text: str) -> None:
        """Show what has each of these words in its name, kind or method."""
        self._words = text.casefold().split()
        self.invalidate()

    def key_at(self, index: Index) -> str:
        """The fact's key; empty for the tile, and for no row."""
        fact = index.data(FactRole.FACT)
        return cast("str", fact.key) if fact is not None else ""

    def row_of(self, key: str) -> int:
        rows = range(self.rowCount())
        return next((row for row in rows if self.key_at(self.index(row, 0)) == key), -1)

    def lessThan(self, left: Index, right: Index) -> bool:
        one, other = left.data(FactRole.FACT), right.data(FactRole.FACT)
        if one is None or other is None:
            return one is None and other is not None
        return _rank(one, self._order) < _rank(other, self._order)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        if not self._words:
            return True
        fact = self.sourceModel().index(row, 0, parent).data(FactRole.FACT)
        return fact is not None and all(word in _said_of(fact) for word in self._words)


def _rank(fact: ConceptFact | RunFact, order: Order) -> tuple[Any, ...]:
    number = fact.number if isinstance(fact, RunFact) else 0
    by_name = (fact.name, -number, fact.key)
    if order == "used":
        return (-fact.used_at, *by_name)
    return (-(fact.size or 0), *by_name) if order == "size" else by_name


def _said_of(fact: ConceptFact | RunFact) -> str:
    parts = [fact.name]
    if isinstance(fact, RunFact):
        parts += [fact.concept_name, words.method_title(fact.method)]
    else:
        parts.append(words.kind_title(fact.kind))
        parts += [words.method_title(run.method) for run in fact.runs]
    return " ".join(parts).casefold()
