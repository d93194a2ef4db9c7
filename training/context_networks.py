"""The networks of a hypernetwork: for each width of attention one for the keys, one for values."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from training import randomness
from training.contract.settings import HypernetworkSettings

# Between two layers; "swish" is what AUTOMATIC1111 and ComfyUI take for it.
_ACTIVATIONS: dict[str, type[nn.Module]] = {
    "relu": nn.ReLU, "leakyrelu": nn.LeakyReLU, "elu": nn.ELU, "swish": nn.Hardswish,
    "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "softsign": nn.Softsign, "mish": nn.Mish,
}  # fmt: skip
# AUTOMATIC1111's start: close to changing nothing.
_NORMAL_DEVIATION = 0.01


class ContextNetwork(nn.Module):
    """x + multiplier * linear(x) for what attention reads, x (..., width). The modules are counted
    as AUTOMATIC1111 counts them, since the count is part of the tensors' names."""

    def __init__(self, width: int, settings: HypernetworkSettings) -> None:
        super().__init__()
        self.linear = nn.Sequential(*_layers(width, settings))

    def forward(self, context: torch.Tensor, *, multiplier: float = 1.0) -> torch.Tensor:
        return context + multiplier * self.linear(context)


@dataclass
class Hypernetwork:
    """`pairs[width]` = the networks before to_k and to_v, float32; `multiplier` = how much of them
    counts, 0 = nothing."""

    pairs: dict[int, tuple[ContextNetwork, ContextNetwork]]
    multiplier: float = 1.0

    def parameters(self) -> list[tuple[str, nn.Parameter]]:
        """`WIDTH.k.linear.0.weight` ..., in the order in which AUTOMATIC1111's optimizer has
        them."""
        return [
            (f"{width}.{side}.{name}", values)
            for width, pair in self.pairs.items()
            for side, network in zip("kv", pair, strict=True)
            for name, values in network.named_parameters()
        ]


def build_hypernetwork(
    widths: Sequence[int], settings: HypernetworkSettings, *, seed: int, device: torch.device
) -> Hypernetwork:
    """New networks; the same seed draws the same ones, whatever the other widths are."""
    pairs = {}
    for width in widths:
        networks = []
        for side in range(2):
            network = ContextNetwork(width, settings)
            generator = randomness.generator(seed, "hypernetwork", width, side)
            _initialise(network, settings, generator)
            networks.append(network.to(device))
        pairs[width] = (networks[0], networks[1])
    return Hypernetwork(pairs)


def _layers(width: int, settings: HypernetworkSettings) -> list[nn.Module]:
    sizes = [int(width * size) for size in settings.layer_structure]
    shares = settings.dropout_structure or (0.0,) * len(sizes)
    activation = _ACTIVATIONS.get(settings.activation_func)
    modules: list[nn.Module] = []
    for index in range(1, len(sizes)):
        is_last = index == len(sizes) - 1
        modules.append(nn.utils.skip_init(nn.Linear, sizes[index - 1], sizes[index]))
        if activation and (settings.activate_output or not is_last):
            modules.append(activation())
        if settings.is_layer_norm:
            modules.append(nn.LayerNorm(sizes[index]))
        if shares[index]:
            modules.append(nn.Dropout(shares[index]))
    return modules


@torch.no_grad()
def _initialise(
    network: ContextNetwork, settings: HypernetworkSettings, generator: torch.Generator
) -> None:
    """As AUTOMATIC1111 does: biases 0, and layer norms always normal."""
    kind = settings.weight_initialization
    # Glorot & Bengio 2010; He et al., arXiv 1502.01852.
    bend = "leaky_relu" if settings.activation_func == "leakyrelu" else "relu"
    for module in network.linear:
        if not isinstance(module, (nn.Linear, nn.LayerNorm)):
            continue
        nn.init.zeros_(module.bias)
        if kind == "normal" or isinstance(module, nn.LayerNorm):
            nn.init.normal_(module.weight, std=_NORMAL_DEVIATION, generator=generator)
        elif kind == "xavier_uniform":
            nn.init.xavier_uniform_(module.weight, generator=generator)
        elif kind == "xavier_normal":
            nn.init.xavier_normal_(module.weight, generator=generator)
        elif kind == "kaiming_uniform":
            nn.init.kaiming_uniform_(module.weight, nonlinearity=bend, generator=generator)
        else:
            nn.init.kaiming_normal_(module.weight, nonlinearity=bend, generator=generator)
