"""Resolves where an export goes: a web UI's name, its folder, its address, or any folder."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.contract.errors import ManulError
from training.contract.export_targets import why_not
from training.contract.layout import full_path
from training.contract.messages import Message, say
from training.contract.web_ui_folders import ArtefactKind, Folders
from training.contract.web_uis import (
    TOOL_NAMES,
    TOOLS,
    Tool,
    WebUI,
    find_web_uis,
    recognise_web_ui,
    web_ui_at,
)
from training.web_ui_api import api_is_off, identify
from training.web_ui_client import Client, NoAnswer, TooSlow, is_on_this_machine, web_address

_ALIASES: dict[str, Tool] = {
    "automatic1111": "a1111",
    "comfy": "comfyui",
    "invoke": "invokeai",
    "sd.next": "sdnext",
    "swarm": "swarmui",
}


@dataclass(frozen=True)
class Place:
    """`folder` None: the web UI fetches the file itself. `address`: where the web UI is to be
    asked, if the user said so. `notes`: what the user should know about this place."""

    folder: Path | None
    tool: Tool | None = None
    address: str | None = None
    notes: tuple[Message, ...] = ()


def resolve_place(text: str, kind: ArtefactKind, *, api: str | None = None) -> Place:
    """ManulError if there is no such place, or if it has no use for this kind of file."""
    address = web_address(api) if api else None
    if (tool := _tool_named(text)) is not None:
        _refuse_useless(tool, kind)
        return _in_web_ui(_the_only(tool, find_web_uis()), kind, address=address)
    if re.match(r"https?:", text.strip(), re.IGNORECASE):
        return _at_address(web_address(text), kind)
    folder = full_path(text)
    if (web_ui := web_ui_at(folder)) is not None:
        _refuse_useless(web_ui.tool, kind)
        return _in_web_ui(web_ui, kind, address=address)
    return _plain(folder, kind, address=address)


def _tool_named(text: str) -> Tool | None:
    name = text.strip().casefold()
    return next((tool for tool in TOOLS if tool == _ALIASES.get(name, name)), None)


def _refuse_useless(tool: Tool, kind: ArtefactKind) -> None:
    if (refusal := why_not(tool, kind)) is not None:
        raise refusal


def _the_only(tool: Tool, found: Sequence[WebUI]) -> WebUI:
    fitting = [web_ui for web_ui in found if web_ui.tool == tool]
    if not fitting:
        raise ManulError("place_invalid.not_found", tool=TOOL_NAMES[tool])
    if len(fitting) > 1:
        paths = ", ".join(str(web_ui.path) for web_ui in fitting)
        raise ManulError("place_invalid.several", tool=TOOL_NAMES[tool], paths=paths)
    return fitting[0]


def _in_web_ui(web_ui: WebUI, kind: ArtefactKind, *, address: str | None) -> Place:
    # What lies in InvokeAI's folders without being installed is not seen.
    folder = None if web_ui.tool == "invokeai" else web_ui.folders.of(kind)
    return Place(folder, web_ui.tool, address)


def _plain(folder: Path, kind: ArtefactKind, *, address: str | None) -> Place:
    """A folder stays the folder that was named; it may still be one that a web UI reads."""
    web_ui = recognise_web_ui(folder)
    if web_ui is None or web_ui.path not in folder.parents or web_ui.tool == "invokeai":
        tool = _tool_at(address) if address else None
        if tool is not None:
            _refuse_useless(tool, kind)
        return Place(folder, tool, address)
    _refuse_useless(web_ui.tool, kind)
    real = Path(os.path.realpath(folder))
    read = [Path(os.path.realpath(path)) for path in _read(web_ui.folders, kind)]
    if any(path in (real, *real.parents) for path in read):
        return Place(folder, web_ui.tool, address)
    expected = str(web_ui.folders.of(kind))
    note = say("note.not_looked_in", tool=web_ui.name, path=str(folder), expected=expected)
    return Place(folder, notes=(note,))


def _read(folders: Folders, kind: ArtefactKind) -> tuple[Path, ...]:
    if kind == "checkpoint":
        return folders.checkpoints
    folder = folders.of(kind)
    return (folder,) if folder else ()


def _at_address(address: str, kind: ArtefactKind) -> Place:
    client = Client(address)
    try:
        running = identify(client)
        if running is None and api_is_off(client):
            raise ManulError("place_invalid.api_off", address=address)
    except (NoAnswer, TooSlow) as error:
        raise ManulError("place_invalid.no_answer", address=address) from error
    if running is None:
        raise ManulError("place_invalid.stranger", address=address)
    tool, name = running.tool, TOOL_NAMES[running.tool]
    _refuse_useless(tool, kind)
    if not is_on_this_machine(address):
        raise ManulError("place_invalid.elsewhere", tool=name, address=address)
    if tool == "invokeai":
        return Place(None, tool, address)
    folder = running.folders.of(kind) if running.folders else None
    # What a container calls its folder means nothing outside.
    if folder is None or not os.path.isdir(folder.parent):
        # Then the one on this machine will be it.
        installed = [found for found in find_web_uis() if found.tool == tool]
        if len(installed) != 1:
            raise ManulError("place_invalid.no_folder", tool=name, address=address)
        folder = installed[0].folders.of(kind)
    return Place(folder, tool, address)


def _tool_at(address: str) -> Tool | None:
    """Who is to be told about a file in a folder that says nothing about its reader."""
    try:
        running = identify(Client(address))
    except (NoAnswer, TooSlow) as error:
        raise ManulError("place_invalid.no_answer", address=address) from error
    if running is None:
        raise ManulError("place_invalid.stranger", address=address)
    return running.tool
