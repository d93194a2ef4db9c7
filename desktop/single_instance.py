"""One window a workspace: a second start hands its pictures to the first and raises it."""

import getpass
import hashlib
import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 1000
# A window that is there may be busy, as while its library is large and has just been read.
_ANSWER_MS = 5000


def server_name(workspace: Path) -> str:
    """Differs by user and workspace; socket names are short."""
    text = f"{getpass.getuser()}\n{workspace.absolute()}"
    return f"manul-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def hand_over(workspace: Path, paths: list[Path]) -> bool:
    """Tell a window that is already open; False if there is none."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(workspace))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(json.dumps([str(path) for path in paths]).encode() + b"\n")
    socket.flush()
    # The first window answers by closing the connection.
    taken = socket.waitForDisconnected(_ANSWER_MS)
    socket.abort()
    return taken


class SingleInstance(QObject):
    """Listens for later starts."""

    called = Signal(list)  # list[Path]

    def __init__(self, workspace: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        name = server_name(workspace)
        if not self._server.listen(name):
            # A killed window leaves its socket behind.
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def is_listening(self) -> bool:
        return self._server.isListening()

    def close(self) -> None:
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            _Caller(socket, self).called.connect(self.called)


class _Caller(QObject):
    """A later start on the line; goes when it hangs up."""

    called = Signal(list)

    def __init__(self, socket: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        socket.setParent(self)
        self._socket = socket
        socket.readyRead.connect(self._on_ready_read)
        socket.disconnected.connect(self.deleteLater)

    def _on_ready_read(self) -> None:
        if not self._socket.canReadLine():
            return
        try:
            content = json.loads(bytes(self._socket.readLine().data()))
        except ValueError:
            content = []
        self._socket.disconnectFromServer()
        if isinstance(content, list):
            self.called.emit([Path(path) for path in content if isinstance(path, str)])
