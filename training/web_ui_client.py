"""Talks JSON to a web UI that runs on this machine or in its network. No torch."""

import http.client
import ipaddress
import json
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import psutil

from training.contract.errors import ManulError

# A program that is there says so at once; one that loads a model may take its time to look again.
KNOCK_SECONDS = 3.0
WORK_SECONDS = 30.0
# A1111 lists LoRAs with all their metadata.
_LARGEST_REPLY = 100_000_000
_PIECE = 65_536


class NoAnswer(Exception):
    """Nobody listens there."""


class TooSlow(Exception):
    """Somebody listens, but says nothing in time."""


@dataclass(frozen=True)
class Reply:
    """`content` is None where it is no JSON."""

    status: int
    content: Any = None

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An API does not move; whoever sends us elsewhere is another program."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass(frozen=True)
class Client:
    """Asks one address. Proxies are left out: web UIs run here or next door."""

    address: str
    knock_seconds: float = KNOCK_SECONDS
    work_seconds: float = WORK_SECONDS

    def knock(self, path: str, content: dict[str, Any] | None = None) -> Reply:
        """The first question, for which nobody should need long; with `content` a POST."""
        body = None if content is None else json.dumps(content).encode()
        return self._ask(path, body, seconds=self.knock_seconds)

    def get(self, path: str) -> Reply:
        return self._ask(path, None, seconds=self.work_seconds)

    def post(self, path: str, content: dict[str, Any] | None = None, **query: str) -> Reply:
        """With `query` behind the path. May take as long as the work it asks for."""
        full = f"{path}?{urlencode(query)}" if query else path
        body = json.dumps(content or {}).encode()
        return self._ask(full, body, seconds=self.work_seconds)

    def _ask(self, path: str, body: bytes | None, *, seconds: float) -> Reply:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        request = urllib.request.Request(self.address + path, body, headers)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects())
        until = time.monotonic() + seconds
        try:
            with opener.open(request, timeout=seconds) as response:
                return Reply(response.status, _read_json(response, until))
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, _read_json(error, until))
        except (TimeoutError, urllib.error.URLError, http.client.HTTPException, OSError) as error:
            if _is_timeout(error):
                raise TooSlow(self.address) from error
            raise NoAnswer(self.address) from error


def web_address(text: str) -> str:
    """`http://host:port[/path]` without anything else that may stand in such a line. ManulError
    if it is no address of a web server."""
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise ManulError("place_invalid.address", address=text)
    shown = f"[{host}]" if ":" in host else host
    # What `--listen` prints is where it listens, not where it can be reached.
    shown = "127.0.0.1" if shown == "0.0.0.0" else shown
    place = f"{shown}:{port}" if port else shown
    return urlunsplit((parts.scheme, place, parts.path.rstrip("/"), "", ""))


def is_on_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        if ipaddress.ip_address(host).is_loopback:
            return True
    except ValueError:
        return host.casefold() == socket.gethostname().casefold()
    own = {entry.address for entries in psutil.net_if_addrs().values() for entry in entries}
    return host in own


def _read_json(response: Any, until: float) -> Any:
    """None for what is no JSON or too much of it. A server that trickles is too slow as well."""
    pieces, length = [], 0
    while piece := response.read1(_PIECE) if hasattr(response, "read1") else response.read(_PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > _LARGEST_REPLY:
            return None
        if time.monotonic() > until:
            raise TimeoutError
    try:
        return json.loads(b"".join(pieces))
    except (ValueError, RecursionError):
        return None


def _is_timeout(error: BaseException) -> bool:
    reason = getattr(error, "reason", None)
    return isinstance(error, TimeoutError) or isinstance(reason, TimeoutError)
