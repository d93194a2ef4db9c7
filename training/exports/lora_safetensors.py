"""The LoRA in kohya's names, which every web UI loads."""

import json
from functools import partial

import torch

from training.contract.settings import LoraSettings
from training.exports import Artefact, ExportFacts
from training.exports.kohya_names import ALPHA, DOWN, UP, kohya_name
from training.exports.metadata import text_metadata
from training.exports.taught_weights import lora_layers
from training.optimizers import Tensors
from training.tensor_writer import file_bytes, tensor_fact, write_tensors

FORMAT = "safetensors"
METHOD = "lora"
SUFFIX = ".safetensors"


def prepare(weights: Tensors, facts: ExportFacts) -> Artefact:
    """For each layer A as `lora_down`, B as `lora_up`, and alpha: what is added is
    up x down x alpha / rank."""
    settings = facts.config.method
    assert isinstance(settings, LoraSettings)
    dtype = facts.options.dtype
    tensors: Tensors = {}
    for layer, (down, up) in lora_layers(weights).items():
        name = kohya_name(layer, facts.architecture)
        tensors[name + DOWN] = down.to(dtype)
        tensors[name + UP] = up.to(dtype)
        # Not rounded to 16 bits: it is a factor of everything.
        tensors[name + ALPHA] = torch.tensor(float(settings.alpha))
    said = {"format": "pt"} | text_metadata(facts, kind="lora") | _network(settings)
    facts_of_tensors = {name: tensor_fact(tensor) for name, tensor in tensors.items()}
    write = partial(write_tensors, tensors=tensors, metadata=said)
    return Artefact(file_bytes(facts_of_tensors, said), write)


def _network(settings: LoraSettings) -> dict[str, str]:
    """How kohya's scripts would build it again; convolutions have arguments of their own there."""
    rank, alpha = str(settings.rank), str(settings.alpha)
    has_convolutions = settings.layers == "convolutions"
    arguments = {"conv_dim": rank, "conv_alpha": alpha} if has_convolutions else {}
    return {
        "ss_network_module": "networks.lora",
        "ss_network_dim": rank,
        "ss_network_alpha": alpha,
        "ss_network_args": json.dumps(arguments),
    }
