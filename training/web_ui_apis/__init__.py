"""How running web UIs are spoken to: a module here with TOOLS is for those web UIs."""

import importlib
import pkgutil
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from training.contract.messages import Message, say
from training.contract.web_ui_folders import ArtefactKind, Folders
from training.contract.web_uis import TOOL_NAMES, Tool
from training.web_ui_client import Client, Reply

_SUFFIX = re.compile(r"\.(pt|safetensors|bin|ckpt)$", re.IGNORECASE)
# What the web UIs call their own tabs.
_WEBUI_TABS = {"embedding": "Textual Inversion", "lora": "Lora", "hypernetwork": "Hypernetworks"}
_SWARM_TABS = {"embedding": "Embeddings", "lora": "LoRAs", "checkpoint": "Models"}


@dataclass(frozen=True)
class NewFile:
    """What was written, what it is, and for whom."""

    path: Path
    kind: ArtefactKind
    tool: Tool

    @property
    def tool_name(self) -> str:
        return TOOL_NAMES[self.tool]

    @property
    def stem(self) -> str:
        return _SUFFIX.sub("", self.path.name)


@dataclass(frozen=True)
class Outcome:
    """`refreshed`: True = the web UI lists the file; False = it runs and does not; None = there
    was nothing to do, or nobody to tell."""

    refreshed: bool | None
    message: Message


@dataclass(frozen=True)
class Running:
    """Who answers at an address. `folders` = those that it reads, None where it does not tell."""

    tool: Tool
    folders: Folders | None = None


class Refused(Exception):
    """The web UI cannot be asked; carries what to say instead."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


class WebUIApi(Protocol):
    """What a module of this package offers."""

    TOOLS: tuple[Tool, ...]

    def identify(self, client: Client) -> Running | None:
        """Who answers there, if it is one of TOOLS."""

    def refresh(self, file: NewFile, client: Client) -> Outcome:
        """Have its tool look for `file`, and check that it sees it. May raise Refused."""


def web_ui_apis() -> list[WebUIApi]:
    modules = [
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
    ]
    return [cast("WebUIApi", module) for module in modules]


def how_to(file: NewFile) -> Message:
    """What to click so that the file's running web UI looks again."""
    match file.tool, file.kind:
        case "comfyui", _:
            return say("click.comfyui")
        case "invokeai", _:
            return say("click.invokeai", path=str(file.path))
        case "sdnext", _:
            return say("click.sdnext")
        case "swarmui", kind:
            return say("click.tab", tab=_SWARM_TABS[kind])
        case _, "checkpoint":
            return say("click.checkpoint")
        case _, kind:
            return say("click.tab", tab=_WEBUI_TABS[kind])


def content_of(reply: Reply, *, file: NewFile, client: Client) -> Any:
    """The reply's content if it can be one of the API asked for; Refused otherwise."""
    if reply.status in (401, 403):
        login = say("refresh.login", tool=file.tool_name, click=how_to(file))
        raise Refused(Outcome(False, login))
    if not reply.is_good or reply.content is None:
        raise Refused(stranger(file, client))
    return reply.content


def facts_in(reply: Reply) -> dict[str, Any]:
    """The object that the reply carries, or an empty one."""
    return reply.content if reply.is_good and isinstance(reply.content, dict) else {}


def shown(file: NewFile) -> Outcome:
    return Outcome(True, say("refresh.shown", tool=file.tool_name))


def not_shown(file: NewFile, client: Client) -> Outcome:
    return Outcome(False, say("refresh.not_shown", tool=file.tool_name, address=client.address))


def by_hand(file: NewFile) -> Outcome:
    return Outcome(False, say("refresh.by_hand", tool=file.tool_name, click=how_to(file)))


def stranger(file: NewFile, client: Client) -> Outcome:
    return Outcome(None, say("refresh.stranger", tool=file.tool_name, address=client.address))


def names_in(content: Any, keys: Iterable[str] = ()) -> set[str]:
    """Names without folder and ending, from a list of names or of objects with one of `keys`."""
    found: set[str] = set()
    for entry in content if isinstance(content, list) else ():
        values = [entry.get(key) for key in keys] if isinstance(entry, dict) else [entry]
        texts = [value for value in values if isinstance(value, str)]
        found.update(_SUFFIX.sub("", re.split(r"[\\/]", text)[-1]) for text in texts)
    return found
