"""A small card that offers something: a picture or icon, two lines, one button."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.icons import icon
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label


class OfferCard(QFrame):
    """Reports a click on its button; without a text for it there is none."""

    accepted = Signal()

    def __init__(self, glyph: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._glyph = glyph
        self._picture = QLabel()
        self._picture.setFixedSize(96, 96)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label("label", wrap=True)
        self._detail = label("secondary", wrap=True)
        self.button = button("play")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addSpacing(6)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self.button.clicked.connect(self.accepted)
        self.set_picture(None)

    def set_picture(self, picture: QPixmap | None) -> None:
        if picture is None:
            self._picture.setFixedSize(44, 44)
            self._picture.setPixmap(icon(self._glyph).pixmap(QSize(28, 28)))
        else:
            self._picture.setFixedSize(96, 96)
            self._picture.setPixmap(picture)

    def set_texts(self, title: str, detail: str, *, action: str = "") -> None:
        self._title.setText(title)
        self._detail.setText(detail)
        self.button.setVisible(bool(action))
        name_button(self.button, action)
