"""Pictures by drop: real mime data sent to the viewport, and real pixels between two programs."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.dropped import read_dropped
from desktop.main_window import MainWindow
from tests.desktop.recorder import DEMO
from training.contract.user_settings import change_user_settings

MakeWindow = Callable[..., MainWindow]
PICTURES = DEMO / "pallas_cat" / "images"


def send(target: QWidget, mime: QMimeData) -> bool:
    """Drag over and drop; False if the drag was refused."""
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(40, 40), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    drop = QDropEvent(QPointF(40, 40), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(target, drop)
    return drop.isAccepted()


@pytest.mark.quick
def test_a_drop_copies_even_where_a_move_is_proposed(make_window: MakeWindow) -> None:
    window = make_window()
    mime = files(PICTURES / "01.png")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
    both = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(40, 40), both, mime, buttons, keys)
    QApplication.sendEvent(window.library, enter)
    assert enter.dropAction() == Qt.DropAction.CopyAction
    drop = QDropEvent(QPointF(40, 40), both, mime, buttons, keys)
    drop.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(window.library, drop)
    assert drop.isAccepted()
    assert drop.dropAction() == Qt.DropAction.CopyAction, "the user's own file stays"


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


@pytest.mark.quick
def test_files_are_better_than_picture_data_and_that_than_addresses(qapp: QApplication) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    mime = QMimeData()
    mime.setText("just words")
    assert read_dropped(mime) is None
    mime.setUrls([QUrl("https://example.org/cat.jpg")])
    found = read_dropped(mime)
    assert found is not None and found.addresses and found.image is None
    mime.setImageData(image)
    found = read_dropped(mime)
    assert found is not None and found.image is not None and not found.addresses
    mime.setUrls([QUrl("https://example.org/cat.jpg"), QUrl.fromLocalFile("/a/b.png")])
    found = read_dropped(mime)
    assert found is not None and found.paths == (Path("/a/b.png"),)


def test_a_folder_and_a_file_on_the_empty_library(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    inner = tmp_path / "Фото и 😀" / "inner"
    inner.mkdir(parents=True)
    shutil.copy(PICTURES / "01.png", inner / "кот.png")
    (inner / "notes.txt").write_text("no picture", encoding="utf-8")
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8 not a picture")
    window = make_window()
    assert send(window.library.drop_panel, files(inner.parent, broken))
    assert window.page is window.images
    model = window.editor.pictures
    qtbot.waitUntil(lambda: len(model.items) == 2 and all(i.judgement for i in model.items))
    assert [item.title for item in model.used] == ["кот.png"]
    assert "cannot be read" in str(model.index(1).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "1 cannot be read" in window.images.bar.advice.text()


def test_more_pictures_on_the_tiles_of_an_existing_concept(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    window.take_pictures([PICTURES])
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 6)
    window.editor.set_name("little_manul")
    window.editor.save()
    qtbot.waitUntil(lambda: window.editor.key is not None)
    viewport = window.images.tiles.viewport()
    assert send(viewport, files(DEMO / "paper_pop" / "images" / "01.png", Path(__file__)))
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 7)
    assert "test_drops.py" in window.images.notice.accessibleName()


def test_nothing_is_taken_on_other_pages_or_from_words(make_window: MakeWindow) -> None:
    window = make_window()
    words = QMimeData()
    words.setText("words")
    assert not send(window.library.drop_panel, words)
    window.stack.setCurrentWidget(window.train)
    assert not send(window.train, files(PICTURES))


@pytest.fixture
def web() -> Iterator[str]:
    """A server with one picture, also as a proxy; everything else is missing."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path in ("/cat.png", "http://pictures.example/cat.png")
            self.send_response(200 if found else 404)
            self.end_headers()
            if found:
                self.wfile.write((PICTURES / "01.png").read_bytes())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_from_a_browser_is_fetched(
    make_window: MakeWindow, qtbot: QtBot, web: str
) -> None:
    window = make_window()
    mime = QMimeData()
    mime.setUrls([QUrl(f"{web}/cat.png")])
    assert send(window.library.drop_panel, mime)
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 1)
    mime.setUrls([QUrl(f"{web}/dog.png")])
    assert send(window.images, mime)
    qtbot.waitUntil(window.images.notice.isVisible)
    assert "dog.png" in window.images.notice.accessibleName()


def test_pictures_come_through_the_users_proxy(
    make_window: MakeWindow, qtbot: QtBot, web: str
) -> None:
    window = make_window()
    change_user_settings(proxy=web)
    mime = QMimeData()
    mime.setUrls([QUrl("http://pictures.example/cat.png")])
    assert send(window.library.drop_panel, mime)
    qtbot.waitUntil(lambda: len(window.editor.pictures.used) == 1)


SOURCE = """
import sys
from PySide6.QtCore import QMimeData, QUrl, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel

class Source(QLabel):
    def mouseMoveEvent(self, event):
        drag = QDrag(self)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(path) for path in sys.argv[1:]])
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)

app = QApplication([])
source = Source("drag me")
source.setWindowFlag(Qt.WindowType.FramelessWindowHint)
source.setGeometry(0, 0, 90, 700)
source.show()
app.exec()
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="needs Xvfb and xdotool",
)
def test_a_drag_from_another_program(workspace: Path, tmp_path: Path) -> None:
    with open(os.devnull, "w") as quiet:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1100x720x24"],
            stdout=subprocess.PIPE, stderr=quiet, text=True,
        )  # fmt: skip
    assert server.stdout is not None
    display = f":{server.stdout.readline().strip()}"
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    listing = tmp_path / "listing.txt"
    window = subprocess.Popen([sys.executable, "-c", _TARGET, str(listing)], env=environment)
    source = subprocess.Popen(
        [sys.executable, "-c", SOURCE, str(PICTURES / "01.png"), str(PICTURES / "02.png")],
        env=environment,
    )

    def mouse(*arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=environment, check=True)

    try:
        wait_for(lambda: listing.is_file(), seconds=20)
        mouse("mousemove", "45", "300", "mousedown", "1")
        for x in (60, 90, 400, 500, 600, 610):
            mouse("mousemove", str(x), "300")
            time.sleep(0.1)
        mouse("mouseup", "1")
        wait_for(lambda: "2 pictures" in listing.read_text(encoding="utf-8"), seconds=10)
    finally:
        for process in (source, window, server):
            process.kill()
            process.wait()
        server.stdout.close()


# The window beside the source, which writes down how many pictures it has.
_TARGET = """
import sys
from pathlib import Path
from desktop.app import Application, parse
from desktop.preferences import Preferences
from PySide6.QtCore import Qt

Preferences().remember_welcome()
application = Application(parse([]))
window = application.window
window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
window.setGeometry(100, 0, 1000, 700)
listing = Path(sys.argv[1])
write = lambda: listing.write_text(f"{len(window.editor.pictures.used)} pictures")
window.editor.changed.connect(write)
application.engine.looked.connect(write)
application.start()
sys.exit(application.qt.exec())
"""


def wait_for(condition: Callable[[], bool], *, seconds: float) -> None:
    """For what happens in other processes, which no signal of ours tells of."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.05)
