"""What a method's weights make of the base model's tensors."""

from functools import partial

import torch

from training.changed_tensors import Change, Changes, canonical
from training.optimizers import Tensors

_A, _B = ".lora_A.weight", ".lora_B.weight"


def replacements(weights: Tensors) -> Changes:
    """Whole tensors, as DreamBooth learns them."""
    return {_key(name): partial(_replace, values=values) for name, values in weights.items()}


def lora_additions(weights: Tensors, *, scale: float) -> Changes:
    """What a LoRA adds: B A x scale (arXiv 2106.09685, section 4.1)."""
    return {
        _key(f"{layer}.weight"): _addition(down, up, scale)
        for layer, (down, up) in lora_layers(weights).items()
    }


def lora_layers(weights: Tensors) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
    """`COMPONENT.LAYER` -> A (rank, in) and B (out, rank); of a convolution A is (rank, in, side,
    side) and B (out, rank, 1, 1)."""
    layers = [name.removesuffix(_A) for name in weights if name.endswith(_A)]
    return {layer: (weights[layer + _A], weights[layer + _B]) for layer in layers}


def _key(name: str) -> str:
    component, _, inside = name.partition(".")
    return f"{component}.{canonical(inside)}"


def _replace(_: torch.Tensor, *, values: torch.Tensor) -> torch.Tensor:
    return values.float()


def _addition(down: torch.Tensor, up: torch.Tensor, scale: float) -> Change:
    def add(base: torch.Tensor) -> torch.Tensor:
        product = up.float().flatten(1) @ down.float().flatten(1)
        return base + scale * product.reshape(base.shape)

    return add
