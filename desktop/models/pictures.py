"""The pictures of the concept at hand, with what was found when they were looked at."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from desktop.facts import PictureFact, PictureJudgement
from training.contract.concept import ImageEntry
from training.contract.messages import Message, say
from training.contract.picture_checks import looks_same

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class PictureItem:
    """One picture; `judgement` is None until it has been looked at."""

    path: Path
    title: str
    entry: ImageEntry | None = None
    excluded: bool = False
    judgement: PictureJudgement | None = None
    twin: str = ""


class PictureRole(IntEnum):
    ITEM = Qt.ItemDataRole.UserRole + 1
    PROBLEMS = ITEM + 1
    IS_ADD_TILE = ITEM + 2


class PictureListModel(QAbstractListModel):
    """Pictures in the order in which they came; the last row is the tile to add more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: list[PictureItem] = []
        self._rows: dict[Path, int] = {}
        self._resolution = 1

    @property
    def items(self) -> list[PictureItem]:
        return list(self._items)

    @property
    def used(self) -> list[PictureItem]:
        return [item for item in self._items if not item.excluded and not self.is_broken(item)]

    def set_resolution(self, resolution: int) -> None:
        """The side that is trained; smaller pictures are named as too small."""
        if resolution != self._resolution:
            self._resolution = resolution
            self._tell_all_changed()

    def set_facts(self, facts: Iterable[PictureFact]) -> list[Path]:
        """Show a concept's pictures; returns those that have not been judged yet."""
        known = {item.path: item for item in self._items}
        items = [
            replace(
                known.get(fact.path) or PictureItem(fact.path, fact.title),
                title=fact.title, entry=fact.entry,
                excluded=bool(fact.entry and fact.entry.excluded),
            )
            for fact in facts
        ]  # fmt: skip
        if [item.path for item in items] == [item.path for item in self._items]:
            # Selection and scroll position stay.
            self._items = items
            self._tell_all_changed()
        else:
            self.beginResetModel()
            self._items = items
            self._index_rows()
            self.endResetModel()
        return [item.path for item in self._items if item.judgement is None]

    def add_paths(self, paths: Iterable[Path]) -> list[Path]:
        """Append pictures of a draft; those already there are not added again."""
        new = [path for path in dict.fromkeys(paths) if path not in self._rows]
        if not new:
            return []
        # The tile to add more comes with the first picture.
        first = len(self._items)
        tile = 0 if self._items else 1
        self.beginInsertRows(_ROOT, first, first + len(new) - 1 + tile)
        self._items += [PictureItem(path, path.name) for path in new]
        self._index_rows()
        self.endInsertRows()
        return new

    def remove(self, paths: Iterable[Path]) -> None:
        gone = set(paths)
        self.beginResetModel()
        self._items = [item for item in self._items if item.path not in gone]
        self._index_rows()
        self.endResetModel()

    def set_excluded(self, paths: Iterable[Path], excluded: bool) -> None:
        for path in paths:
            self._change(path, excluded=excluded)

    def set_judgement(self, judgement: PictureJudgement) -> None:
        if judgement.path not in self._rows:
            return
        twin = ""
        for item in self._items:
            other = item.judgement
            if item.path == judgement.path or other is None or other.look is None:
                continue
            if judgement.look is not None and looks_same(judgement.look, other.look):
                twin = item.title
                break
        self._change(judgement.path, judgement=judgement, twin=twin)

    def problems(self, item: PictureItem) -> tuple[Message, ...]:
        """All there is to say about a picture, with what depends on the others and on size."""
        found = item.judgement
        if found is None:
            return ()
        said = list(found.problems)
        if found.look is not None and min(found.width, found.height) < self._resolution:
            size = {"width": found.width, "height": found.height}
            said.append(say("picture.too_small", resolution=self._resolution, **size))
        if item.twin:
            said.append(say("picture.near_duplicate", other=item.twin))
        return tuple(said)

    @staticmethod
    def is_broken(item: PictureItem) -> bool:
        return item.judgement is not None and item.judgement.look is None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or not self._items else len(self._items) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        if index.row() == len(self._items):
            return self._tile_data(role)
        item = self._items[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return item.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join([item.title, *(str(said) for said in self.problems(item))])
            case PictureRole.ITEM:
                return item
            case PictureRole.PROBLEMS:
                return self.problems(item)
            case PictureRole.IS_ADD_TILE:
                return False
        return None

    def roleNames(self) -> dict[int, QByteArray]:
        return super().roleNames() | {
            int(role): QByteArray(role.name.lower().encode()) for role in PictureRole
        }

    def _tile_data(self, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.tr("Drop or paste more")
        return True if role == PictureRole.IS_ADD_TILE else None

    def _change(self, path: Path, **values: Any) -> None:
        row = self._rows.get(path)
        if row is not None:
            self._items[row] = replace(self._items[row], **values)
            self.dataChanged.emit(self.index(row), self.index(row))

    def _tell_all_changed(self) -> None:
        if self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))

    def _index_rows(self) -> None:
        self._rows = {item.path: row for row, item in enumerate(self._items)}
