"""Reads a LoRA in kohya's, peft's or diffusers' names."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from training.contract.errors import ManulError
from training.contract.messages import Message, say
from training.contract.tensor_files import TensorFact, read_tensor_file
from training.exports.lora_spellings import layer_key
from training.lazy_tensors import read_lazily

_MATRIX = re.compile(
    r"(?P<layer>.+?)(?:_lora|\.lora_linear_layer|\.lora)?"
    r"\.(?:lora_)?(?P<side>down|up|A|B)(?:\.default)?\.weight"
)
_ALPHA = re.compile(r"(?P<layer>.+?)(?:_lora|\.lora_linear_layer|\.lora)?\.alpha")
_SIDES = {"A": "down", "down": "down", "B": "up", "up": "up", None: "alpha"}
_FORMATS = ("F64", "F32", "F16", "BF16")
# Other decompositions, by a part of their tensors' names.
_OTHER_KINDS = {
    "hada_": "LoHa", "lokr_": "LoKr", "dora_scale": "DoRA", "magnitude_vector": "DoRA",
    "lora_mid": "LoRA of convolutions in three parts", "oft_": "OFT",
}  # fmt: skip
_DIFFUSERS_METADATA = "lora_adapter_metadata"


@dataclass(frozen=True)
class LoraLayer:
    """What a file adds to a layer: up x down x `scale`. `down` is (rank, in) or, of a convolution,
    (rank, in, side, side), `up` (out, rank) or (out, rank, 1, 1); `name` as the file spells it."""

    name: str
    down: torch.Tensor
    up: torch.Tensor
    scale: float

    @property
    def rank(self) -> int:
        return len(self.down)


def read_lora_file(path: Path) -> dict[str, LoraLayer]:
    """The layers of the file, by `layer_key`. ManulError "unreadable" for anything but a LoRA."""
    parts: dict[str, dict[str, torch.Tensor]] = {}
    for name, tensor in read_lazily(path).items():
        other = next((kind for part, kind in _OTHER_KINDS.items() if part in name), None)
        if other is not None:
            raise refuse_lora(path, say("cause.lora_kind", kind=other))
        match = _MATRIX.fullmatch(name) or _ALPHA.fullmatch(name)
        if match is None or not _is_sound(tensor.fact, match):
            raise refuse_lora(path, say("cause.not_a_lora"))
        side = _SIDES[match.groupdict().get("side")]
        parts.setdefault(match["layer"], {})[side] = tensor.load()
    if not parts or any(not {"down", "up"} <= part.keys() for part in parts.values()):
        raise refuse_lora(path, say("cause.not_a_lora"))
    if not all(values.isfinite().all() for part in parts.values() for values in part.values()):
        raise refuse_lora(path, say("cause.damaged"))
    said = _adapter_metadata(read_tensor_file(path).metadata)
    return {layer_key(name): _layer(name, part, said) for name, part in parts.items()}


def refuse_lora(path: Path, reason: Message) -> ManulError:
    return ManulError("unreadable.lora", path=path, reason=reason)


def _layer(name: str, part: Mapping[str, torch.Tensor], said: Mapping[str, Any]) -> LoraLayer:
    rank = len(part["down"])
    alpha = float(part["alpha"]) if "alpha" in part else _alpha_said(said, name, rank=rank)
    return LoraLayer(name, part["down"], part["up"], alpha / rank)


def _is_sound(fact: TensorFact, match: re.Match[str]) -> bool:
    if fact.dtype not in _FORMATS:
        return False
    if match.re is _ALPHA:
        return fact.count == 1
    return len(fact.shape) in (2, 4) and fact.count > 0


def _adapter_metadata(metadata: Mapping[str, str]) -> dict[str, Any]:
    try:
        content = json.loads(metadata.get(_DIFFUSERS_METADATA, "{}"))
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _alpha_said(said: Mapping[str, Any], name: str, *, rank: int) -> float:
    """diffusers keeps it beside the tensors: for all layers of a component, or by their names.
    Where nobody says anything, it is the rank."""
    component, _, layer = name.partition(".")
    patterns = said.get(f"{component}.alpha_pattern") or {}
    own = next((alpha for pattern, alpha in patterns.items() if layer.endswith(pattern)), None)
    alpha = own if own is not None else said.get(f"{component}.lora_alpha", rank)
    # "Rank-stabilised" LoRA divides by the root (arXiv 2312.03732).
    is_by_root = bool(said.get(f"{component}.use_rslora"))
    return float(alpha) * (math.sqrt(rank) if is_by_root else 1)
