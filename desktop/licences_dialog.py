"""What Manul is built on, and under which licences."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

import resources
from desktop.widgets.buttons import button, name_button

_PAGE = resources.ROOT / "licences.md"


class LicencesDialog(QDialog):
    """The page that `make licences` writes, in English as licences are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Licences"))
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(True)
        self.text.setMarkdown(_PAGE.read_text(encoding="utf-8"))
        self.text.setAccessibleName(self.windowTitle())
        self.closing = button(role="bar")
        name_button(self.closing, self.tr("Close"))
        end = QHBoxLayout()
        end.addStretch(1)
        end.addWidget(self.closing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(self.text, 1)
        layout.addLayout(end)
        self.resize(720, 560)
        self.closing.clicked.connect(self.accept)
        self.finished.connect(self.deleteLater)
