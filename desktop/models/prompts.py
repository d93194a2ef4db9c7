"""The sample prompts as a list that can be edited and put in another order."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QByteArray, QCoreApplication, QModelIndex, Qt, Signal

from desktop.models.pictures import Index
from training.contract.concept import MOST_PROMPTS, with_place

_ROOT = QModelIndex()
# What stands in a prompt for a name that was not given yet.
NAMELESS = "…"


class PromptRole(IntEnum):
    """PARTS = the text around the places of the name."""

    PARTS = Qt.ItemDataRole.UserRole + 1
    NAME = PARTS + 1
    PROBLEM = NAME + 1


class PromptListModel(QAbstractListModel):
    """Rows hold `{}` where the concept's name goes and are shown and typed with the name. An
    empty row is one that is being written; it does not count."""

    edited = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: list[str] = []
        self._name = ""

    @property
    def prompts(self) -> tuple[str, ...]:
        return tuple(row for row in self._rows if row)

    @property
    def is_full(self) -> bool:
        return len(self._rows) >= MOST_PROMPTS

    def show(self, prompts: tuple[str, ...], name: str) -> None:
        """What the concept has now; a row that is being written stays."""
        if prompts != self.prompts:
            self.beginResetModel()
            self._rows, self._name = list(prompts), name
            self.endResetModel()
        elif name != self._name:
            self._name = name
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    # reading -----------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        shown = row.replace("{}", self._name or NAMELESS)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown
            case Qt.ItemDataRole.EditRole:
                return row.replace("{}", self._name) if self._name else row
            case PromptRole.PARTS:
                return row.split("{}")
            case PromptRole.NAME:
                return self._name or NAMELESS
            case PromptRole.PROBLEM:
                return self._problem(row)
            case Qt.ItemDataRole.ToolTipRole:
                return self._problem(row) or shown
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, (shown, self._problem(row))))
        return None

    def _problem(self, row: str) -> str:
        if not row or "{}" in row:
            return ""
        return QCoreApplication.translate("words", "The name is missing: write “{name}”").format(
            name=self._name or "{}"
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return (
            super().flags(index) | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled
        )  # fmt: skip

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def roleNames(self) -> dict[int, QByteArray]:
        return {role: QByteArray(role.name.lower().encode()) for role in PromptRole}

    # editing -----------------------------------------------------------------------------

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        typed = with_place(" ".join(str(value).split()), self._name)
        if typed and typed != self._rows[index.row()]:
            self._rows[index.row()] = typed
            self.dataChanged.emit(index, index)
            self.edited.emit()
        return True

    def add(self) -> QModelIndex:
        """An empty row at the end, to be written."""
        at = len(self._rows)
        self.beginInsertRows(_ROOT, at, at)
        self._rows.append("")
        self.endInsertRows()
        return self.index(at)

    def drop_empty(self) -> None:
        """Rows that nobody has written anything into."""
        for at in reversed(range(len(self._rows))):
            if not self._rows[at]:
                self._take_out(at)

    def remove(self, at: int) -> bool:
        """Any but the last one: something has to be painted."""
        if len(self._rows) < 2:
            return False
        self._take_out(at)
        self.edited.emit()
        return True

    def _take_out(self, at: int) -> None:
        self.beginRemoveRows(_ROOT, at, at)
        del self._rows[at]
        self.endRemoveRows()

    def moveRows(self, source: Index, first: int, count: int, target: Index, before: int) -> bool:
        """Views move one row at a time; `before` counts rows as they stand now."""
        if count != 1 or not 0 <= before <= len(self._rows) or first in (before, before - 1):
            return False
        if not self.beginMoveRows(_ROOT, first, first, _ROOT, before):
            return False
        row = self._rows.pop(first)
        self._rows.insert(before - (before > first), row)
        self.endMoveRows()
        self.edited.emit()
        return True
