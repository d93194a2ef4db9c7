"""Notices that the user comes to a page, or back to the window while the page is shown."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget


class Arrivals(QObject):
    """Meanwhile something may have changed outside."""

    came = Signal()

    def __init__(self, *pages: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        for page in pages:
            page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        comes_back = (
            event.type() == QEvent.Type.ActivationChange
            and isinstance(watched, QWidget)
            and watched.isVisible()
            and watched.isActiveWindow()
        )
        if comes_back or event.type() == QEvent.Type.Show:
            self.came.emit()
        return super().eventFilter(watched, event)
