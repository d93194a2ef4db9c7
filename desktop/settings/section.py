"""What every section of the settings is made of: titled parts one under the other."""

from collections.abc import Mapping

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.widgets.labels import label

_GROUP_GAP = 14


class Section(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._column.setSpacing(6)

    def add_titled(self, widget: QWidget) -> None:
        """What has a title of its own."""
        if self._column.count():
            self._column.addSpacing(_GROUP_GAP)
        self._column.addWidget(widget)

    def add_part(self, *widgets: QWidget) -> QLabel:
        """The widgets under a label, which is returned to be given its words."""
        title = label("label")
        self.add_titled(title)
        for widget in widgets:
            self._column.addWidget(widget)
        return title

    def add_row(self, *buttons: QPushButton) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in buttons:
            row.addWidget(made)
        row.addStretch(1)
        self._column.addLayout(row)

    def fill_up(self) -> None:
        """What room is left stays below."""
        self._column.addStretch(1)

    def retranslate(self) -> None:
        """Set every text anew."""


class Chips(QWidget):
    """Chips in a row, of which one is chosen."""

    def __init__(self, chips: Mapping[str, QPushButton], chosen: str) -> None:
        super().__init__()
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for key, made in chips.items():
            made.setChecked(key == chosen)
            group.addButton(made)
            row.addWidget(made)
        row.addStretch(1)
