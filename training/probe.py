"""Finds out what this machine offers: processor, memory, cards, engine, workspace. No torch."""

import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict

from training import __version__
from training.card_problems import card_problem, installed_cuda
from training.contract.engine_process import engine_is_here
from training.contract.errors import ErrorReport, ManulError
from training.contract.layout import concepts
from training.contract.messages import plain_value
from training.contract.web_uis import Tool, WebUI, find_web_uis
from training.found_models import PATIENCE_SECONDS, ModelFound, found_models
from training.graphics_cards import GraphicsCard, graphics_cards, visible_cards

_ENGINE_PACKAGES = ("torch", "diffusers", "accelerate", "transformers")


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True)


class ConceptFound(_Facts):
    name: str
    path: str
    runs: int


class FoldersFound(_Facts):
    """None = the web UI has no such folder; of several the one to write into comes first."""

    embeddings: str | None
    hypernetworks: str | None
    loras: str | None
    checkpoints: tuple[str, ...]


class WebUIFound(_Facts):
    tool: Tool
    name: str
    path: str
    folders: FoldersFound


class Probe(_Facts):
    """`cards` = those that may be used here, `all_cards` = those that there are; `engine` =
    versions of the packages that train; None where they are not installed. `card_problem` = why
    these cards cannot train, as far as that is known without loading them; `workspace_problem` =
    why the concepts could not be listed."""

    manul: str
    python: str
    platform: str
    cpu: str
    cpu_cores: int
    ram_total_bytes: int
    ram_free_bytes: int
    cards: tuple[GraphicsCard, ...]
    all_cards: tuple[GraphicsCard, ...]
    engine: dict[str, str] | None
    workspace: str
    workspace_free_bytes: int
    concepts: tuple[ConceptFound, ...]
    card_problem: ErrorReport | None = None
    workspace_problem: ErrorReport | None = None
    web_uis: tuple[WebUIFound, ...] = ()
    base_models: tuple[ModelFound, ...] = ()


def probe(
    workspace: Path, web_ui_folders: Sequence[Path] = (), *,
    patience_seconds: float = PATIENCE_SECONDS,
) -> Probe:  # fmt: skip
    """The facts as of now; the workspace need not exist yet. Web UIs are looked for in likely
    places and in `web_ui_folders`, their models looked into as long as patience lasts."""
    memory = psutil.virtual_memory()
    found, problem = _concepts(workspace)
    web_uis = find_web_uis(web_ui_folders)
    all_cards, engine = graphics_cards(), _engine_versions()
    cards = visible_cards(all_cards)
    obstacle = card_problem(cards, installed_cuda()) if engine else None
    return Probe(
        manul=__version__,
        python=platform.python_version(),
        platform=platform.platform(),
        cpu=_cpu_name(),
        cpu_cores=psutil.cpu_count(logical=False) or os.cpu_count() or 1,
        ram_total_bytes=memory.total,
        ram_free_bytes=memory.available,
        cards=cards,
        all_cards=all_cards,
        engine=engine,
        workspace=str(plain_value(workspace)),
        workspace_free_bytes=_free_bytes(workspace),
        concepts=found,
        card_problem=obstacle.report() if obstacle else None,
        workspace_problem=problem,
        web_uis=tuple(map(_web_ui, web_uis)),
        base_models=found_models(web_uis, patience_seconds=patience_seconds),
    )


def _engine_versions() -> dict[str, str] | None:
    if not engine_is_here():
        return None
    try:
        return {name: importlib.metadata.version(name) for name in _ENGINE_PACKAGES}
    except importlib.metadata.PackageNotFoundError:
        return None


def _concepts(workspace: Path) -> tuple[tuple[ConceptFound, ...], ErrorReport | None]:
    try:
        return tuple(
            ConceptFound(
                name=str(plain_value(folder.path.name)),
                path=str(plain_value(folder.path)),
                runs=len(folder.runs()),
            )
            for folder in concepts(workspace)
        ), None
    except ManulError as error:
        return (), error.report()


def _web_ui(found: WebUI) -> WebUIFound:
    folders = found.folders
    return WebUIFound(
        tool=found.tool,
        name=found.name,
        path=str(plain_value(found.path)),
        folders=FoldersFound(
            embeddings=_path_text(folders.embeddings),
            hypernetworks=_path_text(folders.hypernetworks),
            loras=_path_text(folders.loras),
            checkpoints=tuple(str(plain_value(path)) for path in folders.checkpoints),
        ),
    )


def _path_text(path: Path | None) -> str | None:
    return None if path is None else str(plain_value(path))


def _free_bytes(folder: Path) -> int:
    """Of the disk on which `folder` is or would be."""
    while not os.path.isdir(folder) and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _cpu_name() -> str:
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    if sys.platform == "win32":
        import winreg

        place = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
            return str(winreg.QueryValueEx(key, "ProcessorNameString")[0]).strip()
    return platform.machine()
