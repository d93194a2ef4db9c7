"""CLIP's eyes as ComfyUI keeps them: one file of tensors, whose shapes say how it is built."""

from math import isqrt
from pathlib import Path
from typing import Any

from training.contract.errors import ManulError
from training.contract.tensor_files import read_tensor_file
from training.contract.web_uis import find_web_uis

_EMBEDDINGS = "vision_model.embeddings"
_LAYER = "vision_model.encoder.layers"
# What the files do not say. Up to ViT-L heads are 64 wide, beyond there are 16; and OpenCLIP's
# larger ones use the exact GELU, OpenAI's a quick one.
_HEAD_WIDTH, _MOST_HEADS = 64, 16
_LAST_OF_OPENAI = 1024


def find_clip_vision_file() -> Path | None:
    """The first one in the web UIs on this machine."""
    for web_ui in find_web_uis():
        for path in sorted((web_ui.path / "models" / "clip_vision").glob("*.safetensors")):
            if clip_vision_config(path) is not None:
                return path
    return None


def clip_vision_config(path: Path) -> dict[str, Any] | None:
    """What transformers' CLIPVisionConfig is made with; None for a file of another kind."""
    try:
        shapes = {name: fact.shape for name, fact in read_tensor_file(path).tensors.items()}
    except (ManulError, OSError):
        return None
    try:
        width, _, patch, _ = shapes[f"{_EMBEDDINGS}.patch_embedding.weight"]
        positions, _ = shapes[f"{_EMBEDDINGS}.position_embedding.weight"]
        inner, _ = shapes[f"{_LAYER}.0.mlp.fc1.weight"]
        projected, _ = shapes["visual_projection.weight"]
    except (KeyError, ValueError):
        return None
    layers = sum(name.startswith(_LAYER) and name.endswith(".mlp.fc1.weight") for name in shapes)
    return {
        "hidden_size": width,
        "intermediate_size": inner,
        "projection_dim": projected,
        "num_hidden_layers": layers,
        "num_attention_heads": max(1, min(width // _HEAD_WIDTH, _MOST_HEADS)),
        "patch_size": patch,
        # A position for each patch, and one for the whole.
        "image_size": isqrt(positions - 1) * patch,
        "hidden_act": "quick_gelu" if width <= _LAST_OF_OPENAI else "gelu",
    }
