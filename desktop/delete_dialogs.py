"""Asks before something is deleted, and once more where no recycle bin would keep it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop import library_words
from desktop.ask_dialog import AskDialog
from desktop.facts import ConceptFact, RunFact

translate = QCoreApplication.translate


def title_of(fact: ConceptFact | RunFact) -> str:
    """What is deleted, as sentences name it."""
    if isinstance(fact, ConceptFact):
        return translate("delete", "“{name}”").format(name=fact.name)
    title = translate("delete", "Run {number} of “{name}”")
    return title.format(number=fact.number, name=fact.name)


def ask_to_throw_away(
    parent: QWidget, fact: ConceptFact | RunFact, on_yes: Callable[[], object]
) -> None:
    text = translate("delete", "Move {what} to the recycle bin?").format(what=title_of(fact))
    if isinstance(fact, RunFact):
        goes = translate(
            "delete",
            "Its samples and kept steps go with it. What you exported from it stays where it is.",
        )
    else:
        goes = translate(
            "delete",
            "Its pictures, captions, runs and the exports in its own folder go with it. Your "
            "original pictures, and what you exported to other places, stay.",
        )
    if size := library_words.size(fact.size):
        goes = f"{goes} {translate('delete', 'All of it takes {size}.').format(size=size)}"
    AskDialog(text, goes, translate("delete", "To the recycle bin"), on_yes, parent).open()


def ask_to_delete_for_good(
    parent: QWidget, fact: ConceptFact | RunFact, on_yes: Callable[[], object]
) -> None:
    text = translate("delete", "{what} could not be moved to a recycle bin.")
    why = translate(
        "delete",
        "Drives of the network and some others have none. It can be deleted for good: nobody can "
        "bring it back then.",
    )
    action = translate("delete", "Delete for good")
    AskDialog(text.format(what=title_of(fact)), why, action, on_yes, parent).open()
