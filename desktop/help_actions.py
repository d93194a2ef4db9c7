"""F1 and the question mark open the help on the page at hand."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.help_dialog import PAGES, HelpDialog
from desktop.languages import Languages
from desktop.page_stack import PageStack


class HelpActions(QObject):
    """One dialog, which is made when it is first asked for."""

    def __init__(self, pages: PageStack, languages: Languages, window: QWidget) -> None:
        super().__init__(window)
        self._pages = pages
        self._languages = languages
        self._window = window
        self.dialog: HelpDialog | None = None
        action = QAction(window)
        action.setShortcut(QKeySequence(Qt.Key.Key_F1))
        action.triggered.connect(self.show)
        window.addAction(action)

    def show(self) -> None:
        """The page about the stage at hand; `stage` -1 is the library."""
        if self.dialog is None:
            self.dialog = HelpDialog(lambda: self._languages.current, self._window)
        self.dialog.show_page(PAGES[self._pages.stage + 1])
        self.dialog.show()
        self.dialog.activateWindow()
