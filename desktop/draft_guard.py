"""Asks before pictures that are not a concept yet are let go of."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.ask_dialog import AskDialog
from desktop.concept_editor import ConceptEditor


class DraftGuard(QObject):
    """Stands before everything that ends a draft: another concept, a new one, the end."""

    def __init__(self, editor: ConceptEditor, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._window = parent

    def before(self, action: Callable[..., object]) -> Callable[..., None]:
        """`action`, at once where nothing is lost by it, else when the user agrees."""

        def guarded(*arguments: object) -> None:
            if self._editor.holds_a_draft:
                self.ask(lambda: action(*arguments))
            else:
                action(*arguments)

        return guarded

    def ask(self, let_go: Callable[[], object]) -> None:
        count = len(self._editor.pictures.items)
        AskDialog(
            self.tr("%n picture(s) would be let go of.", "", count),
            self.tr(
                "They are not a concept yet: crops and captions made here would be lost. Your own "
                "files stay as they are. Give them a name on the page Concept to keep everything."
            ),
            self.tr("Let go"), let_go, self._window, stay=self.tr("Go on with them"),
        ).open()  # fmt: skip
