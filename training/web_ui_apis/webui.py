"""AUTOMATIC1111, Forge and SD.Next: one grew out of the other, and they speak alike."""

import os
from pathlib import Path
from typing import Any

from training.contract.messages import say
from training.contract.web_ui_folders import ArtefactKind, Folders
from training.contract.web_uis import Tool
from training.web_ui_apis import (
    NewFile,
    Outcome,
    Refused,
    Running,
    by_hand,
    content_of,
    facts_in,
    how_to,
    names_in,
    not_shown,
    shown,
    stranger,
)
from training.web_ui_client import Client, Reply

TOOLS: tuple[Tool, ...] = ("a1111", "forge", "sdnext")

_FLAGS = "/sdapi/v1/cmd-flags"
# Only a page that was started without `--api` answers here and not there.
_PING = "/internal/ping"
_NOT_FOUND = 404
_FORGE_FLAG = "forge_ref_a1111_home"
# What lists a kind of file, and what orders to read its folder again.
_LISTS: dict[ArtefactKind, tuple[str, str | None]] = {
    "embedding": ("/sdapi/v1/embeddings", "/sdapi/v1/refresh-embeddings"),
    "lora": ("/sdapi/v1/loras", "/sdapi/v1/refresh-loras"),
    "checkpoint": ("/sdapi/v1/sd-models", "/sdapi/v1/refresh-checkpoints"),
    "hypernetwork": ("/sdapi/v1/hypernetworks", None),
}


def identify(client: Client) -> Running | None:
    flags = client.knock(_FLAGS)
    if not _is_ours(flags):
        return None
    if client.get("/sdapi/v1/version").is_good:
        return Running("sdnext", _sdnext_folders(facts_in(client.get("/sdapi/v1/options"))))
    tool: Tool = "forge" if _FORGE_FLAG in flags.content else "a1111"
    return Running(tool, _folders(flags.content))


def has_its_api_off(client: Client) -> bool:
    return client.knock(_FLAGS).status == _NOT_FOUND and client.get(_PING).content == {}


def refresh(file: NewFile, client: Client) -> Outcome:
    _check_api(file, client)
    listing, order = _LISTS[file.kind]
    # SD.Next has no order for embeddings and answers 404: it reads them with the next model.
    obeyed = order is not None and client.post(order).is_good
    content = content_of(client.get(listing), file=file, client=client)
    if file.kind == "embedding":
        if file.stem in _part(content, "loaded"):
            return shown(file)
        if file.stem in _part(content, "skipped"):
            return Outcome(True, say("refresh.skipped", tool=file.tool_name))
    elif file.stem in names_in(content, ("name", "model_name", "filename")):
        return shown(file)
    return not_shown(file, client) if obeyed else by_hand(file)


def _check_api(file: NewFile, client: Client) -> None:
    flags = client.knock(_FLAGS)
    if flags.status in (401, 403):
        content_of(flags, file=file, client=client)
    if _is_ours(flags):
        return
    if has_its_api_off(client):
        click = how_to(file)
        raise Refused(Outcome(False, say("refresh.api_off", tool=file.tool_name, click=click)))
    raise Refused(stranger(file, client))


def _is_ours(flags: Reply) -> bool:
    """All three have this option."""
    return "data_dir" in facts_in(flags)


def _folders(flags: dict[str, Any]) -> Folders | None:
    """From the options of a running one, defaults included; None if they are not absolute."""
    data = _folder(flags, "data_dir")
    if data is None:
        return None
    models = _folder(flags, "models_dir") or data / "models"
    checkpoints = _folder(flags, "ckpt_dir") or models / "Stable-diffusion"
    return Folders(
        embeddings=_folder(flags, "embeddings_dir") or data / "embeddings",
        hypernetworks=_folder(flags, "hypernetwork_dir") or models / "hypernetworks",
        loras=_folder(flags, "lora_dir") or models / "Lora",
        checkpoints=(checkpoints,),
    )


def _sdnext_folders(options: dict[str, Any]) -> Folders | None:
    """Its options are often relative to where it was started, which it does not tell."""
    embeddings, loras = _folder(options, "embeddings_dir"), _folder(options, "lora_dir")
    checkpoints = _folder(options, "ckpt_dir")
    if embeddings is None or loras is None or checkpoints is None:
        return None
    return Folders(embeddings=embeddings, loras=loras, checkpoints=(checkpoints,))


def _folder(options: dict[str, Any], name: str) -> Path | None:
    text = options.get(name)
    return Path(text) if isinstance(text, str) and os.path.isabs(text) else None


def _part(content: Any, key: str) -> Any:
    """Names by their facts in A1111 and Forge, names alone in SD.Next."""
    part = content.get(key) if isinstance(content, dict) else None
    return part if isinstance(part, (dict, list)) else ()
