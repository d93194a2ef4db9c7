"""The hypernetwork as AUTOMATIC1111 writes it, which ComfyUI loads too; for SD 1.x and 2.x."""

from collections import OrderedDict
from functools import partial
from pathlib import PurePath
from typing import Any

import torch

from training import __version__
from training.contract.hypernetwork_files import INITIALIZATIONS
from training.contract.settings import HypernetworkSettings
from training.exports import Artefact, ExportFacts
from training.exports.hypernetwork_optim import is_adams, optimizer_content
from training.exports.legacy_pickle import save_legacy
from training.exports.metadata import settings_text
from training.optimizers import Tensors
from training.tensor_writer import bytes_of

FORMAT = "pt"
METHOD = "hypernetwork"
SUFFIX = ".pt"


def prepare(weights: Tensors, facts: ExportFacts) -> Artefact:
    """In the old serialisation: A1111 refuses the members of torch 2.13's zip files."""
    tensors = {
        name: weights[name].detach().cpu().float().contiguous().clone()
        for name in sorted(weights, key=_place)
    }
    content = _content(tensors, facts)
    beside = {}
    if facts.options.with_optimizer and is_adams(facts):
        state = optimizer_content(list(tensors.values()), facts, beside=content)
        beside[".optim"] = Artefact(2 * bytes_of(tensors), partial(save_legacy, state))
    return Artefact(bytes_of(tensors), partial(save_legacy, content), beside)


def _place(name: str) -> tuple[int, str, int, bool]:
    """`768.k.linear.0.weight`: in the order of our parameters, which checkpoints do not keep."""
    width, side, _, index, part = name.split(".")
    return int(width), side, int(index), part == "bias"


def _content(tensors: Tensors, facts: ExportFacts) -> dict[str | int, Any]:
    """Plain types and float32 tensors; under each width, a whole number, the network for keys and
    the one for values."""
    settings = facts.config.method
    assert isinstance(settings, HypernetworkSettings)
    widths = dict.fromkeys(int(name.partition(".")[0]) for name in tensors)
    content: dict[str | int, Any] = {
        width: tuple(_network(tensors, f"{width}.{side}.") for side in "kv") for width in widths
    }
    return content | {
        "step": facts.step,
        "name": facts.name,
        "layer_structure": list(settings.layer_structure),
        # Both always: ComfyUI knows no None, and takes for False what A1111 takes for True.
        "activation_func": settings.activation_func,
        "activate_output": settings.activate_output,
        "is_layer_norm": settings.is_layer_norm,
        "weight_initialization": INITIALIZATIONS[settings.weight_initialization],
        "dropout_structure": list(settings.dropout_structure) or None,
        # A1111 looks at dropout_structure first. ComfyUI looks at these alone, and would then
        # leave numbers out while it draws.
        "use_dropout": False,
        "last_layer_dropout": False,
        "sd_checkpoint": facts.short_base_model_hash,
        "sd_checkpoint_name": PurePath(facts.base_model).stem,
        "optional_info": None,
        "manul_version": __version__,
        "manul_settings": settings_text(facts),
    }


def _network(tensors: Tensors, prefix: str) -> OrderedDict[str, torch.Tensor]:
    return OrderedDict(
        (name.removeprefix(prefix), values)
        for name, values in tensors.items()
        if name.startswith(prefix)
    )
