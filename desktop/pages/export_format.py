"""How the exported file is made: right by itself for each place, and to be chosen behind a fold."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from desktop.facts import ExportChoice
from desktop.icons import icon
from desktop.widgets.buttons import button, name_button
from desktop.widgets.fields import ComboBox, DoubleSpinBox
from desktop.widgets.labels import label

# As data of the combo boxes: what suits the place best.
_USUAL = ""
_PRECISIONS = ("fp16", "bf16", "fp32")
MERGED = "merged"
_METHODS_WITH_PRECISION = ("lora", "dreambooth")


class ExportFormat(QWidget):
    """Offers what the method can be written as and the chosen tool can load."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, str, str] = ("", "", "")
        self._formats: tuple[str, ...] = ()
        self.fold = button("caret-right", role="flat")
        self.fold.setCheckable(True)
        self.format, self.precision = ComboBox(), ComboBox()
        self.strength = DoubleSpinBox()
        self.strength.setRange(0.1, 2.0)
        self.strength.setSingleStep(0.1)
        self.strength.setDecimals(1)
        self.strength.setValue(1.0)
        self._hint = label("hint", wrap=True)
        self._labels = [label("label") for _ in range(3)]
        self._fields = QWidget()
        form = QFormLayout(self._fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(8)
        self._form = form
        for name, field in zip(
            self._labels, (self.format, self.precision, self.strength), strict=True
        ):
            name.setMinimumHeight(field.sizeHint().height())
            form.addRow(name, field)
        form.addRow(self._hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._fields)
        self._fields.hide()
        self.fold.toggled.connect(self._on_folded)
        self.format.currentIndexChanged.connect(self._on_changed)
        self.precision.currentIndexChanged.connect(self._on_changed)
        self.strength.valueChanged.connect(self._on_changed)

    @property
    def choice(self) -> ExportChoice:
        chosen = str(self.format.currentData() or _USUAL)
        precision = str(self.precision.currentData() or _USUAL) if self._has_precision() else ""
        strength = self.strength.value() if chosen == MERGED else None
        # The recommended one is the engine's to choose: it knows the place better.
        is_usual = chosen in self._formats[:1]
        return ExportChoice(_USUAL if is_usual else chosen, precision, strength)

    def show_formats(self, method: str, family: str, tool: str) -> None:
        """Of a run taught by `method`, for the place's `tool` (empty = any folder). What was
        chosen stays chosen where it still can be."""
        if (method, family, tool) == self._shown:
            return
        self._shown = (method, family, tool)
        self._formats = _formats(method, family, tool)
        self._fill()
        self.setVisible(len(self._formats) > 1 or (bool(self._formats) and self._has_precision()))

    def retranslate(self) -> None:
        name_button(self.fold, self.tr("Advanced"), self.tr("Format of the file"))
        names = (self.tr("Format"), self.tr("Numbers"), self.tr("Strength"))
        fields = (self.format, self.precision, self.strength)
        for text, field, name in zip(self._labels, fields, names, strict=True):
            text.setText(name)
            field.setAccessibleName(name)
        self._fill()

    def _fill(self) -> None:
        self._fill_box(self.format, [(self._title(name), name) for name in self._formats])
        numbers = [(self.tr("16 bits, as usual"), _USUAL), *((name, name) for name in _PRECISIONS)]
        self._fill_box(self.precision, numbers)
        self._refresh()

    def _fill_box(self, box: ComboBox, entries: list[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        box.clear()
        for text, data in entries:
            box.addItem(text, data)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def _title(self, name: str) -> str:
        method, usual = self._shown[0], self._formats[0]
        titles = {
            "pt": ".pt", "safetensors": ".safetensors",
            MERGED: self.tr("A whole model with the LoRA in it"),
            "diffusers": self.tr("A diffusers folder"),
        }  # fmt: skip
        if method == "dreambooth" and name == "safetensors":
            titles["safetensors"] = self.tr("One file, .safetensors")
        title = titles.get(name, name)
        return self.tr("{format} (recommended)").format(format=title) if name == usual else title

    def _sentence(self, name: str) -> str:
        method = self._shown[0]
        sentences = {
            "pt": self.tr("What AUTOMATIC1111, Forge and ComfyUI have always read."),
            "safetensors": self.tr("Numbers only, no program code; newer tools read it."),
            MERGED: self.tr(
                "Base model and LoRA in one file of some gigabytes, for tools without LoRAs. It "
                "goes among the checkpoints; strength 1 is what was taught."
            ),
            "diffusers": self.tr(
                "For Python and InvokeAI; AUTOMATIC1111 and ComfyUI do not read it."
            ),
        }
        if method == "dreambooth" and name == "safetensors":
            return self.tr(
                "The base model's own file with what was taught in place: some gigabytes."
            )
        return sentences.get(name, "")

    def _has_precision(self) -> bool:
        return self._shown[0] in _METHODS_WITH_PRECISION

    def _refresh(self) -> None:
        chosen = str(self.format.currentData() or "")
        self._form.setRowVisible(self.precision, self._has_precision())
        self._form.setRowVisible(self.strength, chosen == MERGED)
        self._hint.setText(self._sentence(chosen))

    def _on_changed(self) -> None:
        self._refresh()
        self.changed.emit()

    def _on_folded(self, is_open: bool) -> None:
        self.fold.setIcon(icon("caret-down" if is_open else "caret-right"))
        self._fields.setVisible(is_open)


def _formats(method: str, family: str, tool: str) -> tuple[str, ...]:
    """The recommended one first; none for what a newer Manul taught."""
    # Here, because it loads a YAML parser, for which the window's start need not wait.
    from training.contract.export_targets import artefact_kind, formats_for
    from training.contract.web_uis import TOOLS

    try:
        kind = artefact_kind(method)
    except KeyError:
        return ()
    known = next((one for one in TOOLS if one == tool), None)
    return formats_for(kind, family, tool=known)
