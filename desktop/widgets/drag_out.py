"""Lets a picture be dragged out of the window as the file that it is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

_PREVIEW = 96

PictureAt = Callable[[QPoint], Path | None]


def file_mime(path: Path) -> QMimeData:
    """What a file manager, a browser or a paint program takes."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


class DragOut(QObject):
    """Watches a widget; `picture_at` says which file lies under a point, if one does."""

    def __init__(self, widget: QWidget, picture_at: PictureAt) -> None:
        super().__init__(widget)
        self._widget = widget
        self._picture_at = picture_at
        self._from: QPoint | None = None
        self.was_dragged = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            is_left = event.button() == Qt.MouseButton.LeftButton
            self._from = event.position().toPoint() if is_left else None
            self.was_dragged = False
        elif event.type() == QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            return self._drag_from(event.position().toPoint())
        return False

    def _drag_from(self, position: QPoint) -> bool:
        """Once the pointer has gone far enough for it not to be a click."""
        start = self._from
        if start is None:
            return self.was_dragged
        if (position - start).manhattanLength() < QApplication.startDragDistance():
            return False
        self._from = None
        path = self._picture_at(start)
        if path is None:
            return False
        self.was_dragged = True
        start_drag(self._widget, path)
        return True


def start_drag(source: QWidget, path: Path) -> None:
    """Until it is dropped or given up."""
    drag = QDrag(source)
    drag.setMimeData(file_mime(path))
    preview = QPixmap(str(path))
    if not preview.isNull():
        drag.setPixmap(
            preview.scaled(
                _PREVIEW, _PREVIEW, Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )  # fmt: skip
    drag.exec(Qt.DropAction.CopyAction)
