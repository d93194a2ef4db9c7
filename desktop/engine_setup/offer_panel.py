"""What a set-up would do: on which card, how much to load, where it goes, what is against it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import words
from desktop.colors import TEXT
from desktop.engine_setup.card_note import CardNote
from desktop.engine_setup.offer import SetUpOffer
from desktop.widgets.fact_row import FactRow, Figure
from desktop.widgets.labels import label
from desktop.widgets.note_panel import NotePanel
from desktop.widgets.toggle import Toggle


class OfferPanel(QWidget):
    """Part of the set-up's dialog and of the welcome; hidden until there is an offer."""

    processor_chosen = Signal(bool)
    way_out_chosen = Signal(str)  # one of ways_out

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: SetUpOffer | None = None
        self._from_pack = False
        self.figures = FactRow()
        self.reason, self._place = label(wrap=True), label("hint", wrap=True)
        self.card_note, self.room_note = CardNote(), NotePanel()
        self.processor = Toggle()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (
            self.figures, self.reason, self._place, self.card_note, self.room_note, self.processor,
        ):  # fmt: skip
            column.addWidget(part)
        self.processor.toggled.connect(self.processor_chosen)
        self.card_note.way_out_chosen.connect(self.way_out_chosen)
        self.hide()
        self.retranslate()

    def show_offer(self, offer: SetUpOffer, *, from_pack: bool = False) -> None:
        """`from_pack` = a folder holds all, so that there is nothing to load."""
        self._offer, self._from_pack = offer, from_pack
        self._refresh()

    def _refresh(self) -> None:
        offer = self._offer
        self.setVisible(offer is not None)
        if offer is None:
            return
        card = offer.card or self.tr("None")
        self.figures.show_figures(
            [
                Figure(self.tr("Graphics card"), card.removeprefix("NVIDIA GeForce ")),
                Figure(self.tr("Driver"), offer.driver or "–"),
                Figure(self.tr("To download"), self._about(offer.download)),
                Figure(self.tr("Free on the drive"), words.gigabytes(offer.free)),
            ]
        )
        self.reason.setText(words.message(offer.reason))
        self._place.setText(
            self.tr("It goes to {folder} and takes about {size} there.").format(
                folder=offer.folder, size=words.gigabytes(offer.installed)
            )
        )
        self.card_note.show_problem(offer.problem)
        self.room_note.setVisible(offer.lack is not None)
        if offer.lack is not None:
            self.room_note.tell(*words.report(offer.lack), sign="warning", role=TEXT)
        # Without a card it is for the processor anyway.
        self.processor.setVisible(offer.build != "cpu" or self.processor.isChecked())

    def _about(self, size: int) -> str:
        if self._from_pack:
            return self.tr("Nothing")
        return self.tr("about {size}").format(size=words.gigabytes(size))

    def retranslate(self) -> None:
        self.processor.setText(self.tr("For the processor only (small, works anywhere, slow)"))
        self.processor.setAccessibleName(self.processor.text())
        self._refresh()
