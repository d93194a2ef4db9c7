"""The engine in the welcome: looked for, here, or what would be set up."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import words
from desktop.colors import ERROR, GOOD
from desktop.engine_setup.offer import SetUpOffer
from desktop.engine_setup.offer_panel import OfferPanel
from desktop.facts import EngineFact, Report
from desktop.widgets.labels import label
from desktop.widgets.note_panel import NotePanel

# Kept free while nobody knows, so that nothing jumps when the offer comes.
_OFFER_HEIGHT = 230


class EnginePart(QWidget):
    """Knows what the engine's search has found, and the offer where there is none."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fact = EngineFact()
        self._problem: Report | None = None
        self._title, self._text = label("label"), label("secondary", wrap=True)
        self.note, self.offer = NotePanel(), OfferPanel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._title, self._text, self.note, self.offer):
            column.addWidget(part)
        column.addStretch(1)
        self.retranslate()

    @property
    def is_known(self) -> bool:
        return self._fact.here is not None

    @property
    def is_missing(self) -> bool:
        return self._fact.here is False

    def show_engine(self, fact: EngineFact) -> None:
        self._fact = fact
        self._refresh()

    def show_offer(self, offer: SetUpOffer) -> None:
        self._problem = None
        self.offer.show_offer(offer)
        self._refresh()

    def show_problem(self, report: Report) -> None:
        """Nobody can say what would be set up."""
        self._problem = report
        self._refresh()

    def _refresh(self) -> None:
        text = self.tr("Looking at this computer…")
        if self.is_known:
            text = self.tr(
                "The engine does the teaching: PyTorch for this computer, and what goes with it. "
                "Everything else can be used meanwhile."
            )
        self._text.setText(text)
        self._text.setVisible(not self._fact.here)
        if not self.is_missing:
            self.offer.hide()
        if self._fact.here:
            computes = "\n".join(filter(None, words.engine_sentences(self._fact)))
            ready = self.tr("The engine is ready")
            self.note.tell(ready, computes, sign="check-circle-fill", role=GOOD)
        elif self._problem is not None:
            self.note.tell(*words.report(self._problem), sign="warning-circle-fill", role=ERROR)
        else:
            self.note.hide()
        waits = not (self._fact.here or self._problem or self.offer.isVisibleTo(self))
        self.setMinimumHeight(_OFFER_HEIGHT if waits else 0)
        self.changed.emit()

    def retranslate(self) -> None:
        self._title.setText(self.tr("The engine"))
        self.offer.retranslate()
        self._refresh()
