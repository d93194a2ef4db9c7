"""A setting: its name, a way back to what it was, its field, and a sentence under it."""

from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.colors import ACCENT
from desktop.widgets.buttons import button
from desktop.widgets.field_spec import FieldKind, FieldSpec
from desktop.widgets.inputs import ChoiceField, NumberField
from desktop.widgets.labels import hairline, label, set_tone
from desktop.widgets.toggle import Toggle


class SettingRow(QWidget):
    """Shows a FieldSpec; reports text that was typed, values that were chosen, and steps."""

    typed = Signal(str, str)
    chosen = Signal(str, object)
    step_requested = Signal(str, int)
    reset_requested = Signal(str)

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        # What is being typed stays as it is typed.
        self._typed = False
        self._title = label("label", wrap=True)
        self.reset = button("arrow-counter-clockwise", role="tiny", icon_role=ACCENT)
        self.reset.setIconSize(QSize(14, 14))
        self.field = _make_field(spec.kind)
        self._description = label("hint", wrap=True)
        self._note = label("hint", wrap=True)
        self.error = label("hint", wrap=True)
        set_tone(self.error, "error")
        self._title.setBuddy(self.field)
        self._lay_out(spec)
        self._connect()
        self.show_spec(spec)

    def _lay_out(self, spec: FieldSpec) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        head.addWidget(self.reset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        if spec.is_wide:
            layout.addWidget(self.field)
        else:
            head.addWidget(self.field)
        for said in (self.error, self._description, self._note):
            layout.addWidget(said)
        layout.addSpacing(4)
        layout.addWidget(hairline())

    def _connect(self) -> None:
        self.reset.clicked.connect(self._on_reset)
        field = self.field
        if isinstance(field, QLineEdit):
            field.textEdited.connect(self._on_typed)
            field.editingFinished.connect(self._on_left)
        if isinstance(field, NumberField):
            field.step_requested.connect(self._on_step)
        if isinstance(field, ChoiceField):
            field.chosen.connect(self._choose)
        if isinstance(field, Toggle):
            field.clicked.connect(self._choose)

    def _on_typed(self, text: str) -> None:
        self._typed = True
        self.typed.emit(self.spec.name, text)

    def _on_left(self) -> None:
        self._typed = False
        self._show_text()

    def _on_step(self, steps: int) -> None:
        self._typed = False
        self.step_requested.emit(self.spec.name, steps)

    def _on_reset(self) -> None:
        self._typed = False
        # The arrow goes; whoever pressed it by keyboard goes on in the field.
        self.field.setFocus()
        self.reset_requested.emit(self.spec.name)

    def _choose(self, value: Any) -> None:
        self.chosen.emit(self.spec.name, value)

    def show_spec(self, spec: FieldSpec) -> None:
        """The same field with another value or other words."""
        self.spec = spec
        self._title.setText(spec.title)
        self._description.setText(spec.description)
        self._note.setText(spec.note)
        self._note.setVisible(bool(spec.note))
        self.error.setText(spec.error)
        self.error.setVisible(bool(spec.error))
        self.reset.setVisible(spec.is_changed)
        back = self.tr("Back to {value}").format(value=spec.usual)
        self.reset.setToolTip(back)
        self.reset.setAccessibleName(f"{spec.title}: {back}")
        self._show_value()
        set_tone(self.field, "error" if spec.error else "")
        self.field.setAccessibleDescription(spec.error or spec.description)
        self._fit()

    def _fit(self) -> None:
        """Exactly as high as its sentences need at this width."""
        needed = self.heightForWidth(self.width()) if self.isVisible() else -1
        if needed > 0 and needed != self.minimumHeight():
            self.setMinimumHeight(needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_value(self) -> None:
        spec, field = self.spec, self.field
        if isinstance(field, ChoiceField):
            field.show_choices(spec.title, spec.choices, str(spec.value))
        elif isinstance(field, Toggle):
            field.setChecked(spec.value is True)
            field.setAccessibleName(spec.title)
        else:
            field.setAccessibleName(spec.title)
            self._show_text()

    def _show_text(self) -> None:
        field = self.field
        if isinstance(field, QLineEdit) and not self._typed and field.text() != self.spec.text:
            field.setText(self.spec.text)


def _make_field(kind: FieldKind) -> QWidget:
    if kind == "choice":
        return ChoiceField()
    if kind == "switch":
        toggle = Toggle()
        toggle.setFixedWidth(40)
        return toggle
    return QLineEdit() if kind in ("text", "list") else NumberField()
