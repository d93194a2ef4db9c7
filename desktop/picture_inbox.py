"""Turns what was dropped or pasted into files: saves picture data, downloads from addresses."""

import itertools
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, QUrl, Signal
from PySide6.QtGui import QImage
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from desktop import words
from desktop.background import background
from desktop.dropped import Dropped
from desktop.proxy import proxy_for
from training.contract.errors import ManulError, from_os_error
from training.contract.names import suggest_name
from training.contract.pictures import PICTURE_SUFFIXES

_MOST_BYTES = 100 * 1024**2
_TIMEOUT_MS = 30_000


class PictureInbox(QObject):
    """Holds the files until they are copied into a concept; they go with the window."""

    arrived = Signal(list)  # list[Path]
    refused = Signal(str, str)  # address, reason

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = QTemporaryDir()
        self._numbers = itertools.count(1)
        self._network: QNetworkAccessManager | None = None

    def take(self, dropped: Dropped) -> None:
        if dropped.paths:
            self.arrived.emit(list(dropped.paths))
        elif dropped.image is not None:
            path = self._new_path("pasted", ".png")
            self._keep(path, partial(_save, dropped.image, path))
        for address in dropped.addresses:
            self._download(address)

    def _download(self, address: QUrl) -> None:
        if self._network is None:
            self._network = QNetworkAccessManager(self)
            self._network.finished.connect(self._on_downloaded)
        request = QNetworkRequest(address)
        request.setTransferTimeout(_TIMEOUT_MS)
        self._network.setProxy(proxy_for(address))
        reply = self._network.get(request)
        reply.downloadProgress.connect(self._on_progress)

    def _on_progress(self, received: int, total: int) -> None:
        reply = self.sender()
        if received > _MOST_BYTES and isinstance(reply, QNetworkReply):
            reply.abort()

    def _on_downloaded(self, reply: QNetworkReply) -> None:
        reply.deleteLater()
        name = reply.url().fileName() or "picture"
        if reply.error() != QNetworkReply.NetworkError.NoError:
            self.refused.emit(name, reply.errorString())
            return
        suffix = Path(name).suffix.lower()
        path = self._new_path(Path(name).stem, suffix if suffix in PICTURE_SUFFIXES else ".jpg")
        self._keep(path, partial(_write, bytes(reply.readAll().data()), path))

    def _keep(self, path: Path, write: Callable[[], object]) -> None:
        """In the pool: a picture may be large, and the disk slow."""
        background(
            self,
            write,
            lambda _: self.arrived.emit([path]),
            lambda problem: self.refused.emit(path.name, words.error(problem)[0]),
        )

    def _new_path(self, stem: str, suffix: str) -> Path:
        name = f"{suggest_name(stem)}-{next(self._numbers)}{suffix}"
        return Path(self._folder.path()) / name


def _save(image: QImage, path: Path) -> None:
    if not image.save(str(path)):
        raise ManulError("not_writable", path=path)


def _write(content: bytes, path: Path) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise from_os_error(error, path) or error from error
