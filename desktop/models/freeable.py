"""What can be deleted to gain room: a list with check boxes, grouped by run."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QCoreApplication,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)

from desktop import words
from desktop.models.pictures import Index
from training.contract.free_space import Freeable

_ROOT = QModelIndex()
translate = QCoreApplication.translate
_CHECK = Qt.ItemDataRole.CheckStateRole
# Made again by itself, or of no use any more.
_USUAL = ("cache", "states")


class FreeableRole(IntEnum):
    IS_HEAD = Qt.ItemDataRole.UserRole + 1
    SIZE = IS_HEAD + 1
    DETAIL = SIZE + 1


@dataclass
class _Row:
    """A head (no item), or one thing that can go."""

    title: str
    detail: str = ""
    item: Freeable | None = None
    is_chosen: bool = False

    @property
    def goes_with_all(self) -> bool:
        """What a run needs to go on is only checked by itself."""
        return self.item is not None and self.item.kind != "last_state"


class FreeableModel(QAbstractListModel):
    """`chosen_changed` whenever a box is checked or cleared; a head checks all below it but what
    a run needs to go on."""

    chosen_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []

    def set_items(self, groups: Sequence[tuple[str, Sequence[Freeable]]]) -> None:
        """(title, what can go) of each run."""
        self.beginResetModel()
        self._rows = []
        for title, items in groups:
            self._rows.append(_Row(title))
            self._rows += [
                _Row(*_said_of(item), item=item, is_chosen=item.kind in _USUAL) for item in items
            ]
        self.endResetModel()
        self.chosen_changed.emit()

    def chosen(self) -> list[Freeable]:
        return [row.item for row in self._rows if row.item is not None and row.is_chosen]

    @property
    def chosen_bytes(self) -> int:
        return sum(item.size for item in self.chosen())

    @property
    def ends_a_run(self) -> bool:
        """Is a state chosen without which a run can never go on?"""
        return any(item.kind == "last_state" for item in self.chosen())

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        row = self._rows[index.row()]
        mine = [row] if row.item else self._below(index.row())
        size = sum(other.item.size for other in mine if other.item)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.ToolTipRole:
                return row.detail or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, (row.title, row.detail, words.size(size))))
            case Qt.ItemDataRole.CheckStateRole:
                return _state_of(mine)
            case FreeableRole.IS_HEAD:
                return row.item is None
            case FreeableRole.SIZE:
                return words.size(size)
            case FreeableRole.DETAIL:
                return row.detail
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != _CHECK or not self.checkIndex(
            index, QAbstractListModel.CheckIndexOption.IndexIsValid
        ):
            return False
        is_checked = Qt.CheckState(value) != Qt.CheckState.Unchecked
        row = self._rows[index.row()]
        if row.item is not None:
            row.is_chosen = is_checked
        else:
            for other in self._below(index.row()):
                other.is_chosen = is_checked and other.goes_with_all
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [_CHECK])
        self.chosen_changed.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemNeverHasChildren

    def roleNames(self) -> dict[int, QByteArray]:
        return super().roleNames() | {
            int(role): QByteArray(role.name.lower().encode()) for role in FreeableRole
        }

    def _below(self, head: int) -> list[_Row]:
        rows: list[_Row] = []
        for row in self._rows[head + 1 :]:
            if row.item is None:
                break
            rows.append(row)
        return rows


def _state_of(rows: list[_Row]) -> Qt.CheckState:
    chosen = [row.is_chosen for row in rows if row.goes_with_all or len(rows) == 1]
    if not any(row.is_chosen for row in rows):
        return Qt.CheckState.Unchecked
    return Qt.CheckState.Checked if all(chosen) else Qt.CheckState.PartiallyChecked


def _said_of(item: Freeable) -> tuple[str, str]:
    """What it is, and what it costs that it goes."""
    match item.kind:
        case "cache":
            return (
                translate("freeable", "Pictures as the model sees them"),
                translate("freeable", "Made again when they are needed."),
            )
        case "states":
            return (
                translate("freeable", "What earlier steps need to go on"),
                translate("freeable", "The newest step keeps its own."),
            )
        case "last_state":
            return (
                translate("freeable", "What the newest step needs to go on"),
                translate("freeable", "Without it this run can never go on."),
            )
        case "step":
            step = words.number(item.step)
            return (
                translate("freeable", "Step {step}").format(step=step),
                "",
            )
        case "tensorboard":
            return (
                translate("freeable", "Curves for TensorBoard"),
                translate("freeable", "Manul's own curves stay."),
            )
