"""Where each web UI keeps what it loads: its own folders, or those that its user chose instead."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from training.contract.launch_arguments import (
    LaunchArguments,
    launch_arguments,
    options,
    path_from,
    read_text_leniently,
    split_words,
)

ArtefactKind = Literal["embedding", "hypernetwork", "lora", "checkpoint"]

_COMFY_KINDS = ("embeddings", "hypernetworks", "loras", "checkpoints", "diffusers")
_SWARM_DEFAULTS = {
    "ModelRoot": "Models",
    "SDModelFolder": "Stable-Diffusion",
    "SDLoraFolder": "Lora",
    "SDEmbeddingFolder": "Embeddings",
}
_MOST_START_FILES = 10


@dataclass(frozen=True)
class Folders:
    """None = the web UI has no such folder. Of several the first is the one to write into;
    checkpoints are looked for in all of theirs."""

    embeddings: Path | None = None
    hypernetworks: Path | None = None
    loras: Path | None = None
    checkpoints: tuple[Path, ...] = ()

    def of(self, kind: ArtefactKind) -> Path | None:
        match kind:
            case "embedding":
                return self.embeddings
            case "hypernetwork":
                return self.hypernetworks
            case "lora":
                return self.loras
            case "checkpoint":
                return self.checkpoints[0] if self.checkpoints else None


def a1111_folders(root: Path) -> Folders:
    """AUTOMATIC1111, and the options that Forge has from it."""
    return _webui_folders(root, launch_arguments(root))


def forge_folders(root: Path) -> Folders:
    """Forge borrows folders of an A1111 installation that are there and not given otherwise."""
    given = launch_arguments(root)
    home = given.path("--forge-ref-a1111-home")
    if home is None:
        return _webui_folders(root, given)
    borrowed = {
        "--embeddings-dir": home / "embeddings",
        "--hypernetwork-dir": home / "models" / "hypernetworks",
        "--lora-dir": home / "models" / "Lora",
        "--ckpt-dir": home / "models" / "Stable-diffusion",
    }
    there = {name: (str(path),) for name, path in borrowed.items() if os.path.isdir(path)}
    return _webui_folders(root, LaunchArguments(root, there | dict(given.values)))


def comfyui_folders(root: Path) -> Folders:
    given = _comfy_arguments(root)
    base = given.path("--base-directory") or root
    models = given.path("--models-directory") or base / "models"
    found = {kind: [models / kind] for kind in _COMFY_KINDS}
    files = [root / "extra_model_paths.yaml", *given.paths("--extra-model-paths-config")]
    for file in files:
        for kind, path, is_default in _extra_model_paths(file):
            if path in found[kind]:
                found[kind].remove(path)
            found[kind].insert(0 if is_default else len(found[kind]), path)
    return Folders(
        embeddings=found["embeddings"][0],
        hypernetworks=found["hypernetworks"][0],
        loras=found["loras"][0],
        checkpoints=_unique([*found["checkpoints"], *found["diffusers"]]),
    )


def invokeai_folders(root: Path) -> Folders:
    """InvokeAI takes files through its API only; everything it has installed lies in one folder."""
    settings = _mapping(_yaml(root / "invokeai.yaml"))
    return Folders(checkpoints=(path_from(_text(settings, "models_dir", "models"), base=root),))


def sdnext_folders(root: Path) -> Folders:
    """By its config.json. Folders given as options at the start leave no trace to read. Its newer
    versions have no hypernetworks."""
    try:
        settings = _mapping(json.loads(read_text_leniently(root / "config.json")))
    except (ValueError, RecursionError):
        settings = {}
    models = path_from(_text(settings, "models_dir", "models"), base=root)

    def chosen(key: str, usual: str) -> Path:
        return path_from(_text(settings, key, str(models / usual)), base=root)

    return Folders(
        embeddings=chosen("embeddings_dir", "embeddings"),
        loras=chosen("lora_dir", "Lora"),
        checkpoints=_unique(
            [chosen("ckpt_dir", "Stable-diffusion"), chosen("diffusers_dir", "Diffusers")]
        ),
    )


def swarmui_folders(root: Path) -> Folders:
    """Several roots and several names stand side by side, separated by semicolons."""
    settings = _SWARM_DEFAULTS | _swarm_paths(read_text_leniently(root / "Data" / "Settings.fds"))
    roots = [path_from(text, base=root) for text in _listed(settings["ModelRoot"])]

    def folders(key: str) -> list[Path]:
        names = _listed(settings[key])
        return [path_from(name, base=model_root) for model_root in roots for name in names]

    return Folders(
        embeddings=next(iter(folders("SDEmbeddingFolder")), None),
        loras=next(iter(folders("SDLoraFolder")), None),
        checkpoints=_unique(folders("SDModelFolder")),
    )


def _webui_folders(root: Path, given: LaunchArguments) -> Folders:
    data = given.path("--data-dir") or root
    # "--model-ref", "--ckpt-dirs" and embeddings below models/ are those of the newer Forge Neo.
    models = given.path("--model-ref") or given.path("--models-dir") or data / "models"
    embeddings = data / "embeddings"
    if not os.path.isdir(embeddings) and os.path.isdir(models / "embeddings"):
        embeddings = models / "embeddings"
    checkpoints = [*given.paths("--ckpt-dir"), models / "Stable-diffusion"]
    return Folders(
        embeddings=given.path("--embeddings-dir") or embeddings,
        hypernetworks=given.path("--hypernetwork-dir") or models / "hypernetworks",
        loras=given.path("--lora-dir") or models / "Lora",
        checkpoints=_unique([*checkpoints, *given.paths("--ckpt-dirs")]),
    )


def _comfy_arguments(root: Path) -> LaunchArguments:
    """The portable version is started by files beside its ComfyUI folder; others have their own."""
    pattern = "run*.bat" if sys.platform == "win32" else "run*.sh"
    for folder in (root.parent, root):
        for file in _files(folder, pattern)[:_MOST_START_FILES]:
            for line in read_text_leniently(file).splitlines():
                _, is_start, rest = line.partition("main.py")
                found = options(split_words(rest)) if is_start else {}
                if any(name.endswith(("-directory", "-config")) for name in found):
                    return LaunchArguments(folder, found)
    return LaunchArguments(root)


def _files(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _extra_model_paths(file: Path) -> Iterator[tuple[str, Path, bool]]:
    """(kind, folder, is it the first choice) of every section in the order of the file."""
    for section in _mapping(_yaml(file)).values():
        entries = _mapping(section)
        base = file.parent
        if written := _text(entries, "base_path", ""):
            base = path_from(os.path.expandvars(written), base=base)
        for kind, value in entries.items():
            if kind in _COMFY_KINDS:
                lines = value if isinstance(value, list) else str(value or "").split("\n")
                for line in lines:
                    if str(line).strip():
                        yield kind, path_from(str(line), base=base), bool(entries.get("is_default"))


def _swarm_paths(text: str) -> dict[str, str]:
    """The section `Paths` of SwarmUI's settings: indented lines of `name: value`."""
    found: dict[str, str] = {}
    is_inside = False
    for line in text.splitlines():
        name, separator, value = line.strip().partition(":")
        if not separator or name.startswith("#"):
            continue
        if not line[0].isspace():
            is_inside = name == "Paths"
        elif is_inside and name in _SWARM_DEFAULTS and value.strip():
            # The format writes a backslash as "\s", and marks outer spaces with "\x".
            found[name] = value.strip().replace("\\x", "").replace("\\s", "\\")
    return found


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(read_text_leniently(path))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _mapping(content: Any) -> dict[str, Any]:
    return {str(key): value for key, value in content.items()} if isinstance(content, dict) else {}


def _text(settings: dict[str, Any], key: str, usual: str) -> str:
    value = settings.get(key)
    return value if isinstance(value, str) and value.strip() else usual


def _unique(paths: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(paths))
