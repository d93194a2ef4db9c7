"""Over a large sample: its prompt, how large it is shown, the way back."""

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import words
from desktop.widgets.buttons import button, name_button
from desktop.widgets.labels import label
from desktop.widgets.one_line import OneLine


class ViewerHead(QWidget):
    """One line."""

    zoom_requested = Signal(object)  # 1.0 = the picture's own pixels; None = as large as fits
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = OneLine("section")
        self._zoom = label("hint")
        self.fit, self.own_size = button(role="flat"), button(role="flat")
        self.close_button = button("x", role="flat")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 16, 16, 8)
        layout.setSpacing(6)
        layout.addWidget(self.title, 1)
        layout.addSpacing(8)
        for part in (self._zoom, self.own_size, self.fit, self.close_button):
            layout.addWidget(part)
        self.fit.clicked.connect(lambda: self.zoom_requested.emit(None))
        self.own_size.clicked.connect(lambda: self.zoom_requested.emit(1.0))
        self.close_button.clicked.connect(self.close_requested)
        self.retranslate()

    def show_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{words.number(round(100 * zoom))}\u00a0%")

    def retranslate(self) -> None:
        name_button(self.fit, self.tr("Fit"), self.tr("As large as fits (0)"))
        name_button(self.own_size, "100\u00a0%", self.tr("The picture's own pixels (1)"))
        back = self.tr("Back to the gallery")
        name_button(self.close_button, back, back)
        self.close_button.setText("")
        self.close_button.setIconSize(QSize(18, 18))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
