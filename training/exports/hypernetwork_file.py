"""Reads a hypernetwork's `.pt`, as web UIs and Manul write it, to go on from it."""

from pathlib import Path
from pickle import UnpicklingError

import torch

from training.contract.errors import ManulError
from training.contract.hypernetwork_files import (
    read_hypernetwork_settings,
    refusal,
    tensors_in_order,
)
from training.contract.messages import say
from training.contract.settings import HypernetworkSettings

# What torch raises for damage that its absence did not notice.
_DAMAGED = (OSError, RuntimeError, ValueError, EOFError, KeyError, UnpicklingError)


def read_hypernetwork(path: Path, settings: HypernetworkSettings) -> list[torch.Tensor]:
    """Weight and bias of each layer of each network, float32, in the order of our parameters:
    dropout, which may differ, is counted in the file's names and not here. ManulError "unreadable"
    for a file that is damaged, or of other networks than the settings'."""
    told, ours = read_hypernetwork_settings(path), settings.model_dump()
    if any(told[name] != ours[name] for name in told if name != "dropout_structure"):
        raise _refusal(path)
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except _DAMAGED as error:
        raise _refusal(path) from error
    tensors = [
        tensor.detach().float()
        for width in sorted(settings.widths)
        for network in content[width]
        for tensor in tensors_in_order(network)
    ]
    if not all(bool(tensor.isfinite().all()) for tensor in tensors):
        raise _refusal(path)
    return tensors


def _refusal(path: Path) -> ManulError:
    return refusal(path, say("cause.not_a_hypernetwork"))
