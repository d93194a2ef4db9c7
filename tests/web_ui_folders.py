"""Installations of web UIs as far as Manul looks: the files and folders that tell them apart."""

from pathlib import Path

from training.contract.web_uis import Tool

_WEBUI = ("webui.py", "launch.py", "modules/", "extensions-builtin/")
MARKERS: dict[Tool, tuple[str, ...]] = {
    "a1111": (*_WEBUI, "embeddings/", "models/Stable-diffusion/"),
    "forge": (*_WEBUI, "modules_forge/", "backend/", "embeddings/", "models/Stable-diffusion/"),
    "comfyui": (
        "main.py", "nodes.py", "folder_paths.py", "comfy/", "models/checkpoints/",
        "models/embeddings/", "models/loras/",
    ),
    "invokeai": ("invokeai.yaml", "databases/invokeai.db", "models/"),
    "sdnext": (*_WEBUI, "installer.py", "models/"),
    "swarmui": ("launch-windows.bat", "launchtools/", "src/BuiltinExtensions/", "Models/"),
}  # fmt: skip


def install(tool: Tool, root: Path) -> Path:
    """A fresh copy of `tool` at `root`: what has not been used yet does not exist yet."""
    for marker in MARKERS[tool]:
        path = root / marker
        if marker.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    return root
