"""A second hypernetwork, written from the description of the file alone: tensors and arithmetic.

Nothing here is the engine's.
"""

from collections.abc import Callable
from typing import Any

import torch

_BENDS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "linear": lambda x: x,
    "relu": lambda x: x.clamp(min=0),
    "leakyrelu": lambda x: torch.where(x > 0, x, 0.01 * x),
    "elu": lambda x: torch.where(x > 0, x, x.clamp(max=0).exp() - 1),
    "swish": lambda x: x * (x + 3).clamp(0, 6) / 6,
    "tanh": lambda x: (x.exp() - (-x).exp()) / (x.exp() + (-x).exp()),
    "sigmoid": lambda x: 1 / (1 + (-x).exp()),
    "softsign": lambda x: x / (1 + x.abs()),
    "mish": lambda x: x * torch.tanh((1 + x.exp()).log()),
}


def change_context(
    content: dict[Any, Any], context: torch.Tensor, *, as_comfyui: bool = False
) -> tuple[torch.Tensor, torch.Tensor]:
    """What keys and values are made of, context (..., width), by the file's networks."""
    keys, values = content[context.shape[-1]]
    through = _through_in_order if as_comfyui else _through
    return context + through(content, keys, context), context + through(content, values, context)


def _through(content: dict[Any, Any], network: Any, x: torch.Tensor) -> torch.Tensor:
    """As A1111 does it: the names say where each layer belongs."""
    sizes = content["layer_structure"]
    shares = content["dropout_structure"] or [0.0] * len(sizes)
    bend = content["activation_func"]
    module, width = 0, x.shape[-1]
    for layer in range(1, len(sizes)):
        shape = (int(width * sizes[layer]), int(width * sizes[layer - 1]))
        assert network[f"linear.{module}.weight"].shape == shape
        x = _linear(network, f"linear.{module}", x)
        module += 1
        if bend != "linear" and (content["activate_output"] or layer < len(sizes) - 1):
            x = _BENDS[bend](x)
            module += 1
        if content["is_layer_norm"]:
            x = _norm(network, f"linear.{module}", x)
            module += 1
        if shares[layer] > 0:
            # Only while learning; it has no numbers, but it counts.
            module += 1
    return x


def _through_in_order(content: dict[Any, Any], network: Any, x: torch.Tensor) -> torch.Tensor:
    """As ComfyUI does it: the names do not matter, and a layer norm is a layer, so that no layer
    before one is the last. With `use_dropout` it would leave numbers out while it draws."""
    assert content["use_dropout"] is False
    names = [name.removesuffix(".weight") for name in network if name.endswith(".weight")]
    bend, place = content["activation_func"], 0
    while place < len(names):
        x = _linear(network, names[place], x)
        if bend != "linear" and (content["activate_output"] or place < len(names) - 1):
            x = _BENDS[bend](x)
        if content["is_layer_norm"]:
            place += 1
            x = _norm(network, names[place], x)
        place += 1
    return x


def _linear(network: Any, name: str, x: torch.Tensor) -> torch.Tensor:
    return x @ network[f"{name}.weight"].T + network[f"{name}.bias"]


def _norm(network: Any, name: str, x: torch.Tensor) -> torch.Tensor:
    centred = x - x.mean(dim=-1, keepdim=True)
    deviation = (centred.square().mean(dim=-1, keepdim=True) + 1e-5).sqrt()
    return centred / deviation * network[f"{name}.weight"] + network[f"{name}.bias"]
