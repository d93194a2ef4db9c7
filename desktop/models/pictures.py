"""The pictures of the concept at hand, with what was found when they were looked at."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from desktop.facts import PictureJudgement
from desktop.models.picture_items import PictureItem, Twins, make_items
from desktop.picture_history import Pictures
from training.contract.messages import Message

Index = QModelIndex | QPersistentModelIndex
PictureFilter = Literal["all", "worth_a_look", "no_caption", "left_out"]
PictureOrder = Literal["arrival", "name", "size"]
FILTERS: tuple[PictureFilter, ...] = ("all", "worth_a_look", "no_caption", "left_out")
ORDERS: tuple[PictureOrder, ...] = ("arrival", "name", "size")
_ROOT = QModelIndex()


class PictureRole(IntEnum):
    ITEM = Qt.ItemDataRole.UserRole + 1
    PROBLEMS = ITEM + 1
    IS_ADD_TILE = ITEM + 2


class PictureListModel(QAbstractListModel):
    """Those pictures that pass the filter, in the order chosen; the last row is the tile to add
    more. `items` are all of them in the order in which they came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: list[PictureItem] = []
        self.used: list[PictureItem] = []
        self.filter: PictureFilter = "all"
        self.order: PictureOrder = "arrival"
        self._pictures: Pictures = ()
        self._judgements: dict[Path, PictureJudgement] = {}
        self._asked: set[Path] = set()
        self._twins = Twins()
        self._shown: list[int] = []
        self._resolution = 1

    @property
    def resolution(self) -> int:
        return self._resolution

    def set_resolution(self, resolution: int) -> None:
        """The side that is trained; smaller pictures are named as too small."""
        if resolution != self._resolution:
            self._resolution = resolution
            self._look_again(keep_shown=True)

    def set_pictures(self, pictures: Pictures) -> list[Path]:
        """Show these; returns those that nobody has been asked to judge yet."""
        same = [p.path for p in pictures] == [p.path for p in self._pictures]
        self._pictures = pictures
        # A picture stays under the eyes of who edits it, though it may pass the filter no more.
        self._look_again(keep_shown=same)
        new = [p.path for p in pictures if p.path not in self._asked]
        self._asked.update(new)
        return new

    def rename(self, paths: Mapping[Path, Path]) -> None:
        """These pictures lie elsewhere now; what was found when they were judged still holds."""
        self._twins.move(paths)
        for old, new in paths.items():
            if (found := self._judgements.pop(old, None)) is not None:
                self._judgements[new] = replace(found, path=new, problems=_kept(found))
                self._asked.add(new)

    def set_judgements(self, judgements: Iterable[PictureJudgement]) -> None:
        for judgement in judgements:
            self._take(judgement)
        self._look_again(keep_shown=self.filter == "all" and self.order != "size")

    def show_only(self, which: PictureFilter) -> None:
        self.filter = which
        self._show(self._chosen())

    def sort_by(self, order: PictureOrder) -> None:
        self.order = order
        self._show(self._chosen())

    def count(self, which: PictureFilter) -> int:
        return sum(_passes(item, which) for item in self.items)

    @property
    def judged(self) -> int:
        return sum(item.judgement is not None for item in self.items)

    def indexes_of(self, paths: Collection[Path]) -> list[QModelIndex]:
        """Where these pictures are shown, from the top."""
        wanted = set(paths)
        return [
            self.index(row) for row, number in enumerate(self._shown)
            if self.items[number].path in wanted
        ]  # fmt: skip

    def problems(self, item: PictureItem) -> tuple[Message, ...]:
        return item.problems

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or not self.items else len(self._shown) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        if index.row() == len(self._shown):
            return self._tile_data(role)
        item = self.items[self._shown[index.row()]]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return item.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, (item.title, item.caption, *map(str, item.problems))))
            case PictureRole.ITEM:
                return item
            case PictureRole.PROBLEMS:
                return item.problems
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

    def _take(self, judgement: PictureJudgement) -> None:
        self._judgements[judgement.path] = judgement
        self._asked.add(judgement.path)
        if judgement.look is not None:
            self._twins.add(judgement.path, judgement.look)

    def _look_again(self, *, keep_shown: bool) -> None:
        """Judge all pictures by what is known now."""
        had_none = not self.items
        items = make_items(self._pictures, self._judgements, self._twins, self._resolution)
        if keep_shown:
            self._set_items(items)
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(self._shown)))
            return
        # The tile comes with the first picture and goes with the last.
        if had_none or not items:
            self.beginResetModel()
            self._set_items(items)
            self._shown = self._chosen()
            self.endResetModel()
            return
        before = [self.items[number].path for number in self._shown]
        self._replace_items(items, before)

    def _replace_items(self, items: list[PictureItem], before: list[Path]) -> None:
        numbers = {item.path: number for number, item in enumerate(items)}
        if all(path in numbers for path in before):
            # Nothing has gone: rows keep their places until the new ones are shown.
            self._set_items(items)
            self._shown = [numbers[path] for path in before]
            self._show(self._chosen())
            self.dataChanged.emit(self.index(0), self.index(len(self._shown)))
            return
        self.beginResetModel()
        self._set_items(items)
        self._shown = self._chosen()
        self.endResetModel()

    def _set_items(self, items: list[PictureItem]) -> None:
        self.items = items
        self.used = [item for item in items if not item.excluded and not item.is_broken]

    def _show(self, shown: list[int]) -> None:
        """Change which rows there are; more at the end come in without moving the others."""
        old = len(self._shown)
        if shown == self._shown:
            return
        if shown[:old] == self._shown:
            self.beginInsertRows(_ROOT, old, len(shown) - 1)
            self._shown = shown
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._shown = shown
            self.endResetModel()

    def _chosen(self) -> list[int]:
        """The numbers of the items to show, in their order."""
        numbers = [n for n, item in enumerate(self.items) if _passes(item, self.filter)]
        if self.order == "name":
            numbers.sort(key=lambda n: self.items[n].title.casefold())
        elif self.order == "size":
            numbers.sort(key=lambda n: -self.items[n].pixels)
        return numbers


def _passes(item: PictureItem, which: PictureFilter) -> bool:
    match which:
        case "worth_a_look":
            return bool(item.problems)
        case "no_caption":
            return not item.caption
        case "left_out":
            return item.excluded
    return True


def _kept(judgement: PictureJudgement) -> tuple[Message, ...]:
    """The copy has the right extension, and a caption that can be read."""
    mended = ("picture.wrong_extension", "picture.caption_unreadable")
    return tuple(said for said in judgement.problems if said.key not in mended)
