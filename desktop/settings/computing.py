"""Settings: on what the engine computes, and in which number format."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop import words
from desktop.facts import CardChoice, EngineFact
from desktop.settings.section import Section
from desktop.widgets.buttons import button, name_button
from desktop.widgets.fields import ComboBox
from desktop.widgets.labels import label
from desktop.widgets.radio_card import CardLines, RadioCard
from training.contract.settings import Precision
from training.contract.user_settings import PROCESSOR, UserSettings

_FORMATS: tuple[Precision, ...] = ("auto", "fp16", "bf16", "fp32")


class ComputingSection(Section):
    card_requested = Signal(str)  # its UUID, PROCESSOR, or empty
    precision_requested = Signal(str)
    set_up_requested = Signal()

    def __init__(self, settings: UserSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._fact = settings, EngineFact()
        self._engine = label("secondary", wrap=True)
        self.cards: dict[str, RadioCard] = {}
        self._group = QButtonGroup(self)
        self._card_list = QWidget()
        self._card_column = QVBoxLayout(self._card_list)
        self._card_column.setContentsMargins(0, 0, 0, 0)
        self._card_column.setSpacing(8)
        self._card_hint = label("hint", wrap=True)
        self.precision = ComboBox()
        self._precision_hint = label("hint", wrap=True)
        self.set_up = button("wrench")
        self._engine_title = self.add_part(self._engine)
        self.add_row(self.set_up)
        self.set_up.clicked.connect(self.set_up_requested)
        self._card_title = self.add_part(self._card_list, self._card_hint)
        self._precision_title = self.add_part(self.precision, self._precision_hint)
        self.fill_up()
        for value in _FORMATS:
            self.precision.addItem("", value)
        self.precision.setCurrentIndex(_FORMATS.index(settings.mixed_precision))
        self.precision.activated.connect(
            lambda row: self.precision_requested.emit(self.precision.itemData(row))
        )
        self.precision.currentIndexChanged.connect(self._refresh_precision)

    def show_engine(self, fact: EngineFact) -> None:
        if fact.cards != self._fact.cards or not self.cards:
            self._make_cards(fact.cards)
        self._fact = fact
        self._refresh()

    def _make_cards(self, cards: tuple[CardChoice, ...]) -> None:
        for made in self.cards.values():
            self._group.removeButton(made)
            self._card_column.removeWidget(made)
            made.hide()
            made.deleteLater()
        keys = ["", *(card.uuid for card in cards if card.uuid and len(cards) > 1), PROCESSOR]
        self.cards = {key: RadioCard() for key in keys} if cards else {}
        for key, made in self.cards.items():
            made.setChecked(key == self._settings.card)
            made.clicked.connect(lambda _=False, key=key: self.card_requested.emit(key))
            self._group.addButton(made)
            self._card_column.addWidget(made)

    def _refresh(self) -> None:
        self._engine.setText("\n".join(filter(None, words.engine_sentences(self._fact))))
        name_button(
            self.set_up,
            self.tr("Set up the engine…") if self._fact.here is False
            else self.tr("Repair or change the engine…"),
        )  # fmt: skip
        known = {card.uuid: card for card in self._fact.cards}
        for key, made in self.cards.items():
            made.show_lines(self._lines(key, known.get(key)))
        self._card_list.setVisible(bool(self.cards))
        self._card_hint.setText(
            self.tr("Trainings that run go on where they are.") if self.cards
            else self.tr("No NVIDIA card was found, so the processor does the work.")
        )  # fmt: skip

    def _lines(self, key: str, card: CardChoice | None) -> CardLines:
        if card is not None:
            memory = words.gigabytes(card.memory_total) if card.memory_total else ""
            return CardLines(card.name, memory)
        if key == PROCESSOR:
            slow = self.tr("Slow: enough for the demo model")
            return CardLines(self.tr("The processor only"), slow)
        several = len(self._fact.cards) > 1
        first = self._fact.cards[0].name if self._fact.cards else ""
        which = self.tr("The fastest of them") if several else first
        return CardLines(self.tr("The graphics card"), which)

    def _refresh_precision(self) -> None:
        self._precision_hint.setText(
            {
                "auto": self.tr("bf16 where the card has it, else fp16; fp32 on the processor."),
                "fp16": self.tr("Half the memory; every card has it. Large values overflow."),
                "bf16": self.tr("Half the memory, no overflow; cards from the RTX 30 series on."),
                "fp32": self.tr("Exact, and twice the memory and time."),
            }[self.precision.currentData()]
            + " "
            + self.tr("Counts for new trainings; a preset that asks for a format keeps it.")
        )

    def retranslate(self) -> None:
        self._engine_title.setText(self.tr("Engine"))
        self._card_title.setText(self.tr("Computes on"))
        self._precision_title.setText(self.tr("Number format"))
        self.precision.setAccessibleName(self._precision_title.text())
        self.precision.setItemText(0, self.tr("As the card does it best"))
        for row, name in enumerate(_FORMATS[1:], start=1):
            self.precision.setItemText(row, name)
        self._refresh()
        self._refresh_precision()
