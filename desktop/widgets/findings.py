"""What was found about a picture, line by line: good, or what is wrong with the cure."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.colors import GOOD, TEXT
from desktop.icons import icon
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label

_SIGN = 16


@dataclass(frozen=True)
class Finding:
    """`name` and `value` where all is well; else what is wrong, the cure, and what a button that
    cures it is called and reports."""

    name: str = ""
    value: str = ""
    problem: str = ""
    cure: str = ""
    action: str = ""
    action_key: str = ""
    glyph: str = "warning"


class Findings(QWidget):
    """Lines are made anew only where they have changed."""

    cure_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[Finding] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        if list(findings) == self._shown:
            return
        self._shown = list(findings)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for finding in findings:
            self._rows.addWidget(self._problem(finding) if finding.problem else _good(finding))

    def _problem(self, finding: Finding) -> QWidget:
        row, words = QWidget(), QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label("", finding.problem, wrap=True))
        if finding.cure:
            words.addWidget(label("hint", finding.cure, wrap=True))
        if finding.action:
            cure = button()
            name_button(cure, finding.action)
            cure.clicked.connect(
                lambda _=False, key=finding.action_key: self.cure_requested.emit(key)
            )
            line = QHBoxLayout()
            line.addWidget(cure)
            line.addStretch(1)
            words.addLayout(line)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(_sign(finding.glyph, TEXT), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        return row


def _good(finding: Finding) -> QWidget:
    row = QWidget()
    layout = QGridLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(10)
    layout.addWidget(_sign("check-circle", GOOD), 0, 0, Qt.AlignmentFlag.AlignTop)
    name = label("secondary", finding.name)
    name.setMinimumWidth(78)
    layout.addWidget(name, 0, 1, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(label("", finding.value, wrap=True), 0, 2)
    layout.setColumnStretch(2, 1)
    return row


def _sign(glyph: str, role: object) -> QLabel:
    sign = QLabel()
    sign.setPixmap(icon(glyph, role).pixmap(QSize(_SIGN, _SIGN)))  # type: ignore[arg-type]
    return sign
