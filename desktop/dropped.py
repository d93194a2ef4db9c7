"""What comes by drop or paste: pictures as files, data or addresses; base models."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QWidget

from training.contract.diffusers_folders import is_diffusers_folder

MODEL_SUFFIXES = (".safetensors", ".ckpt")
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


def read_dropped_model(mime: QMimeData) -> Path | None:
    """The one model file or diffusers folder that is dropped; None for anything else."""
    urls = mime.urls() if mime.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    is_model = path.suffix.lower() in MODEL_SUFFIXES or is_diffusers_folder(path)
    return path if is_model else None


def read_dropped_folder(mime: QMimeData) -> str | None:
    """The one folder that is dropped; None for anything else."""
    urls = mime.urls() if mime.hasUrls() else []
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = urls[0].toLocalFile()
    return path if Path(path).is_dir() else None


class Drops(QObject):
    """Makes a widget, with all its children, a place to drop what `read` can take."""

    dropped = Signal(object)  # what `read` gave
    hovering = Signal(bool)

    def __init__(self, target: QWidget, read: Callable[[QMimeData], object | None]) -> None:
        super().__init__(target)
        self._read = read
        self._found: object | None = None
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            # Once, and not at every move: looking at a file may take a disk's time.
            self._found = self._read(event.mimeData())
            self.hovering.emit(self._found is not None)
        if isinstance(event, (QDragEnterEvent, QDragMoveEvent)):
            if self._found is None:
                return False
            _accept(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hovering.emit(False)
        elif isinstance(event, QDropEvent):
            self.hovering.emit(False)
            if (found := self._read(event.mimeData())) is not None:
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
