"""Asks before pictures that are not a concept yet are let go of."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

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
        dialog = QMessageBox(self._window)
        dialog.setObjectName("draft")
        dialog.setIcon(QMessageBox.Icon.Question)
        dialog.setWindowTitle("Manul")
        count = len(self._editor.pictures.items)
        dialog.setText(self.tr("%n picture(s) would be let go of.", "", count))
        dialog.setInformativeText(
            self.tr(
                "They are not a concept yet: crops and captions made here would be lost. Your own "
                "files stay as they are. Give them a name on the page Concept to keep everything."
            )
        )
        away = dialog.addButton(self.tr("Let go"), QMessageBox.ButtonRole.DestructiveRole)
        stay = dialog.addButton(self.tr("Go on with them"), QMessageBox.ButtonRole.RejectRole)
        dialog.setDefaultButton(stay)
        dialog.setEscapeButton(stay)

        def answered() -> None:
            agreed = dialog.clickedButton() is away
            dialog.deleteLater()
            if agreed:
                let_go()

        dialog.finished.connect(answered)
        dialog.open()
