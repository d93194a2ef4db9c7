"""Asks for the announcement: one short request that tells nothing of the user."""

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from desktop.new_version.announcement import (
    MOST_BYTES,
    Announcement,
    Refused,
    read_announcement,
)
from desktop.new_version.source import Source
from desktop.proxy import user_proxy
from training import __version__

_TIMEOUT_MS = 8_000


def ask(source: Source) -> tuple[Announcement, bytes]:
    """What is announced, with the text it was read from. For the pool: the system may take its
    time to find a proxy. Refused where nothing came, or nothing that can be trusted."""
    if not source.is_safe:
        raise Refused("unsafe_address")
    network = QNetworkAccessManager()
    if (proxy := user_proxy()) is not None:
        network.setProxy(proxy)
    content = _content(network.get(_request(source)))
    return read_announcement(content, source), content


def _request(source: Source) -> QNetworkRequest:
    request = QNetworkRequest(source.url)
    request.setRawHeader(b"User-Agent", f"Manul/{__version__}".encode())
    # Qt would send the system's language; and what is packed may be large unpacked.
    request.setRawHeader(b"Accept-Language", b"*")
    request.setRawHeader(b"Accept-Encoding", b"identity")
    return request


def _content(reply: QNetworkReply) -> bytes:
    received = bytearray()
    loop = QEventLoop()

    def take() -> None:
        received.extend(reply.readAll().data())
        if len(received) > MOST_BYTES:
            reply.abort()

    reply.readyRead.connect(take)
    reply.finished.connect(loop.quit)
    if (app := QCoreApplication.instance()) is not None:
        # Who closes the window does not wait for an answer.
        app.aboutToQuit.connect(reply.abort)
    if not reply.isFinished():
        # Of the whole answer: one that drips would never be silent for long.
        QTimer.singleShot(_TIMEOUT_MS, reply.abort)
        loop.exec()
    if len(received) > MOST_BYTES:
        raise Refused("too_large")
    if reply.error() == QNetworkReply.NetworkError.OperationCanceledError:
        raise Refused("no_answer")
    if reply.error() != QNetworkReply.NetworkError.NoError:
        raise Refused("no_answer", reply.errorString())
    take()
    return bytes(received)
