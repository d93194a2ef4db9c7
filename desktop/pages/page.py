"""What every page is made of: title, a line under it, buttons beside it, a body that scrolls."""

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.widgets.bottom_bar import PageAction
from desktop.widgets.labels import label

FORM_WIDTH = 640
# Below this width a page's second column goes above or below its first.
_TWO_COLUMNS = 960
_SIDE_MARGIN = 24


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
        content.setContentsMargins(_SIDE_MARGIN, 22, _SIDE_MARGIN, 16)
        content.setSpacing(14)
        content.addLayout(self._make_head())
        content.addLayout(self.body, 1)
        self.across = QHBoxLayout(self)
        self.across.setContentsMargins(0, 0, 0, 0)
        self.across.setSpacing(0)
        self._scroll = scrolling(inside) if scrolls else None
        self.across.addWidget(self._scroll or inside, 1)

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

    def turn_columns(self, columns: QBoxLayout, narrow: QBoxLayout.Direction) -> bool:
        """Side by side where there is room (then True), else `narrow`."""
        wide = self.width() >= _TWO_COLUMNS
        columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else narrow)
        # A layout asks how high its rows are at its own width, not at their greatest.
        rest = self.width() - 2 * _SIDE_MARGIN - FORM_WIDTH
        columns.setContentsMargins(0, 0, 0 if wide else max(0, rest), 0)
        return wide

    def set_covered(self, covered: bool) -> None:
        """Make room for something that takes the page's place for a while."""
        if self._scroll is not None:
            self._scroll.setVisible(not covered)

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll to something on the page that has just appeared, once it has its place."""
        if self._scroll is not None:
            scroll = self._scroll
            QTimer.singleShot(0, widget, lambda: scroll.ensureWidgetVisible(widget, 0, 24))

    def bring_part_into_view(self, widget: QWidget, part: QRect) -> None:
        """Scroll at once to a part of something that shows all of itself."""
        inside = self._scroll.widget() if self._scroll is not None else None
        if self._scroll is not None and inside is not None and inside.isVisible():
            rect = QRect(widget.mapTo(inside, part.topLeft()), part.size())
            for y in (rect.bottom(), rect.top()):
                self._scroll.ensureVisible(rect.left(), y, 0, 8)

    def primary(self) -> None:
        """Do what the bar's primary button promises."""

    def back(self) -> bool:
        """Leave what lies over the page, if something does."""
        return False

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
