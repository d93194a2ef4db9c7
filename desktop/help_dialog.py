"""A short page about each stage, for those who do this for the first time."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

import resources
from desktop.widgets.buttons import button, chip, name_button

FOLDER = resources.ROOT / "help"
# In the order of the stages, the library first.
PAGES = ("library", "images", "concept", "preset", "train", "export")
_SIZE = (760, 660)
_MARGIN = 18


def help_text(page: str, language: str) -> str:
    """A page's Markdown; English where a language has none."""
    path = FOLDER / language / f"{page}.md"
    if not path.is_file():
        path = FOLDER / "en" / f"{page}.md"
    return path.read_text(encoding="utf-8")


class HelpDialog(QDialog):
    """Stays open beside the work; F1 elsewhere brings it to that page."""

    def __init__(self, language: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.page = PAGES[0]
        self.chips = {page: chip() for page in PAGES}
        self.text = QTextBrowser()
        self.text.setObjectName("help")
        self.text.setOpenLinks(False)
        self.closing = button(role="bar")
        row = QHBoxLayout()
        row.setSpacing(6)
        for page, made in self.chips.items():
            row.addWidget(made)
            made.clicked.connect(lambda _=False, page=page: self.show_page(page))
        row.addStretch(1)
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self.closing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addLayout(row)
        layout.addWidget(self.text, 1)
        layout.addLayout(end)
        self.resize(*_SIZE)
        self.text.anchorClicked.connect(self._on_link)
        self.closing.clicked.connect(self.close)
        self.retranslate()

    def show_page(self, page: str) -> None:
        self.page = page
        for name, made in self.chips.items():
            made.setChecked(name == page)
        self.text.setMarkdown(help_text(page, self._language()))
        self._give_headings_room()

    def _give_headings_room(self) -> None:
        """Markdown's headings come larger and closer than ours."""
        document = self.text.document()
        document.setDocumentMargin(_MARGIN)
        block = document.begin()
        while block.isValid():
            if level := block.blockFormat().headingLevel():
                cursor, shape, letters = QTextCursor(block), block.blockFormat(), QTextCharFormat()
                shape.setTopMargin(0 if level == 1 else 16)
                shape.setBottomMargin(6)
                letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 3 - level)
                cursor.setBlockFormat(shape)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.mergeCharFormat(letters)
            block = block.next()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Help"))
        self.text.setAccessibleName(self.tr("Help"))
        names = {
            "library": self.tr("Library"), "images": self.tr("Images"),
            "concept": self.tr("Concept"), "preset": self.tr("Preset"),
            "train": self.tr("Train"), "export": self.tr("Export"),
        }  # fmt: skip
        for page, made in self.chips.items():
            name_button(made, names[page])
        name_button(self.closing, self.tr("Close"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.show_page(self.page)

    def _on_link(self, url: QUrl) -> None:
        page = url.toString().removesuffix(".md")
        if page in PAGES:
            self.show_page(page)
        else:
            QDesktopServices.openUrl(url)
