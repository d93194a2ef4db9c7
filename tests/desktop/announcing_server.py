"""A server on this machine that announces versions, and the resource that names it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from desktop.new_version import source

PAGE = "https://127.0.0.1/manul/9.0.0"
NEWER = f'''
version = "9.0.0"
page = "{PAGE}"
[notes]
en = "Trains twice as fast on small cards."
ru = "Вдвое быстрее учит на небольших картах."
'''


@dataclass
class AnnouncingServer:
    """What it answers, and what it was asked: a path with the headers, each time."""

    content: bytes = NEWER.encode()
    code: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/newest.toml"

    @contextmanager
    def running(self) -> Iterator[None]:
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outside.asked.append((self.path, dict(self.headers)))
                self.send_response(outside.code)
                for name, value in outside.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(outside.content)
                except ConnectionError:
                    # Whoever asked has had enough of it.
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Nothing on the console."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            self.port = server.server_port
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            yield
            server.shutdown()


def name_address(
    folder: Path, monkeypatch: pytest.MonkeyPatch, address: str, page_host: str = ""
) -> None:
    """As if whoever distributes Manul had filled it in."""
    file = folder / "new_versions.toml"
    file.write_text(f'address = "{address}"\npage_host = "{page_host}"\n', encoding="utf-8")
    monkeypatch.setattr(source, "FILE", file)
