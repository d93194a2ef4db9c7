"""Local servers that speak the endpoints of real web UIs, and look into real folders."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

# What a route answers: a status, or content for status 200, or both.
Answer = int | list[Any] | dict[str, Any] | tuple[int, Any]
Route = Callable[[dict[str, Any]], Answer]
Routes = dict[str, Route]


@dataclass
class FakeServer:
    """`routes` by "METHOD /path"; a route gets body and query in one dictionary. `raw` answers
    everything with these bytes instead."""

    routes: Routes = field(default_factory=dict)
    raw: bytes | None = None
    raw_status: int = 200
    delay_seconds: float = 0.0
    trickle_seconds: float = 0.0
    asked: list[str] = field(default_factory=list)
    address: str = ""


class _Handler(BaseHTTPRequestHandler):
    fake: FakeServer

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._answer(json.loads(body or b"{}"))

    def _answer(self, body: dict[str, Any]) -> None:
        parts = urlsplit(self.path)
        name = f"{self.command} {parts.path}"
        self.fake.asked.append(name)
        time.sleep(self.fake.delay_seconds)
        if self.fake.raw is not None:
            self._send(self.fake.raw_status, self.fake.raw)
            return
        route = self.fake.routes.get(name)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        answer: Answer = route(body | query) if route else (404, {"detail": "Not Found"})
        if isinstance(answer, int):
            answer = (answer, None)
        status, content = answer if isinstance(answer, tuple) else (200, answer)
        self._send(status, json.dumps(content).encode())

    def _send(self, status: int, content: bytes) -> None:
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", self.fake.address + "/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            if not self.fake.trickle_seconds:
                self.wfile.write(content)
                return
            for byte in content:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(self.fake.trickle_seconds)
        except OSError:
            # Whoever asked has lost patience.
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Says nothing in the test's output."""


@contextmanager
def serving(fake: FakeServer, port: int = 0) -> Iterator[FakeServer]:
    """The server runs within, at any free port unless one is named; its address is in
    `fake.address`."""
    handler = type("Handler", (_Handler,), {"fake": fake})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    fake.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _stems(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*")) if folder.is_dir() else []


def a1111(root: Path, *, skips: tuple[str, ...] = (), is_forge: bool = False) -> FakeServer:
    """Looks into its folders only when told to; embeddings in `skips` are of another family."""
    folders = {
        "embeddings": root / "embeddings",
        "loras": root / "models" / "Lora",
        "checkpoints": root / "models" / "Stable-diffusion",
        "hypernetworks": root / "models" / "hypernetworks",
    }
    known = {kind: _stems(folder) for kind, folder in folders.items()}

    def look(kind: str) -> Route:
        def refresh(_: dict[str, Any]) -> Answer:
            known[kind] = _stems(folders[kind])
            return (200, None)

        return refresh

    def embeddings(_: dict[str, Any]) -> Answer:
        facts = {"step": 4, "sd_checkpoint": None, "shape": 768, "vectors": 4}
        loaded = {name: facts for name in known["embeddings"] if name not in skips}
        skipped = {name: facts for name in known["embeddings"] if name in skips}
        return {"loaded": loaded, "skipped": skipped}

    flags = {"data_dir": str(root), "embeddings_dir": str(folders["embeddings"]), "ckpt_dir": None}
    flags |= {"hypernetwork_dir": str(folders["hypernetworks"]), "lora_dir": str(folders["loras"])}
    flags |= {"forge_ref_a1111_home": None} if is_forge else {}
    return FakeServer({
        "GET /internal/ping": lambda _: {},
        "GET /sdapi/v1/cmd-flags": lambda _: flags,
        "POST /sdapi/v1/refresh-embeddings": look("embeddings"),
        "GET /sdapi/v1/embeddings": embeddings,
        "POST /sdapi/v1/refresh-loras": look("loras"),
        "GET /sdapi/v1/loras": lambda _: [
            {"name": name, "alias": name, "path": f"{name}.safetensors", "metadata": {}}
            for name in known["loras"]
        ],
        "POST /sdapi/v1/refresh-checkpoints": look("checkpoints"),
        "GET /sdapi/v1/sd-models": lambda _: [
            {"title": f"{name}.safetensors [0]", "model_name": name,
             "filename": f"C:\\models\\{name}.safetensors"}
            for name in known["checkpoints"]
        ],
        "GET /sdapi/v1/hypernetworks": lambda _: [
            {"name": name, "path": f"{name}.pt"} for name in known["hypernetworks"]
        ],
    })  # fmt: skip


def a1111_without_api() -> FakeServer:
    return FakeServer({"GET /internal/ping": lambda _: {}})


def sdnext(root: Path) -> FakeServer:
    """Has no order to look for embeddings, and lists those of the loaded model."""
    fake = a1111(root)
    del fake.routes["POST /sdapi/v1/refresh-embeddings"]
    folder = root / "models" / "embeddings"
    names = _stems(folder)
    fake.routes |= {
        "GET /sdapi/v1/version": lambda _: {"app": "sd.next", "updated": "2026-01-01"},
        "GET /sdapi/v1/options": lambda _: {
            "embeddings_dir": str(folder), "lora_dir": str(root / "models" / "Lora"),
            "ckpt_dir": str(root / "models" / "Stable-diffusion"),
        },
        "GET /sdapi/v1/embeddings": lambda _: {"loaded": names, "skipped": []},
    }  # fmt: skip
    return fake


def comfyui(root: Path) -> FakeServer:
    """Looks into its folders whenever it is asked."""
    models = root / "models"
    kinds = ("embeddings", "loras", "checkpoints", "hypernetworks")
    fake = FakeServer({
        "GET /system_stats": lambda _: {"system": {"os": "posix"}, "devices": []},
        "GET /internal/folder_paths": lambda _: {kind: [str(models / kind)] for kind in kinds},
        "GET /embeddings": lambda _: _stems(models / "embeddings"),
    })  # fmt: skip
    for kind in kinds:
        folder = models / kind
        fake.routes[f"GET /models/{kind}"] = lambda _, folder=folder: [  # type: ignore[misc]
            f"sub/{path.name}" for path in folder.glob("*")
        ]
    return fake


def invokeai(root: Path, *, error: str = "", ends: bool = True) -> FakeServer:
    """Installs a copy in the background; the second look finds the job at its end."""
    jobs: list[dict[str, Any]] = []
    models: list[dict[str, Any]] = []

    def install(wish: dict[str, Any]) -> Answer:
        if any(model["source"] == wish["source"] for model in models):
            return (409, {"detail": "A model at this path is already installed"})
        jobs.append({"id": len(jobs), "status": "waiting", "source": wish["source"], **wish})
        return (201, jobs[-1])

    def job(number: int) -> Route:
        def look(_: dict[str, Any]) -> Answer:
            found = jobs[number]
            if found["status"] == "waiting":
                found["status"] = "running"
            elif ends and error:
                found |= {"status": "error", "error": error, "error_reason": "InvalidModel"}
            elif ends and found["status"] == "running":
                copy = shutil.copy(found["source"], root / "models")
                models.append({"key": "k", "name": Path(copy).stem, "source": found["source"]})
                found["status"] = "completed"
            return found

        return look

    return FakeServer(
        {
            "GET /api/v1/app/version": lambda _: {"version": "6.14.0"},
            "POST /api/v2/models/install": install,
            "GET /api/v2/models/install/0": job(0),
            "GET /api/v2/models/": lambda _: {"models": models},
        }
    )


def swarmui(root: Path, *, looks: bool = True) -> FakeServer:
    """Answers only those who have a session; `looks` = it was long enough since the last time."""
    folders = {"Embedding": "Embeddings", "LoRA": "Lora", "Stable-Diffusion": "Stable-Diffusion"}
    known: dict[str, list[str]] = {}

    def refresh(wish: dict[str, Any]) -> Answer:
        if looks and wish.get("session_id") == "s":
            for kind, name in folders.items():
                known[kind] = [path.name for path in (root / "Models" / name).glob("*")]
        return {"list": []}

    def models(wish: dict[str, Any]) -> Answer:
        if wish.get("session_id") != "s":
            return {"error_id": "invalid_session_id"}
        names = known.get(wish["subtype"], [])
        return {"folders": [], "files": [{"name": f"sub/{name}"} for name in names]}

    return FakeServer(
        {
            "POST /API/GetNewSession": lambda _: {"session_id": "s", "user_id": "local"},
            "POST /API/TriggerRefresh": refresh,
            "POST /API/ListModels": models,
        }
    )
