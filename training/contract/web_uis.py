"""Knows the web UIs by the files they consist of, and finds those on this machine."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from training.contract.web_ui_folders import (
    Folders,
    a1111_folders,
    comfyui_folders,
    forge_folders,
    invokeai_folders,
    sdnext_folders,
    swarmui_folders,
)
from training.contract.web_ui_places import likely_places, sub_folders

Tool = Literal["a1111", "forge", "comfyui", "invokeai", "sdnext", "swarmui"]
TOOLS: tuple[Tool, ...] = get_args(Tool)
TOOL_NAMES: dict[Tool, str] = {
    "a1111": "AUTOMATIC1111",
    "forge": "Forge",
    "comfyui": "ComfyUI",
    "invokeai": "InvokeAI",
    "sdnext": "SD.Next",
    "swarmui": "SwarmUI",
}
# The first whose files are all there, and none of the others: SD.Next and Forge grew out of A1111.
_WEBUI = ("webui.py", "launch.py", "modules")
_MARKERS: tuple[tuple[Tool, tuple[str, ...]], ...] = (
    ("swarmui", ("launch-windows.bat", "launchtools", "src/BuiltinExtensions")),
    ("sdnext", (*_WEBUI, "installer.py")),
    ("forge", (*_WEBUI, "extensions-builtin", "modules_forge")),
    ("a1111", (*_WEBUI, "extensions-builtin")),
    ("comfyui", ("main.py", "nodes.py", "folder_paths.py", "comfy")),
    # A base directory of its own, as the desktop version has: the program lies elsewhere.
    ("comfyui", ("models/checkpoints", "custom_nodes", "input", "output", "user")),
    ("invokeai", ("invokeai.yaml", "databases/invokeai.db", "models")),
)
_FOLDERS: dict[Tool, Callable[[Path], Folders]] = {
    "a1111": a1111_folders,
    "forge": forge_folders,
    "comfyui": comfyui_folders,
    "invokeai": invokeai_folders,
    "sdnext": sdnext_folders,
    "swarmui": swarmui_folders,
}
# What zips and launchers wrap around a web UI has it in one of these, beside one of those.
_INSIDE = ("ComfyUI", "webui", "app")
_WRAPPERS = ("python_embeded", "environment.bat", "pinokio.js", "pinokio.json")
_DEPTH = 2
_DEEPEST_FOLDER = 6
# The window asks at its start, and slow disks must not keep it waiting.
_PATIENCE_SECONDS = 0.5


@dataclass(frozen=True)
class WebUI:
    """An installation: the folder with its files, and the folders it reads."""

    tool: Tool
    path: Path
    folders: Folders

    @property
    def name(self) -> str:
        return TOOL_NAMES[self.tool]


def web_ui_at(folder: Path) -> WebUI | None:
    """The web UI whose own folder this is, or the folder that its zip was unpacked into."""
    path = Path(os.path.abspath(folder))
    is_wrapper = any(os.path.exists(path / name) for name in _WRAPPERS)
    return _web_ui_in(path) or (_web_ui_below(path) if is_wrapper else None)


def recognise_web_ui(folder: Path) -> WebUI | None:
    """The web UI at `folder`, in it or around it: what a user points to may be any of these."""
    path = Path(os.path.abspath(folder))
    around = filter(None, map(_web_ui_in, path.parents[:_DEEPEST_FOLDER]))
    return _web_ui_in(path) or _web_ui_below(path) or next(around, None)


def find_web_uis(
    also: Sequence[Path] = (), *, patience_seconds: float = _PATIENCE_SECONDS
) -> list[WebUI]:
    """Those that `also` points to or holds, then those in likely places, each once. Never raises:
    what cannot be read is passed over."""
    found: dict[str, WebUI] = {}
    for folder in also:
        for web_ui in _web_uis_meant_by(folder):
            found.setdefault(_identity(web_ui), web_ui)
    until = time.monotonic() + patience_seconds
    for web_ui in _search(likely_places(), until=until):
        found.setdefault(_identity(web_ui), web_ui)
    return list(found.values())


def _web_uis_meant_by(folder: Path) -> list[WebUI]:
    """By a folder that a user points to: itself, else all in it, else the one around it."""
    if (here := web_ui_at(folder)) is not None:
        return [here]
    around = recognise_web_ui(folder)
    return list(_search([folder], until=None)) or ([around] if around else [])


def _search(starts: Sequence[Path], *, until: float | None) -> Iterator[WebUI]:
    """Level by level, so that what lies near is found before patience ends. A web UI is not
    searched further."""
    level = list(starts)
    seen: set[str] = set()
    for depth in range(_DEPTH + 1):
        below: list[Path] = []
        for folder in level:
            if until is not None and time.monotonic() > until:
                return
            name = os.path.normcase(folder)
            if name in seen:
                continue
            seen.add(name)
            if (web_ui := _web_ui_in(folder)) is not None:
                yield web_ui
            elif depth < _DEPTH:
                below += sub_folders(folder)
            elif (web_ui := _web_ui_below(folder)) is not None:
                yield web_ui
        level = below


def _web_ui_in(folder: Path) -> WebUI | None:
    for tool, markers in _MARKERS:
        if all(os.path.exists(folder / marker) for marker in markers):
            return WebUI(tool, folder, _FOLDERS[tool](folder))
    return None


def _web_ui_below(folder: Path) -> WebUI | None:
    return next(filter(None, (_web_ui_in(folder / name) for name in _INSIDE)), None)


def _identity(web_ui: WebUI) -> str:
    return os.path.normcase(os.path.realpath(web_ui.path))
