"""Pictures that come by drop or paste: files, folders, picture data, addresses in a browser."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QWidget

_WEB = ("http", "https")


@dataclass(frozen=True)
class Dropped:
    """What was dropped: exactly one of the three is filled."""

    paths: tuple[Path, ...] = ()
    image: QImage | None = None
    addresses: tuple[QUrl, ...] = ()


def read_dropped(mime: QMimeData) -> Dropped | None:
    """None where there is nothing to take. A browser sends the picture and its address: the
    picture itself is the better one, files are better still."""
    urls = mime.urls() if mime.hasUrls() else []
    if paths := tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile()):
        return Dropped(paths=paths)
    if mime.hasImage():
        image = QImage(mime.imageData())
        if not image.isNull():
            return Dropped(image=image)
    addresses = tuple(url for url in urls if url.scheme() in _WEB)
    return Dropped(addresses=addresses) if addresses else None


class PictureDrops(QObject):
    """Makes a widget, with all its children, a place to drop pictures on."""

    dropped = Signal(object)  # Dropped
    hovering = Signal(bool)

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, (QDragEnterEvent, QDragMoveEvent)):
            if read_dropped(event.mimeData()) is None:
                return False
            _accept(event)
            if event.type() == QEvent.Type.DragEnter:
                self.hovering.emit(True)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hovering.emit(False)
        elif isinstance(event, QDropEvent):
            self.hovering.emit(False)
            if (found := read_dropped(event.mimeData())) is not None:
                _accept(event)
                self.dropped.emit(found)
                return True
        return super().eventFilter(watched, event)


def _accept(event: QDropEvent) -> None:
    """As a copy: a file manager that proposes to move would delete the user's own file."""
    if event.possibleActions() & Qt.DropAction.CopyAction:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    else:
        event.acceptProposedAction()
