"""The panel beside the presets: the chosen one, its memory, and what was switched on for it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.colors import ERROR, GOOD, TEXT
from desktop.icons import icon
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import hairline, label, set_tone
from desktop.widgets.memory_bar import INKS, MemoryBar, MemoryShares, Swatch

WIDE, NARROW = 344, 280
_MARGIN = 20
_ICON = 18
_TONES = {"good": GOOD, "error": ERROR, "": TEXT}


class PlanPanel(QFrame):
    """Takes plain texts and shares; reports the button. `inside` stands below the verdict."""

    action_requested = Signal()

    def __init__(self, *, inside: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = inside or QWidget()
        self.setObjectName("inspector")
        self.setFixedWidth(WIDE)
        self._title = label("section", wrap=True)
        self.menu_button = button("dots-three", role="tiny")
        self._sign = QLabel()
        self._verdict = label("label", wrap=True)
        self._remark = label("hint", wrap=True)
        self.action = button()
        self._place = label("label", wrap=True)
        self.bar = MemoryBar()
        self._parts = [label("hint") for _ in range(len(INKS) + 1)]
        self._sizes = [label() for _ in self._parts]
        self._measures_title = label("label", wrap=True)
        self._measures = QVBoxLayout()
        self._measures.setSpacing(2)
        self._note = label("hint", wrap=True)
        self.action.clicked.connect(self.action_requested)
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(_MARGIN, 24, _MARGIN, 16)
        layout.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignTop)
        self._verdict_row = QWidget()
        head = QHBoxLayout(self._verdict_row)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._verdict, 1)
        self._memory = QWidget()
        memory = QVBoxLayout(self._memory)
        memory.setContentsMargins(0, 0, 0, 0)
        memory.setSpacing(8)
        memory.addWidget(hairline())
        memory.addWidget(self._place)
        memory.addWidget(self.bar)
        memory.addLayout(self._make_legend())
        layout.addLayout(top)
        for part in (self._verdict_row, self._remark, self.action, self._inside, self._memory):
            layout.addWidget(part)
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(10)
        below.addWidget(hairline())
        below.addWidget(self._measures_title)
        below.addLayout(self._measures)
        below.addWidget(self._note)
        layout.addWidget(self._below)
        layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        around = QVBoxLayout(self)
        around.setContentsMargins(1, 0, 0, 0)
        around.addWidget(scroll)

    def _make_legend(self) -> QGridLayout:
        legend = QGridLayout()
        legend.setHorizontalSpacing(10)
        legend.setVerticalSpacing(6)
        legend.setColumnStretch(1, 1)
        for row, (name, size) in enumerate(zip(self._parts, self._sizes, strict=True)):
            legend.addWidget(Swatch(INKS[row] if row < len(INKS) else None), row, 0)
            legend.addWidget(name, row, 1)
            legend.addWidget(size, row, 2, Qt.AlignmentFlag.AlignRight)
        return legend

    def show_verdict(
        self, title: str, verdict: str, *, glyph: str, tone: str, remark: str, action: str = ""
    ) -> None:
        """`action` = what the button offers; empty = there is none."""
        self._title.setText(title)
        self._verdict_row.setVisible(bool(verdict))
        self._sign.setPixmap(icon(glyph, _TONES[tone]).pixmap(_ICON, _ICON))
        self._verdict.setText(verdict)
        set_tone(self._verdict, tone)
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))
        name_button(self.action, action)
        self.action.setVisible(bool(action))

    def show_memory(
        self, place: str, shares: MemoryShares | None, parts: Sequence[tuple[str, str]] = ()
    ) -> None:
        """(name, size) of each part of the bar: model, optimizer, working memory, others."""
        self._memory.setVisible(shares is not None)
        if shares is None:
            return
        self._place.setText(place)
        spoken = ", ".join(f"{name} {size}" for name, size in parts)
        self.bar.show_shares(shares, f"{place}: {spoken}")
        for name, size, (said, amount) in zip(self._parts, self._sizes, parts, strict=True):
            name.setText(said)
            size.setText(amount)

    def show_measures(
        self, title: str, measures: Sequence[tuple[str, str]], *, note: str = ""
    ) -> None:
        """(what, why) for each; the title alone says that there are none."""
        self._measures_title.setText(title)
        while (item := self._measures.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for what, why in measures:
            self._measures.addWidget(label("", what, wrap=True))
            reason = label("hint", why, wrap=True)
            reason.setContentsMargins(0, 0, 0, 8)
            self._measures.addWidget(reason)
        self._below.setVisible(bool(title))
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def set_narrow(self, narrow: bool) -> None:
        self.setFixedWidth(NARROW if narrow else WIDE)

    @property
    def spoken_measures(self) -> list[str]:
        """What the rows say, for those who ask."""
        items = (self._measures.itemAt(row) for row in range(self._measures.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget.text() for widget in widgets if isinstance(widget, QLabel)]
