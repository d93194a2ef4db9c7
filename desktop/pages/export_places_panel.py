"""Where to: a card for each web UI, and one for any other folder or a running web UI's address."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import words
from desktop.export_places import ExportPlace, is_address, written_place
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label
from desktop.widgets.radio_card import CardLines, RadioCard

_FOLDER = ""
_BOTH = "AUTOMATIC1111, Forge"
# By method: which tools look for its file in which folder, and where ComfyUI does.
_FOLDERS = {
    "textual_inversion": (_BOTH, "embeddings", "models/embeddings"),
    "lora": (_BOTH, "models/Lora", "models/loras"),
    "dreambooth": (_BOTH, "models/Stable-diffusion", "models/checkpoints"),
    "hypernetwork": ("AUTOMATIC1111", "models/hypernetworks", "models/hypernetworks"),
}


class ExportPlacesPanel(QWidget):
    """The choice is a web UI's own folder, or whatever stands in the field."""

    changed = Signal()
    browse_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: list[ExportPlace] = []
        self._wanted: str | None = None
        self._is_searched = False
        self._method = ""
        self._title = label("label")
        self.group = QButtonGroup(self)
        self.cards: list[RadioCard] = []
        self.other = RadioCard()
        self.folder = QLineEdit()
        self.browse = button("folder-open")
        self._hint = label("hint", wrap=True)
        self._lay_out()
        self.group.addButton(self.other)
        self.other.clicked.connect(lambda: self._choose(_FOLDER))
        self.folder.textChanged.connect(self._on_text_changed)
        self.browse.clicked.connect(self.browse_requested)

    def _lay_out(self) -> None:
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._rows.addWidget(self.other)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder, 1)
        row.addWidget(self.browse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addLayout(self._rows)
        layout.addLayout(row)
        layout.addWidget(self._hint)

    # the choice --------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """What the engine is to be told; empty where nothing is chosen yet."""
        return self._chosen() or written_place(self.folder.text())

    @property
    def folders(self) -> list[str]:
        """Wherever the file may come to lie: an address stands for one of the web UIs here."""
        if is_address(self.place):
            return [place.folder for place in self._places if place.folder]
        chosen = next((p.folder for p in self._places if p.path == self._chosen()), "")
        return [chosen or self.place]

    @property
    def is_web_ui(self) -> bool:
        return self._chosen() != _FOLDER

    @property
    def tool(self) -> str:
        """The chosen web UI's kind; empty for any other place."""
        return next((p.tool for p in self._places if p.path == self._chosen()), "")

    @property
    def place_name(self) -> str:
        """The chosen web UI's name."""
        return next((p.name for p in self._places if p.path == self._chosen()), "")

    def remember(self, web_ui: str, folder: str) -> None:
        """Where the last export went: it is chosen again if it is still there."""
        self.folder.setText(folder)
        self._wanted = web_ui or (_FOLDER if folder else None)
        self._refresh()

    def set_folder(self, folder: str) -> None:
        """The user has chosen this folder."""
        self.folder.setText(folder)
        self._choose(_FOLDER)

    def show_places(self, places: Sequence[ExportPlace], *, is_searched: bool, method: str) -> None:
        """`is_searched` = the engine has looked for web UIs; `method` says where they look for
        the file."""
        self._places, self._is_searched = list(places), is_searched
        self._method = method
        while len(self.cards) < len(places):
            card, number = RadioCard(), len(self.cards)
            card.clicked.connect(lambda _=False, at=number: self._choose(self._places[at].path))
            self.group.addButton(card)
            self.cards.append(card)
            self._rows.insertWidget(number, card)
        self._refresh()

    def _chosen(self) -> str:
        """What the user wants if it can be had, else the first web UI that can use the file."""
        usable = [place.path for place in self._places if place.refusal is None]
        if self._wanted == _FOLDER or self._wanted in usable:
            return self._wanted or _FOLDER
        return usable[0] if usable else _FOLDER

    def _choose(self, path: str) -> None:
        self._wanted = path
        self._refresh()
        self.changed.emit()

    def _on_text_changed(self) -> None:
        self._refresh()
        self.changed.emit()

    # what is shown -----------------------------------------------------------------------

    def _refresh(self) -> None:
        chosen = self._chosen()
        for number, card in enumerate(self.cards):
            card.setVisible(number < len(self._places))
            if number < len(self._places):
                place = self._places[number]
                card.setEnabled(place.refusal is None)
                self._show(card, place)
                card.setChecked(place.path == chosen)
        is_folder = chosen == _FOLDER
        self.other.setVisible(bool(self._places))
        self.other.setChecked(is_folder)
        folder = "" if is_folder else written_place(self.folder.text())
        folder = folder or self.tr("Wherever you like")
        title = self.tr("Another folder or address")
        self.other.show_lines(CardLines(title, folder, is_path=True))
        self._title.setText(self.tr("Where to"))
        self.folder.setAccessibleName(self.tr("Folder or address"))
        self.folder.setPlaceholderText(self.folder.accessibleName())
        for widget in (self.folder, self.browse, self._hint):
            widget.setVisible(is_folder)
        self._hint.setText(self._advice())

    def _show(self, card: RadioCard, place: ExportPlace) -> None:
        if place.refusal is not None:
            why, cure = words.report(place.refusal)
            card.show_lines(CardLines(place.name, f"{why} {cure}"), tip=f"{why}\n{cure}")
            return
        state = self.tr("Running: hears of the new file at once") if place.runs else ""
        if place.folder:
            lines = CardLines(place.name, place.folder, state, is_path=True)
            card.show_lines(lines, tip=place.folder)
        else:
            said = self.tr("Takes the file in by itself, if it is running")
            said = self.tr("Takes the file in by itself") if place.runs else said
            card.show_lines(CardLines(place.name, said, state), tip=f"{place.path}\n{said}")

    def _advice(self) -> str:
        advice = []
        if not self._places and self._is_searched:
            advice.append(self.tr("No web UI was found on this machine."))
        if folders := _FOLDERS.get(self._method):
            there = self.tr("For {tools}: the folder “{folder}”. For ComfyUI: “{other}”.")
            tools, folder, other = folders
            advice.append(there.format(tools=tools, folder=folder, other=other))
        advice.append(
            self.tr("If a web UI is running, its address will do: {address}.").format(
                address="http://127.0.0.1:7860"
            )
        )
        return " ".join(advice)

    def retranslate(self) -> None:
        name_button(self.browse, self.tr("Browse"))
        self._refresh()
