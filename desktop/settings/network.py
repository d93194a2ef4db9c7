"""Settings: the ways into the network, for those who cannot go straight."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import words
from desktop.settings.section import Section
from desktop.widgets.labels import label, set_tone
from training.contract.errors import ManulError
from training.contract.user_settings import UserSettings, check_address

_FIELDS = ("hub", "packages", "torch_packages", "proxy")


class NetworkSection(Section):
    """An address counts once it is finished, and right."""

    address_requested = Signal(str, str)  # one of the fields, the address

    def __init__(self, settings: UserSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {name: QLineEdit(getattr(settings, name)) for name in _FIELDS}
        self._hints = {name: label("hint", wrap=True) for name in self.fields}
        self._titles = {
            name: self.add_part(field, self._hints[name]) for name, field in self.fields.items()
        }
        self.fill_up()
        for name, field in self.fields.items():
            field.textEdited.connect(lambda _, name=name: self._refresh(name))
            field.editingFinished.connect(lambda name=name: self._on_finished(name))

    def _on_finished(self, name: str) -> None:
        text = self.fields[name].text().strip()
        if self._problem(name) is None:
            self.address_requested.emit(name, text)

    def _problem(self, name: str) -> ManulError | None:
        try:
            check_address(name, self.fields[name].text().strip())
        except ManulError as problem:
            return problem
        return None

    def _refresh(self, name: str) -> None:
        problem, field, hint = self._problem(name), self.fields[name], self._hints[name]
        fine = {
            "hub": self.tr("Empty = the hub itself. Models are downloaded from here."),
            "packages": self.tr(
                "Empty = the usual registry. The engine's packages are downloaded from here."
            ),
            "torch_packages": self.tr("Empty = PyTorch's own, by the card. One build lies there."),
            "proxy": self.tr(
                "Empty = as the system has it. The engine, pictures from the web and the question "
                "for new versions go through it."
            ),
        }[name]
        text = fine if problem is None else " ".join(words.error(problem))
        hint.setText(text)
        field.setAccessibleDescription(text)
        for widget in (hint, field):
            set_tone(widget, "" if problem is None else "error")

    def retranslate(self) -> None:
        self._titles["hub"].setText(self.tr("Mirror of the Hugging Face hub"))
        self._titles["packages"].setText(self.tr("Mirror of Python's packages"))
        self._titles["torch_packages"].setText(self.tr("Mirror of PyTorch's packages"))
        self._titles["proxy"].setText(self.tr("Proxy"))
        for name, field in self.fields.items():
            self._titles[name].setBuddy(field)
            field.setAccessibleName(self._titles[name].text())
            self._refresh(name)
