"""Packs the layers of a frozen UNet into 8 or 4 bits a number, through bitsandbytes.

8 bits are LLM.int8() (arXiv 2208.07339), 4 bits NormalFloat with packed scales (arXiv 2305.14314,
section 3). Gradients pass through both. On SDXL's 2.3 billion numbers in such layers this saves
2.1 and 3.1 GiB; on SD 1.x, which is mostly convolutions, next to nothing.
"""

import logging
from typing import Any

import torch

from training.contract.measures import Measure
from training.contract.messages import Message, say

log = logging.getLogger(__name__)

# Layers of the transformer blocks. Those that read time and size are small and steer every other.
_WHERE = ".attentions."


def why_not() -> str | None:
    """What keeps bitsandbytes from working here; None if nothing does."""
    try:
        import bitsandbytes.nn  # noqa: F401
    except Exception as error:
        # Whatever a broken installation raises: a missing library file, another torch.
        log.warning("bitsandbytes cannot be used", exc_info=True)
        return str(error)
    return None


def packing(measures: frozenset[Measure]) -> Measure | None:
    """The measure that packs the base, where one was chosen and works."""
    measure: Measure
    for measure in ("int8_base", "nf4_base"):
        if measure in measures and why_not() is None:
            return measure
    return None


def packing_notes(measures: frozenset[Measure]) -> list[Message]:
    """Says it where the base should be packed and cannot be."""
    wanted = measures & {"int8_base", "nf4_base"}
    reason = why_not() if wanted else None
    return [] if reason is None else [say("note.no_packed_base", reason=reason)]


def pack_layers(
    module: torch.nn.Module, measure: Measure, *, device: torch.device, dtype: torch.dtype
) -> None:
    """Replace the linear layers by packed ones on `device`, one at a time, so that the whole
    model never lies there unpacked. They compute in `dtype`."""
    for name, layer in list(module.named_modules()):
        if _WHERE in f".{name}" and isinstance(layer, torch.nn.Linear):
            parent, _, own = name.rpartition(".")
            packed = _packed(layer, measure, device=device, dtype=dtype)
            setattr(module.get_submodule(parent), own, packed)


def is_packed(tensor: torch.Tensor) -> bool:
    return hasattr(tensor, "quant_state") or hasattr(tensor, "SCB")


def _packed(
    layer: torch.nn.Linear, measure: Measure, *, device: torch.device, dtype: torch.dtype
) -> torch.nn.Module:
    from bitsandbytes import nn

    sides = (layer.in_features, layer.out_features, layer.bias is not None)
    weight_class: Any
    options: dict[str, Any]
    if measure == "int8_base":
        # No threshold: the exact treatment of outliers would compute them apart at every step.
        packed = nn.Linear8bitLt(*sides, has_fp16_weights=False, threshold=0.0, device="meta")
        weight_class, options = nn.Int8Params, {"has_fp16_weights": False}
    else:
        packed = nn.Linear4bit(*sides, compute_dtype=dtype, quant_type="nf4", device="meta")
        weight_class = nn.Params4bit
        options = {"quant_type": "nf4", "compress_statistics": True}
    # bitsandbytes packs while moving to the device; a copy, since the file may be mapped.
    weight = layer.weight.data.clone()
    packed.weight = weight_class(weight, requires_grad=False, **options).to(device)
    if layer.bias is not None:
        bias = layer.bias.data.to(device, copy=True)
        packed.bias = torch.nn.Parameter(bias, requires_grad=False)
    return packed.requires_grad_(False)
