"""Settings: the web UIs that were found, and the base models that the user named."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.facts import EngineFact, WebUIFact
from desktop.settings.section import Section
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import box, hairline, label


class PlacesSection(Section):
    """`folders` and `models` are the user's own, which can be forgotten."""

    web_ui_folder_requested = Signal()
    web_ui_folder_forgotten = Signal(str)
    base_model_forgotten = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._web_uis: Sequence[WebUIFact] = ()
        self._folders: Sequence[str] = ()
        self._models: Sequence[str] = ()
        self._found, self._own = _PlaceList(), _PlaceList()
        self.add = button("folder-plus")
        self._found_title = self.add_part(self._found)
        self.add_row(self.add)
        self._own_title = self.add_part(self._own)
        self.fill_up()
        self.add.clicked.connect(self.web_ui_folder_requested)

    def show_places(
        self, fact: EngineFact, *, folders: Sequence[str], models: Sequence[str]
    ) -> None:
        told = (fact.web_uis, list(folders), list(models))
        if told != (self._web_uis, self._folders, self._models):
            self._web_uis, self._folders, self._models = told
            self._refresh()

    def _refresh(self) -> None:
        forget = self.tr("Forget it")
        named = [
            (folder, folder) for folder in self._folders
            if not any(web_ui.path == folder for web_ui in self._web_uis)
        ]  # fmt: skip
        self._found.show_places(
            [(web_ui.name, web_ui.path) for web_ui in self._web_uis] + named,
            nothing=self.tr("No web UI was found on this machine."),
            forget=dict.fromkeys(self._folders, forget),
            on_forget=self.web_ui_folder_forgotten.emit,
        )
        self._own.show_places(
            [("", path) for path in self._models],
            nothing=self.tr("Those that you browse for are remembered here."),
            forget=dict.fromkeys(self._models, forget),
            on_forget=self.base_model_forgotten.emit,
        )

    def retranslate(self) -> None:
        self._found_title.setText(self.tr("Web UIs on this machine"))
        self._own_title.setText(self.tr("Base models of your own"))
        name_button(self.add, self.tr("Look in another folder …"))
        self._refresh()


class _PlaceList(QWidget):
    """A card with a line for each place, and a button to forget it where that is possible."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._card: QWidget | None = None

    def show_places(
        self,
        places: Sequence[tuple[str, str]],
        *,
        nothing: str,
        forget: dict[str, str],
        on_forget: Callable[[str], None],
    ) -> None:
        """`places` = (name, path); `forget` = what the button says, by the paths that have one."""
        if self._card is not None:
            self._layout.removeWidget(self._card)
            self._card.hide()
            self._card.deleteLater()
        self._card = box("card")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(14, 4, 8, 4)
        column.setSpacing(0)
        for number, (name, path) in enumerate(places):
            if number:
                column.addWidget(hairline())
            column.addLayout(_line(name, path, forget.get(path, ""), on_forget))
        if not places:
            empty = label("hint", nothing, wrap=True)
            empty.setMinimumHeight(34)
            column.addWidget(empty)
        self._layout.addWidget(self._card)


def _line(name: str, path: str, forget: str, on_forget: Callable[[str], None]) -> QHBoxLayout:
    row, said = QHBoxLayout(), QVBoxLayout()
    row.setContentsMargins(0, 6, 0, 6)
    row.setSpacing(8)
    said.setSpacing(0)
    if name and name != path:
        said.addWidget(label("", name))
    shown = label("hint", _breakable(path), wrap=True)
    shown.setToolTip(path)
    said.addWidget(shown)
    row.addLayout(said, 1)
    if forget:
        gone = button("x", role="flat")
        name_button(gone, forget)
        gone.setAccessibleName(f"{forget}: {name or path}")
        gone.clicked.connect(lambda: on_forget(path))
        row.addWidget(gone)
    return row


def _breakable(path: str) -> str:
    """With a place to break the line after each separator."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")
