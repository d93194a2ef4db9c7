"""Asks before something is deleted, and once more where no recycle bin would keep it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop import library_words
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
) -> QMessageBox:
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
        goes = f"{goes} ({size})"
    return _ask(parent, text, goes, translate("delete", "To the recycle bin"), on_yes)


def ask_to_delete_for_good(
    parent: QWidget, fact: ConceptFact | RunFact, on_yes: Callable[[], object]
) -> QMessageBox:
    text = translate("delete", "{what} could not be moved to a recycle bin.")
    why = translate(
        "delete",
        "Drives of the network and some others have none. It can be deleted for good: nobody can "
        "bring it back then.",
    )
    return _ask(
        parent, text.format(what=title_of(fact)), why,
        translate("delete", "Delete for good"), on_yes,
    )  # fmt: skip


def _ask(
    parent: QWidget, text: str, detail: str, action: str, on_yes: Callable[[], object]
) -> QMessageBox:
    dialog = QMessageBox(parent)
    dialog.setObjectName("deleting")
    dialog.setIcon(QMessageBox.Icon.Warning)
    dialog.setWindowTitle("Manul")
    dialog.setText(text)
    dialog.setInformativeText(detail)
    yes = dialog.addButton(action, QMessageBox.ButtonRole.DestructiveRole)
    no = dialog.addButton(QMessageBox.StandardButton.Cancel)
    dialog.setDefaultButton(no)

    def answered() -> None:
        clicked = dialog.clickedButton()
        dialog.deleteLater()
        if clicked is yes:
            on_yes()

    dialog.finished.connect(answered)
    dialog.open()
    return dialog
