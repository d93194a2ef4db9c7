"""Reads embeddings of the layouts that other tools write, to go on from them."""

from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from training.contract.errors import ManulError
from training.contract.messages import say

# A prompt has room for no more: one CLIP chunk without its begin and end.
_MOST_VECTORS = 75
# What torch and safetensors raise for files that are damaged, unsafe or something else.
_NOT_OURS = (
    OSError, SafetensorError, RuntimeError, ValueError, EOFError, KeyError, UnpicklingError,
)  # fmt: skip


def read_embedding(path: Path) -> torch.Tensor:
    """The vectors (n, width) of an embedding for a model with one text encoder: A1111's `.pt`,
    kohya's `.safetensors`, diffusers' `learned_embeds`. ManulError "unreadable" otherwise."""
    try:
        content = _load(path)
    except _NOT_OURS as error:
        raise _not_an_embedding(path) from error
    tensors = content.get("string_to_param", content)
    values = tensors.values() if isinstance(tensors, dict) else ()
    found = [value.detach().float() for value in values if isinstance(value, torch.Tensor)]
    if len(found) != 1:
        raise _not_an_embedding(path)
    vectors = found[0].unsqueeze(0) if found[0].ndim == 1 else found[0]
    if vectors.ndim != 2 or not 1 <= len(vectors) <= _MOST_VECTORS or not vectors.isfinite().all():
        raise _not_an_embedding(path)
    return vectors


def _not_an_embedding(path: Path) -> ManulError:
    return ManulError("unreadable", path=path, reason=say("cause.not_an_embedding"))


def _load(path: Path) -> dict[str, Any]:
    if path.suffix.lower() == ".safetensors":
        return dict(load_file(path))
    content = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(content, dict):
        raise ValueError("not a dictionary")
    return content
