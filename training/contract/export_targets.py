"""What each web UI can use, in which format, and how it is called in a prompt there."""

from typing import Literal

from training.contract.errors import ManulError
from training.contract.web_ui_folders import ArtefactKind
from training.contract.web_uis import TOOL_NAMES, Tool

# The number format of the tensors that were taught.
StoredPrecision = Literal["fp16", "bf16", "fp32"]

_KINDS: dict[str, ArtefactKind] = {
    "textual_inversion": "embedding",
    "hypernetwork": "hypernetwork",
    "lora": "lora",
    "dreambooth": "checkpoint",
}
# Formats by kind, the recommended one first; SDXL's embeddings have no `.pt` form.
_FORMATS: dict[ArtefactKind, tuple[str, ...]] = {
    "embedding": ("pt", "safetensors"),
    "hypernetwork": ("pt",),
    "lora": ("safetensors", "merged"),
    "checkpoint": ("safetensors", "diffusers"),
}
# A LoRA that becomes part of its base model is a checkpoint.
MERGED = "merged"
# The web UIs that find a diffusers folder among their checkpoints; SD.Next keeps such folders
# apart, ComfyUI's own node for them is marked as outdated, the others load files only.
_FOLDER_TOOLS: tuple[Tool, ...] = ("invokeai",)
_SDXL_EMBEDDING = ("safetensors",)
# SwarmUI reads `.pt` for the sake of old files only.
_SWARM_EMBEDDING = ("safetensors", "pt")
_CHECKPOINT_FILE = ("safetensors",)
# What each kind of file may be called: two of one name in a folder, and nobody knows which counts.
RIVAL_SUFFIXES: dict[ArtefactKind, tuple[str, ...]] = {
    "embedding": (".pt", ".safetensors", ".bin"),
    "hypernetwork": (".pt",),
    "lora": (".safetensors", ".pt", ".ckpt"),
    "checkpoint": (".safetensors", ".ckpt"),
}


def artefact_kind(method: str, format_name: str | None = None) -> ArtefactKind:
    """What the method makes, in its usual format or in this one; KeyError for a name that is no
    method's."""
    return "checkpoint" if format_name == MERGED else _KINDS[method]


def why_not(tool: Tool, kind: ArtefactKind) -> ManulError | None:
    """The sentence, with the alternative, if `tool` has no use for this kind of file."""
    if kind != "hypernetwork" or tool in ("a1111", "comfyui"):
        return None
    if tool == "forge":
        return ManulError("export_unsupported.ignored", tool=TOOL_NAMES[tool])
    return ManulError("export_unsupported.hypernetwork", tool=TOOL_NAMES[tool])


def formats_for(kind: ArtefactKind, family: str, *, tool: Tool | None = None) -> tuple[str, ...]:
    """The names of the formats that can be loaded there, the one to take first; `tool` None: any
    program."""
    if kind == "embedding" and family == "sdxl":
        return _SDXL_EMBEDDING
    if kind == "embedding" and tool == "swarmui":
        return _SWARM_EMBEDDING
    if kind == "checkpoint" and tool is not None and tool not in _FOLDER_TOOLS:
        return _CHECKPOINT_FILE
    return _FORMATS[kind]


def prompt_for(
    kind: ArtefactKind, name: str, *, tool: Tool | None = None, trigger: str | None = None
) -> str:
    """What to type: an embedding is called by the `name` of its file, what else was taught by its
    `trigger` (the name if None). In ComfyUI and InvokeAI a LoRA or a hypernetwork is not chosen
    by the prompt but by a node or a switch."""
    trigger = trigger or name
    match kind, tool:
        case "embedding", "comfyui":
            return f"a photo of embedding:{name}"
        case "embedding", "invokeai":
            return f"a photo of <{name}>"
        case "embedding", "swarmui":
            return f"a photo of <embed:{name}>"
        case "lora", "a1111" | "forge" | "sdnext" | "swarmui":
            return f"a photo of {trigger} <lora:{name}:1>"
        case "hypernetwork", "a1111":
            return f"a photo of {trigger} <hypernet:{name}:1>"
        case "embedding", _:
            return f"a photo of {name}"
    return f"a photo of {trigger}"
