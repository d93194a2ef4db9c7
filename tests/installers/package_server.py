"""A registry of packages on this machine, which is also a proxy: it answers for any host."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class PackageServer:
    """Serves the wheels of `folder` under any path: `…/torch/` lists them, `…/files/NAME` is one.
    `cut` = wheels of which only half comes; `asked` = what was asked for, as it was written."""

    folder: Path
    cut: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def hosts(self) -> set[str | None]:
        """Empty name = this server itself was meant."""
        return {urlsplit(asked).hostname for asked in self.asked}

    @contextmanager
    def running(self) -> Iterator[None]:
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outside.asked.append(self.path)
                outside._answer(self)

            def do_HEAD(self) -> None:
                """Is there more to be had than whole files? No."""
                self.send_response(405)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing on the console."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            self.port = server.server_port
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            yield
            server.shutdown()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(request.path).path).rstrip("/")
        before, _, name = path.rpartition("/")
        if before.endswith("/files"):
            self._send_file(request, self.folder / name)
            return
        root = "../files" if before else "files"
        found = sorted(self.folder.glob(f"{name}-*.whl"))
        links = "".join(f'<a href="{root}/{one.name}">{one.name}</a>' for one in found)
        content = f"<!DOCTYPE html><html><body>{links}</body></html>".encode()
        self._send(request, content if found else b"", code=200 if found else 404)

    def _send_file(self, request: BaseHTTPRequestHandler, path: Path) -> None:
        content = path.read_bytes()
        is_cut = any(path.name.startswith(f"{name}-") for name in self.cut)
        self._send(request, content, most=len(content) // 2 if is_cut else None)

    @staticmethod
    def _send(
        request: BaseHTTPRequestHandler, content: bytes, *, code: int = 200, most: int | None = None
    ) -> None:
        request.send_response(code)
        request.send_header("Content-Type", "text/html")
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content[:most])
        request.close_connection = True
