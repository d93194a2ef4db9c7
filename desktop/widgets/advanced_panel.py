"""What was changed in a preset, and below it, folded away, everything that may be changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.colors import ACCENT
from desktop.icons import icon
from desktop.widgets.buttons import button, name_button
from desktop.widgets.field_spec import FieldGroup
from desktop.widgets.labels import hairline, label, set_tone
from desktop.widgets.setting_form import SettingForm


@dataclass(frozen=True)
class Change:
    """A setting that is not as in the preset: what it was and what it is, in words."""

    name: str
    title: str
    before: str
    after: str

    @property
    def sentence(self) -> str:
        return f"{self.title}: {self.before or '–'} → {self.after or '–'}"


class AdvancedPanel(QWidget):
    """Takes changes and groups of fields; reports what is wished."""

    reset_requested = Signal(str)
    reset_all_requested = Signal()
    save_requested = Signal()
    folded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes = button("pencil-simple", role="flat")
        self.changes.setCheckable(True)
        self.save = button("bookmark-simple", role="flat")
        self.unfold = button("caret-right", role="fold")
        self.unfold.setCheckable(True)
        self._count = label("hint")
        self._problem = label("hint", wrap=True)
        set_tone(self._problem, "error")
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self.reset_all = button(role="flat")
        self.form = SettingForm()
        self._shown: tuple[Change, ...] = ()
        self._lay_out()
        self.changes.toggled.connect(self._refresh_list)
        self.save.clicked.connect(self.save_requested)
        self.unfold.toggled.connect(self._on_unfolded)
        self.reset_all.clicked.connect(self.reset_all_requested)
        self.form.reset_requested.connect(self.reset_requested)
        self.form.hide()
        self.retranslate()

    def _lay_out(self) -> None:
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(4)
        self._head.addWidget(self.changes)
        self._head.addStretch(1)
        self._head.addWidget(self.save)
        for part in (self.changes, self.save):
            self._head.setAlignment(part, Qt.AlignmentFlag.AlignLeft)
        self._rows.setContentsMargins(0, 0, 0, 4)
        self._rows.setSpacing(2)
        self._rows.addWidget(self.reset_all)
        fold = QHBoxLayout()
        fold.setSpacing(8)
        fold.addWidget(self.unfold)
        fold.addStretch(1)
        fold.addWidget(self._count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._head)
        layout.addWidget(self._list)
        layout.addWidget(hairline())
        layout.addLayout(fold)
        layout.addWidget(self._problem)
        layout.addWidget(self.form)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One under the other where both do not fit beside each other."""
        super().resizeEvent(event)
        self._turn_head()

    def _turn_head(self) -> None:
        needed = self.changes.sizeHint().width() + self.save.sizeHint().width() + 8
        across = needed <= self.width()
        turn = QBoxLayout.Direction
        self._head.setDirection(turn.LeftToRight if across else turn.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        """The head turns rather than ask for more room."""
        return QSize(0, super().minimumSizeHint().height())

    def show_changes(self, changes: Sequence[Change], *, said: str) -> None:
        """`said` = how many there are, as a sentence."""
        self._shown = tuple(changes)
        name_button(self.changes, said)
        self.changes.setVisible(bool(changes))
        self.save.setVisible(bool(changes))
        self._turn_head()
        if not changes:
            self.changes.setChecked(False)
        self._refresh_list()

    def show_groups(self, groups: Sequence[FieldGroup], *, count: str, problem: str) -> None:
        """`count` = how many settings matter; `problem` = why they do not go together."""
        self._count.setText(count)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.form.show_groups(groups)

    def _refresh_list(self) -> None:
        is_open = self.changes.isChecked() and bool(self._shown)
        self._list.setVisible(is_open)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget is not self.reset_all:
                widget.hide()
                widget.deleteLater()
        if not is_open:
            return
        for change in self._shown:
            self._rows.addWidget(self._make_change(change))
        self._rows.addWidget(self.reset_all, 0, Qt.AlignmentFlag.AlignLeft)
        self.reset_all.show()

    def _make_change(self, change: Change) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label("", change.sentence, wrap=True), 1)
        back = button("arrow-counter-clockwise", role="tiny", icon_role=ACCENT)
        back.setIconSize(QSize(14, 14))
        said = self.tr("Back to {value}").format(value=change.before or "–")
        back.setAccessibleName(f"{change.title}: {said}")
        back.setToolTip(said)
        back.clicked.connect(partial(self.reset_requested.emit, change.name))
        layout.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _on_unfolded(self, is_open: bool) -> None:
        self.unfold.setIcon(icon("caret-down" if is_open else "caret-right"))
        self.form.setVisible(is_open)
        self.folded.emit(is_open)

    def retranslate(self) -> None:
        name_button(self.save, self.tr("Save as own"), self.tr("Keep these settings as a preset"))
        name_button(self.unfold, self.tr("Advanced"), self.tr("Change single settings"))
        name_button(self.reset_all, self.tr("Reset all"))
        self._refresh_list()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
