"""Packs the layers of a frozen UNet into 8 or 4 bits a number.

4 bits are bitsandbytes' NormalFloat with packed scales (arXiv 2305.14314, section 3). Its 8 bits
(LLM.int8) keep each layer's input, which checkpointing is there to avoid, so those are our own.
Gradients pass through both. On SDXL's 2.3 billion numbers in such layers this saves 2.1 and 3.1
GiB; on SD 1.x, which is mostly convolutions, next to nothing.
"""

import torch

from training.bitsandbytes_check import why_not
from training.contract.measures import Measure
from training.int8_layer import Int8Linear

# Layers of the transformer blocks. Those that read time and size are small and steer every other.
_WHERE = ".attentions."


def packing(measures: frozenset[Measure], device: torch.device) -> Measure | None:
    """The measure that packs the base, where one was chosen and works."""
    if "int8_base" in measures:
        return "int8_base"
    return "nf4_base" if "nf4_base" in measures and why_not(device.type) is None else None


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
    return hasattr(tensor, "quant_state") or tensor.dtype == torch.int8


def _packed(
    layer: torch.nn.Linear, measure: Measure, *, device: torch.device, dtype: torch.dtype
) -> torch.nn.Module:
    if measure == "int8_base":
        return Int8Linear(layer, device=device, dtype=dtype)
    from bitsandbytes import nn

    sides = (layer.in_features, layer.out_features, layer.bias is not None)
    packed = nn.Linear4bit(*sides, compute_dtype=dtype, quant_type="nf4", device="meta")
    # Its form for new processors is for drawing alone: nothing could be taught through it.
    packed.support_avx512bf16_for_cpu = False
    # bitsandbytes packs while moving to the device; a copy, since the file may be mapped.
    packed.weight = nn.Params4bit(
        layer.weight.data.clone(), requires_grad=False, quant_type="nf4", compress_statistics=True
    ).to(device)
    if layer.bias is not None:
        bias = layer.bias.data.to(device, copy=True)
        packed.bias = torch.nn.Parameter(bias, requires_grad=False)
    return packed.requires_grad_(False)
