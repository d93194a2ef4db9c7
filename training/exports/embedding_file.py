"""Reads embeddings of the layouts that other tools write, to go on from them."""

from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from training.contract.errors import ManulError


def read_embedding(path: Path) -> torch.Tensor:
    """The vectors (n, width) of an embedding for a model with one text encoder: A1111's `.pt`,
    kohya's `.safetensors`, diffusers' `learned_embeds`. ManulError "unreadable" otherwise."""
    try:
        content = _load(path)
    except (OSError, SafetensorError, RuntimeError, ValueError, EOFError) as error:
        raise ManulError("unreadable", path=path, reason="it is not an embedding") from error
    except UnpicklingError as error:
        raise ManulError("unreadable", path=path, reason="it is not a safe file") from error
    tensors = content.get("string_to_param", content)
    found = [value for value in tensors.values() if isinstance(value, torch.Tensor)]
    if len(found) != 1:
        raise ManulError("unreadable", path=path, reason=f"it holds {len(found)} embeddings")
    vectors = found[0].detach().float()
    return vectors.unsqueeze(0) if vectors.ndim == 1 else vectors


def _load(path: Path) -> dict[str, Any]:
    if path.suffix.lower() == ".safetensors":
        return dict(load_file(path))
    content = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(content, dict):
        raise ValueError("not a dictionary")
    return content
