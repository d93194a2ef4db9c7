"""Groups of settings; rows stay the same widgets while only their values change."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.widgets.field_spec import FieldGroup
from desktop.widgets.labels import label
from desktop.widgets.setting_row import SettingRow


class SettingForm(QWidget):
    """Reports what its rows report."""

    typed = Signal(str, str)
    chosen = Signal(str, object)
    step_requested = Signal(str, int)
    reset_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, SettingRow] = {}
        self._headings: list[QLabel] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def row(self, name: str) -> SettingRow:
        """KeyError if it is not shown."""
        return self._rows[name]

    @property
    def names(self) -> list[str]:
        return list(self._rows)

    def show_groups(self, groups: Sequence[FieldGroup]) -> None:
        specs = [spec for group in groups for spec in group.fields]
        if [spec.name for spec in specs] == self.names and len(self._headings) == len(groups):
            for spec in specs:
                self._rows[spec.name].show_spec(spec)
            for heading, group in zip(self._headings, groups, strict=True):
                heading.setText(group.title)
            return
        self._lay_out(groups)

    def _lay_out(self, groups: Sequence[FieldGroup]) -> None:
        """Rows that stay keep their focus."""
        before, self._rows = self._rows, {}
        while self._layout.count():
            self._layout.takeAt(0)
        for heading in self._headings:
            heading.deleteLater()
        self._headings = []
        for group in groups:
            heading = label("section", group.title)
            heading.setContentsMargins(0, 14 if self._headings else 4, 0, 0)
            self._headings.append(heading)
            self._layout.addWidget(heading)
            for spec in group.fields:
                row = before.pop(spec.name, None)
                if row is None or row.spec.kind != spec.kind:
                    row = self._make_row(spec.name, SettingRow(spec))
                row.show_spec(spec)
                self._rows[spec.name] = row
                self._layout.addWidget(row)
        for row in before.values():
            row.hide()
            row.deleteLater()
        self._put_in_order()

    def _make_row(self, name: str, row: SettingRow) -> SettingRow:
        row.setObjectName(f"setting {name}")
        row.typed.connect(self.typed)
        row.chosen.connect(self.chosen)
        row.step_requested.connect(self.step_requested)
        row.reset_requested.connect(self.reset_requested)
        return row

    def _put_in_order(self) -> None:
        """Tab goes from row to row, as they stand."""
        parts = [part for row in self._rows.values() for part in (row.field, row.reset)]
        for first, second in pairwise(parts):
            QWidget.setTabOrder(first, second)
