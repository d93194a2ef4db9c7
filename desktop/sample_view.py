"""A sample, large; Escape or a click closes it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from desktop import words
from desktop.colors import CANVAS, TEXT
from desktop.facts import SampleFact
from desktop.thumbnails import Thumbnail, ThumbnailLoader
from desktop.widgets.painting import draw_rounded, draw_text, sized, square_in

_CAPTION = 44


class SampleView(QDialog):
    """The picture as large as the screen allows, with its step and prompt."""

    def __init__(self, sample: SampleFact, thumbnails: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        screen = parent.screen() or QGuiApplication.primaryScreen()
        side = min(768, screen.availableGeometry().height() - 160)
        self.setFixedSize(side + 32, side + 32 + _CAPTION)
        pixels = round(side * self.devicePixelRatioF())
        self._wanted = Thumbnail(sample.path, pixels, version=sample.version)
        step = words.number(sample.step)
        self._caption = self.tr("Step {step}: {prompt}").format(step=step, prompt=sample.prompt)
        self.setWindowTitle(self._caption)
        self.setAccessibleName(self._caption)
        thumbnails.loaded.connect(self.update)
        self.finished.connect(self.deleteLater)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = self.palette()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), palette.color(CANVAS))
            area = QRectF(self.rect()).adjusted(16, 16, -16, -16 - _CAPTION)
            pixmap = self._thumbnails.get(self._wanted)
            if pixmap is not None:
                draw_rounded(painter, square_in(area), pixmap, 5)
            painter.setFont(sized(self.font(), 13))
            line = QRectF(16, self.height() - _CAPTION - 6, self.width() - 32, _CAPTION)
            centre = Qt.AlignmentFlag.AlignCenter
            draw_text(painter, line, self._caption, color=palette.color(TEXT), flags=centre)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.accept()
