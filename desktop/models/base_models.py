"""Base models as cards: what each is, where it comes from, and why it cannot be taught."""

from dataclasses import dataclass

from PySide6.QtCore import QObject

from desktop.facts import BaseModelChoice
from desktop.model_words import model_detail, model_origin, model_title
from desktop.models.facts_list import FactListModel


@dataclass(frozen=True)
class ModelCard:
    """`is_usable` = it can be taught, `is_offered` = it can be chosen, or is chosen already."""

    key: str
    title: str
    detail: str
    origin: str
    is_usable: bool
    is_offered: bool

    def matches(self, text: str) -> bool:
        """Does every word of `text` stand somewhere on the card?"""
        said = f"{self.title} {self.detail} {self.origin}".casefold()
        return all(word in said for word in text.casefold().split())


def model_card(choice: BaseModelChoice, *, is_chosen: bool) -> ModelCard:
    is_usable = choice.is_usable or choice.is_loading
    return ModelCard(
        key=choice.name,
        title=model_title(choice),
        detail=model_detail(choice),
        origin=model_origin(choice),
        is_usable=is_usable,
        is_offered=is_usable or is_chosen,
    )


def model_list(parent: QObject | None = None) -> FactListModel[ModelCard]:
    return FactListModel(_spoken, is_offered=lambda card: card.is_offered, tip=_tip, parent=parent)


def _spoken(card: ModelCard) -> str:
    """What a screen reader says, and what typing in the list searches."""
    return ", ".join(filter(None, (card.title, card.detail, card.origin)))


def _tip(card: ModelCard) -> str:
    return f"{card.key}\n{card.detail}"
