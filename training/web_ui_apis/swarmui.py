"""SwarmUI: every question needs a session, which is had for the asking on this machine."""

from training.contract.web_ui_folders import ArtefactKind
from training.contract.web_uis import Tool
from training.web_ui_apis import (
    NewFile,
    Outcome,
    Running,
    by_hand,
    content_of,
    facts_in,
    names_in,
    shown,
    stranger,
)
from training.web_ui_client import Client, Reply

TOOLS: tuple[Tool, ...] = ("swarmui",)

_TYPES: dict[ArtefactKind, str] = {
    "embedding": "Embedding",
    "lora": "LoRA",
    "checkpoint": "Stable-Diffusion",
}
_DEEPEST = 10


def identify(client: Client) -> Running | None:
    return Running("swarmui") if _session(_open(client)) else None


def refresh(file: NewFile, client: Client) -> Outcome:
    opened = _open(client)
    content_of(opened, file=file, client=client)
    if (session := _session(opened)) is None:
        return stranger(file, client)
    client.post("/API/TriggerRefresh", {"session_id": session, "strong": True})
    wish = {"session_id": session, "path": "", "depth": _DEEPEST, "subtype": _TYPES[file.kind]}
    listed = client.post("/API/ListModels", wish)
    content = content_of(listed, file=file, client=client)
    files = content.get("files") if isinstance(content, dict) else None
    if file.stem in names_in(files, ("name",)):
        return shown(file)
    # It looks at most once in ten seconds, whoever asks.
    return by_hand(file)


def _open(client: Client) -> Reply:
    return client.knock("/API/GetNewSession", content={})


def _session(opened: Reply) -> str | None:
    session = facts_in(opened).get("session_id")
    return session if isinstance(session, str) else None
