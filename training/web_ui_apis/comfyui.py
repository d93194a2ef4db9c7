"""ComfyUI: reads its folders again by itself as soon as they have changed."""

import os
from pathlib import Path
from typing import Any

from training.contract.messages import say
from training.contract.web_ui_folders import ArtefactKind, Folders
from training.contract.web_uis import Tool
from training.web_ui_apis import (
    NewFile,
    Outcome,
    Running,
    content_of,
    facts_in,
    how_to,
    names_in,
    not_shown,
    shown,
    stranger,
)
from training.web_ui_client import Client, Reply

TOOLS: tuple[Tool, ...] = ("comfyui",)

_FACTS = "/system_stats"
_LISTS: dict[ArtefactKind, str] = {
    "embedding": "/embeddings",
    "lora": "/models/loras",
    "checkpoint": "/models/checkpoints",
    "hypernetwork": "/models/hypernetworks",
}


def identify(client: Client) -> Running | None:
    if not _is_ours(client.knock(_FACTS)):
        return None
    return Running("comfyui", _folders(facts_in(client.get("/internal/folder_paths"))))


def refresh(file: NewFile, client: Client) -> Outcome:
    facts = client.knock(_FACTS)
    content_of(facts, file=file, client=client)
    if not _is_ours(facts):
        return stranger(file, client)
    content = content_of(client.get(_LISTS[file.kind]), file=file, client=client)
    if file.stem not in names_in(content):
        return not_shown(file, client)
    if file.kind == "embedding":
        return shown(file)
    # The lists in the nodes of an open page are older than the file.
    click = how_to(file)
    return Outcome(True, say("refresh.shown_after", tool=file.tool_name, click=click))


def _is_ours(facts: Reply) -> bool:
    return {"system", "devices"} <= facts_in(facts).keys()


def _folders(content: dict[str, Any]) -> Folders | None:
    """The first of each kind is the one to write into; older versions do not tell."""
    found: dict[str, list[Path]] = {}
    for kind, folders in content.items():
        texts = folders if isinstance(folders, list) else []
        paths = [Path(text) for text in texts if isinstance(text, str) and os.path.isabs(text)]
        found[kind] = paths
    if not all(found.get(kind) for kind in ("embeddings", "loras", "checkpoints")):
        return None
    return Folders(
        embeddings=found["embeddings"][0],
        hypernetworks=next(iter(found.get("hypernetworks", ())), None),
        loras=found["loras"][0],
        checkpoints=tuple(found["checkpoints"]),
    )
