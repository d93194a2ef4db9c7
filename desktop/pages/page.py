"""What every page is made of: title, a line under it, buttons beside it, a body that scrolls."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.labels import label


class Page(QWidget):
    """`action` is what the bar's primary button does here; the bar asks `primary()` to do it."""

    action_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, scrolls: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._action = PageAction()
        self.title = label("title", wrap=True)
        self.subtitle = label("secondary", wrap=True)
        self.head_buttons = QHBoxLayout()
        self.head_buttons.setSpacing(8)
        self.body = QVBoxLayout()
        self.body.setSpacing(16)
        inside = QWidget()
        inside.setObjectName("page_body")
        content = QVBoxLayout(inside)
        content.setContentsMargins(24, 22, 24, 16)
        content.setSpacing(14)
        content.addLayout(self._make_head())
        content.addLayout(self.body, 1)
        self.across = QHBoxLayout(self)
        self.across.setContentsMargins(0, 0, 0, 0)
        self.across.setSpacing(0)
        self.across.addWidget(scrolling(inside) if scrolls else inside, 1)

    def _make_head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(words, 1)
        head.addLayout(self.head_buttons)
        head.setAlignment(self.head_buttons, Qt.AlignmentFlag.AlignTop)
        return head

    @property
    def action(self) -> PageAction:
        return self._action

    def set_action(self, action: PageAction) -> None:
        if action != self._action:
            self._action = action
            self.action_changed.emit()

    def set_title(self, text: str) -> None:
        self.title.setText(text)
        self.setAccessibleName(text)

    def set_subtitle(self, text: str) -> None:
        self.subtitle.setText(text)
        self.subtitle.setVisible(bool(text))

    def primary(self) -> None:
        """Do what the bar's primary button promises."""

    def retranslate(self) -> None:
        """Set every text anew; called at first and when the language changes."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def scrolling(inside: QWidget) -> QScrollArea:
    """`inside` in a scroll area without a frame, as wide as there is room."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area
