"""A quiet panel in the page: a sign, a sentence with its reason, and at most one button."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.colors import Role
from desktop.icons import icon
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import box, label

_SIGN = 20


class NotePanel(QWidget):
    """Stays hidden until it is told something."""

    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._sign = QLabel()
        self._title = label("label", wrap=True)
        self._text = label("secondary", wrap=True)
        for part in (self._title, self._text):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = button("stop")
        self.action.clicked.connect(self.action_requested)
        panel, words = box("note"), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(panel)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(panel)
        self.hide()

    def tell(
        self, title: str, text: str, *, sign: str, role: Role, action: str = "", glyph: str = "stop"
    ) -> None:
        """Show it; without `action` there is no button."""
        self._sign.setPixmap(icon(sign, role).pixmap(QSize(_SIGN, _SIGN)))
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title} {text}")
        self.action.setIcon(icon(glyph))
        name_button(self.action, action)
        self.action.setVisible(bool(action))
        self.show()
