"""Writes many captions at once: text around them, words replaced, or a pattern where none is."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop import words
from desktop.caption_rules import FILE, WAYS, CaptionRule, CaptionWay
from desktop.picture_history import Picture
from desktop.widgets.buttons import button, chip, name_button
from desktop.widgets.labels import box, label


class CaptionsDialog(QDialog):
    """Shows beforehand how many captions change, and one of them; one step to undo."""

    captions_written = Signal(object)  # dict[Path, str]

    def __init__(
        self, every: Sequence[Picture], chosen: Sequence[Picture], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._every, self._chosen = every, chosen
        self.setWindowTitle(self.tr("Captions"))
        self.setMinimumWidth(520)
        self.ways = {way: chip() for way in WAYS}
        self.all_of_them, self.only_chosen = chip(), chip()
        self._hint = label("secondary", wrap=True)
        self._first_label, self._second_label = label("label"), label("label")
        self.first, self.second = QLineEdit(), QLineEdit()
        self._scope_label = label("label", self.tr("Which pictures"))
        self.count = label("label", wrap=True)
        self._before, self._after = label("hint", wrap=True), label("", wrap=True)
        self.apply, self._cancel = button(role="primary"), button(role="bar")
        self._lay_out()
        self._name()
        self._connect()
        self._on_way_chosen("add" if any(p.caption for p in every) else "fill")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        layout.addLayout(self._row(list(self.ways.values())))
        layout.addWidget(self._hint)
        layout.addSpacing(8)
        for heading, field in ((self._first_label, self.first), (self._second_label, self.second)):
            heading.setBuddy(field)
            layout.addWidget(heading)
            layout.addWidget(field)
        layout.addSpacing(8)
        layout.addWidget(self._scope_label)
        layout.addLayout(self._row((self.only_chosen, self.all_of_them)))
        layout.addSpacing(8)
        preview = box("note")
        inside = QVBoxLayout(preview)
        inside.setContentsMargins(16, 12, 16, 12)
        for line in (self.count, self._before, self._after):
            inside.addWidget(line)
        layout.addWidget(preview)
        layout.addSpacing(8)
        end = QHBoxLayout()
        end.setSpacing(8)
        end.addStretch(1)
        end.addWidget(self._cancel)
        end.addWidget(self.apply)
        layout.addLayout(end)

    def _row(self, chips: Sequence[QPushButton]) -> QHBoxLayout:
        group, row = QButtonGroup(self), QHBoxLayout()
        row.setSpacing(8)
        for made in chips:
            group.addButton(made)
            row.addWidget(made)
        row.addStretch(1)
        return row

    def _name(self) -> None:
        names: dict[CaptionWay, str] = {
            "add": self.tr("Add words"),
            "replace": self.tr("Find and replace"),
            "fill": self.tr("Fill in where none is"),
        }
        for way, made in self.ways.items():
            name_button(made, names[way])
        every, chosen = len(self._every), len(self._chosen)
        name_button(self.all_of_them, words.counted(self.tr("All %n", "", every), every))
        name_button(self.only_chosen, words.counted(self.tr("The %n chosen", "", chosen), chosen))
        several = chosen > 1
        for part in (self._scope_label, self.all_of_them, self.only_chosen):
            part.setVisible(several)
        (self.only_chosen if several else self.all_of_them).setChecked(True)
        name_button(self._cancel, self.tr("Cancel"))

    def _connect(self) -> None:
        for way, made in self.ways.items():
            made.clicked.connect(partial(self._on_way_chosen, way))
        for made in (self.all_of_them, self.only_chosen):
            made.clicked.connect(self._refresh)
        self.first.textChanged.connect(self._refresh)
        self.second.textChanged.connect(self._refresh)
        self.apply.clicked.connect(self._on_apply)
        self._cancel.clicked.connect(self.reject)

    @property
    def rule(self) -> CaptionRule:
        way = next(way for way, made in self.ways.items() if made.isChecked())
        return CaptionRule(way, self.first.text(), self.second.text())

    def _pictures(self) -> Sequence[Picture]:
        return self._chosen if self.only_chosen.isChecked() else self._every

    def _on_way_chosen(self, way: CaptionWay) -> None:
        self.ways[way].setChecked(True)
        first, second, hint = {
            "add": (
                self.tr("Before each caption"), self.tr("After each caption"),
                self.tr("{} stands for the concept's name. A caption with {} is taught as it is; "
                        "any other follows “a photo of {}”."),
            ),
            "replace": (
                self.tr("Find"), self.tr("Replace with"),
                self.tr("Capital and small letters are told apart."),
            ),
            "fill": (
                self.tr("Pattern"), "",
                self.tr("{} stands for the concept's name, {file} for the picture's file name. "
                        "Captions that are there stay."),
            ),
        }[way]  # fmt: skip
        self._first_label.setText(first)
        self._second_label.setText(second)
        self.first.setAccessibleName(first)
        self.second.setAccessibleName(second)
        self._second_label.setVisible(bool(second))
        self.second.setVisible(bool(second))
        self._hint.setText(hint)
        self.first.clear()
        self.second.clear()
        if way == "fill":
            self.first.setText(f"a photo of {{}}, {FILE}")
        self.first.setFocus()
        self._refresh()

    def _refresh(self) -> None:
        pictures = self._pictures()
        changes = self.rule.changes(pictures)
        count = len(changes)
        example = next((p for p in pictures if p.path in changes), None)
        if example is None:
            self.count.setText(self.tr("No caption changes yet."))
        else:
            self.count.setText(words.counted(self.tr("%n caption(s) change.", "", count), count))
        before = example.caption if example else ""
        before = before or self.tr("no caption yet")
        shown = f"{example.title}: {before}" if example else ""
        self._before.setText(shown)
        self._after.setText(changes[example.path] or "–" if example else "")
        text = self.tr("Change %n caption(s)", "", count) if count else self.tr("Change captions")
        name_button(self.apply, words.counted(text, count))
        self.apply.setEnabled(count > 0)

    def _on_apply(self) -> None:
        self.captions_written.emit(self.rule.changes(self._pictures()))
        self.accept()
