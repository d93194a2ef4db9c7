"""The bar under every page: the training that runs, the reason, Back, one primary action."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QPushButton, QWidget

from desktop.colors import ACCENT, LINE, ON_ACCENT, TEXT
from desktop.icons import icon
from desktop.widgets.buttons import button as make_button
from desktop.widgets.buttons import name_button
from desktop.widgets.labels import label
from desktop.widgets.painting import MEDIUM, draw_rounded, draw_text, sized
from desktop.widgets.plate import paint_plate


@dataclass(frozen=True)
class PageAction:
    """What the primary button does on a page, and why it cannot be done where it cannot."""

    text: str = ""
    glyph: str = ""
    enabled: bool = True
    reason: str = ""
    has_back: bool = False


class RunningJob(QAbstractButton):
    """The newest sample, a sentence and a bar; leads to the training's page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self._share = 0.0
        self.setFixedSize(400, 48)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(400, 48)

    def show_job(self, text: str, *, share: float, pixmap: QPixmap | None) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        self._share, self._pixmap = max(0.0, min(1.0, share)), pixmap
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, rect = self.palette(), QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_plate(painter, self, rect, selected=False)
            left = 6.0
            if self._pixmap is not None:
                draw_rounded(painter, QRectF(6, 6, 36, 36), self._pixmap, 5)
                left = 54.0
            painter.setFont(sized(self.font(), 13, MEDIUM))
            width = rect.width() - left - 8
            draw_text(painter, QRectF(left, 6, width, 20), self.text(), color=palette.color(TEXT))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(LINE))
            bar_width = min(300.0, width)
            painter.drawRoundedRect(QRectF(left, 33, bar_width, 4), 2, 2)
            painter.setBrush(palette.color(ACCENT))
            painter.drawRoundedRect(QRectF(left, 33, bar_width * self._share, 4), 2, 2)


class BottomBar(QFrame):
    """Shows a PageAction; reports clicks."""

    primary_clicked = Signal()
    back_clicked = Signal()
    job_clicked = Signal()
    queue_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bottom_bar")
        self.setFixedHeight(64)
        self.job = RunningJob()
        self._waiting = 0
        self.queue = make_button("queue", role="flat")
        self.queue.hide()
        self.reason = label("secondary")
        self.back = QPushButton()
        self.back.setProperty("role", "bar")
        self.primary = QPushButton()
        self.primary.setProperty("role", "primary")
        self.primary.setDefault(True)
        for button in (self.back, self.primary):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 0, 24, 0)
        layout.setSpacing(12)
        layout.addWidget(self.job)
        layout.addWidget(self.queue)
        layout.addStretch(1)
        layout.addWidget(self.reason)
        layout.addWidget(self.back)
        layout.addWidget(self.primary)
        self.primary.clicked.connect(self.primary_clicked)
        self.back.clicked.connect(self.back_clicked)
        self.job.clicked.connect(self.job_clicked)
        self.queue.clicked.connect(self.queue_clicked)

    def show_waiting(self, count: int) -> None:
        """How many trainings wait for their turn."""
        self._waiting = count
        name_button(self.queue, self.tr("%n waiting", "", count), self.tr("Show the queue"))
        self.queue.setVisible(count > 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_waiting(self._waiting)

    def show_action(self, action: PageAction) -> None:
        self.primary.setVisible(bool(action.text))
        # The stylesheet cannot set the gap between icon and words.
        forward = action.glyph == "arrow-right"
        gap = "\u2009 " if action.glyph else ""
        self.primary.setText(f"{action.text}{gap}" if forward else f"{gap}{action.text}")
        right, left = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
        self.primary.setLayoutDirection(right if forward else left)
        self.primary.setAccessibleName(action.text)
        self.primary.setIcon(icon(action.glyph, ON_ACCENT) if action.glyph else icon("check"))
        self.primary.setIconSize(QSize(16, 16) if action.glyph else QSize(0, 0))
        self.primary.setEnabled(action.enabled)
        self.primary.setAccessibleDescription(action.reason)
        self.reason.setText(action.reason)
        self.back.setVisible(action.has_back)
        self.back.setText(self.tr("Back"))
