"""A small Hugging Face hub on this machine, as far as huggingface_hub asks one for models."""

import hashlib
import http.server
import json
import threading
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from huggingface_hub import constants

COMMIT = "0123456789abcdef0123456789abcdef01234567"
# The real one keeps larger files outside git, on another host.
LARGE_BYTES = 10_000


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    method: str
    host: str
    path: str
    range: str | None
    token: str | None


@dataclass
class FakeHub:
    """One model, `name`, with its `files`; large ones are redirected to a host of their own."""

    name: str
    files: dict[str, bytes]
    # What the hub answers instead: (status, X-Error-Code) for paths that end so.
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict)
    # A network that lets nobody out before they have logged in answers everything with this.
    login_page: bytes | None = None
    # So many answers with a large file end after so many bytes: the connection is closed, or held
    # open in silence.
    cuts: int = 0
    cut_after: int = 0
    hangs: bool = False
    ignores_ranges: bool = False
    asked: list[Asked] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        # It looks for an end of the serving this often.
        beat = {"poll_interval": 0.01}
        threading.Thread(target=self._server.serve_forever, kwargs=beat, daemon=True).start()

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def blob(self, content: bytes) -> str:
        """The name of a file's content: SHA-256 of large ones, else git's own hash."""
        if len(content) >= LARGE_BYTES:
            return hashlib.sha256(content).hexdigest()
        return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()

    def model_info(self) -> dict[str, Any]:
        siblings = []
        for path, content in self.files.items():
            entry: dict[str, Any] = {"rfilename": path, "size": len(content)}
            entry["blobId"] = self.blob(content)[:40]
            if len(content) >= LARGE_BYTES:
                size = len(content)
                entry["lfs"] = {"sha256": self.blob(content), "size": size, "pointerSize": 134}
            siblings.append(entry)
        return {"id": self.name, "sha": COMMIT, "siblings": siblings}

    def loaded(self) -> list[str]:
        """The files whose bytes were sent, each time."""
        names = {self.blob(content): path for path, content in self.files.items()}
        start = f"/{self.name}/resolve/{COMMIT}/"
        return [
            names[ask.path.removeprefix("/large/")]
            if ask.path.startswith("/large/")
            else ask.path.removeprefix(start)
            for ask in self.asked
            if ask.method == "GET" and (ask.path.startswith("/large/") or self._is_small(ask.path))
        ]

    def _is_small(self, path: str) -> bool:
        name = path.removeprefix(f"/{self.name}/resolve/{COMMIT}/")
        return name != path and len(self.files.get(name, b"")) < LARGE_BYTES


def use_hub(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point this process there; the library read the variables for it when it was imported."""
    template = url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "ENDPOINT", url)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", "no token")
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


class _Handler(http.server.BaseHTTPRequestHandler):
    hub: ClassVar[FakeHub]
    protocol_version = "HTTP/1.1"
    # Otherwise each answer waits 40 ms for the client to acknowledge its headers.
    disable_nagle_algorithm = True

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Standard error belongs to the tests."""

    def _answer(self) -> None:
        hub, path = self.hub, self.path.partition("?")[0]
        host = self.headers["Host"].partition(":")[0]
        ask = Asked(
            self.command, host, path, self.headers["Range"], self.headers["Authorization"]
        )  # fmt: skip
        hub.asked.append(ask)
        if hub.login_page is not None:
            return self._send(200, hub.login_page, {"Content-Type": "text/html"})
        for end, (status, code) in hub.refusals.items():
            if path.endswith(end):
                return self._send(status, b"{}", {"X-Error-Code": code} if code else {})
        if path == f"/api/models/{hub.name}":
            return self._send(200, json.dumps(hub.model_info()).encode(), {})
        if path.startswith("/large/"):
            contents = {hub.blob(content): content for content in hub.files.values()}
            return self._send_large(contents[path.removeprefix("/large/")])
        content = hub.files.get(path.removeprefix(f"/{hub.name}/resolve/{COMMIT}/"))
        if content is None:
            return self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})
        return self._send_file(content)

    def _send_file(self, content: bytes) -> None:
        blob = self.hub.blob(content)
        facts = {"X-Repo-Commit": COMMIT, "ETag": f'"{blob}"'}
        if len(content) < LARGE_BYTES:
            return self._send(200, content, facts)
        facts |= {"X-Linked-ETag": f'"{blob}"', "X-Linked-Size": str(len(content))}
        return self._send(
            302, b"", facts | {"Location": f"http://localhost:{self.hub.port}/large/{blob}"}
        )  # fmt: skip

    def _send_large(self, content: bytes) -> None:
        start = 0
        if (wanted := self.headers["Range"]) is not None and not self.hub.ignores_ranges:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        rest = content[start:]
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if not self.hub.cuts:
            self.wfile.write(rest)
            return
        self.hub.cuts -= 1
        self.wfile.write(rest[: self.hub.cut_after])
        self.wfile.flush()
        if self.hub.hangs:
            self.hub.released.wait()
        self.close_connection = True

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
