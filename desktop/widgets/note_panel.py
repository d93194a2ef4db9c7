"""A quiet panel in the page: a sign, a sentence with its reason, one or two buttons, a cross."""

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
    second_requested = Signal()
    dismissed = Signal()

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
        self.second = button()
        self.second.clicked.connect(self.second_requested)
        self.dismiss = button("x", role="flat")
        self.dismiss.clicked.connect(self.dismissed)
        panel, words = box("note"), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        row = QHBoxLayout(panel)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(14)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        for choice in (self.action, self.second, self.dismiss):
            row.addWidget(choice, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(panel)
        self.hide()

    def tell(
        self,
        title: str,
        text: str,
        *,
        sign: str,
        role: Role,
        action: str = "",
        glyph: str = "stop",
        second: str = "",
        second_glyph: str = "",
        dismiss: str = "",
    ) -> None:
        """Show it; what has no words has no button. `dismiss` is what the cross is called."""
        self._sign.setPixmap(icon(sign, role).pixmap(QSize(_SIGN, _SIGN)))
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title} {text}")
        self.action.setIcon(icon(glyph))
        name_button(self.action, action)
        self.action.setVisible(bool(action))
        if second_glyph:
            self.second.setIcon(icon(second_glyph))
        name_button(self.second, second)
        self.second.setVisible(bool(second))
        self.dismiss.setText("")
        self.dismiss.setAccessibleName(dismiss)
        self.dismiss.setToolTip(dismiss)
        self.dismiss.setVisible(bool(dismiss))
        self.show()
