"""Reads embeddings of the layouts that other tools write, to go on from them."""

from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from training.contract.errors import ManulError
from training.contract.messages import say

# SDXL's two text encoders, by the names that all web UIs use.
SDXL_KEYS = ("clip_l", "clip_g")
# A prompt has room for no more: one CLIP chunk without its begin and end.
_MOST_VECTORS = 75
# What torch and safetensors raise for files that are damaged, unsafe or something else.
_NOT_OURS = (
    OSError, SafetensorError, RuntimeError, ValueError, EOFError, KeyError, UnpicklingError,
)  # fmt: skip


def read_embedding(path: Path) -> list[torch.Tensor]:
    """The vectors (n, width) of an embedding, for each text encoder: A1111's `.pt`, kohya's
    `.safetensors`, diffusers' `learned_embeds`, SDXL's pair. ManulError "unreadable" otherwise."""
    try:
        content = _load(path)
    except _NOT_OURS as error:
        raise _not_an_embedding(path) from error
    tensors = content.get("string_to_param", content)
    if isinstance(tensors, torch.nn.ParameterDict):
        # Its own methods look for what containers of that time did not have.
        tensors = dict(tensors.named_parameters())
    values = tensors.values() if isinstance(tensors, dict) else ()
    found = [value.detach().float() for value in values if isinstance(value, torch.Tensor)]
    if content.keys() == set(SDXL_KEYS):
        found = [content[key].detach().float() for key in SDXL_KEYS]
    elif len(found) != 1:
        raise _not_an_embedding(path)
    tables = [vectors.unsqueeze(0) if vectors.ndim == 1 else vectors for vectors in found]
    if not all(map(_is_table, tables)) or len({len(table) for table in tables}) != 1:
        raise _not_an_embedding(path)
    return tables


def _is_table(vectors: torch.Tensor) -> bool:
    if vectors.ndim != 2 or not 1 <= len(vectors) <= _MOST_VECTORS:
        return False
    return bool(vectors.isfinite().all())


def _not_an_embedding(path: Path) -> ManulError:
    return ManulError("unreadable", path=path, reason=say("cause.not_an_embedding"))


def _load(path: Path) -> dict[str, Any]:
    if path.suffix.lower() == ".safetensors":
        return dict(load_file(path))
    # The first embeddings were pickled with torch's own container around the vectors.
    with torch.serialization.safe_globals([torch.nn.ParameterDict, set]):
        content = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(content, dict):
        raise ValueError("not a dictionary")
    return content
