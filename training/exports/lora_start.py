"""Goes on from a LoRA that lies in a file: fits it into the matrices of a run."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import torch

from training.contract.errors import ManulError
from training.contract.messages import Message, say
from training.contract.model_kinds import FAMILY_NAMES, FAMILY_OF_WIDTH
from training.contract.settings import LoraSettings
from training.exports.lora_file import LoraLayer, read_lora_file, refuse_lora
from training.exports.lora_spellings import layer_spellings
from training.exports.taught_weights import lora_layers
from training.optimizers import Tensors

# The layer whose input is the text, as wide as the family's text encoders describe it.
_TEXT_KEY = "attn2_to_k"
_TEXT_NAME = "attn2.to_k.lora_A.weight"


def read_lora(path: Path, wanted: Tensors, settings: LoraSettings) -> Tensors:
    """What the file adds to the model, as weights by the names of `wanted` at the alpha of
    `settings`. A smaller rank is filled up with rows of `wanted` that add nothing yet but can
    learn, and so are layers that the file does not teach. ManulError "unreadable" for a larger
    rank, other layers, another family or something else than a LoRA."""
    found = read_lora_file(path)
    _check_family(path, found, wanted)
    places = layer_spellings(wanted)
    for key, layer in found.items():
        if key not in places:
            raise _unsettled(path, say("cause.lora_layers", layer=layer.name))
        if layer.rank > settings.rank:
            raise _unsettled(path, say("cause.lora_rank", rank=layer.rank, wanted=settings.rank))
    weights = {
        name: torch.zeros_like(values) if ".lora_B." in name else values.clone()
        for name, values in wanted.items()
    }
    matrices = lora_layers(weights)
    for key, layer in found.items():
        down, up = matrices[places[key]]
        if not _put_in(layer, down=down, up=up, scale=settings.alpha / settings.rank):
            raise refuse_lora(path, say("cause.lora_shape", layer=layer.name))
    return weights


def _put_in(layer: LoraLayer, *, down: torch.Tensor, up: torch.Tensor, scale: float) -> bool:
    """The layer's matrices into ours, which are multiplied by `scale` in use; False if they are of
    another size. A linear layer and a convolution of one pixel are the same numbers."""
    our_down, our_up = down.flatten(1), up.flatten(1)
    their_down, their_up = layer.down.flatten(1).float(), layer.up.flatten(1).float()
    fits = their_down.shape[1] == our_down.shape[1] and their_up.shape == (len(up), layer.rank)
    if fits:
        our_down[: layer.rank] = their_down
        our_up[:, : layer.rank] = their_up * (layer.scale / scale)
    return fits


def _check_family(path: Path, found: Mapping[str, LoraLayer], wanted: Tensors) -> None:
    theirs = {layer.down.shape[1] for key, layer in found.items() if key.endswith(_TEXT_KEY)}
    ours = {values.shape[1] for name, values in wanted.items() if name.endswith(_TEXT_NAME)}
    if theirs and theirs != ours:
        made_for, base_model = _family(theirs), _family(ours)
        raise refuse_lora(path, say("cause.lora_family", made_for=made_for, wanted=base_model))


def _family(widths: Iterable[int]) -> Message:
    width = min(widths)
    family = FAMILY_OF_WIDTH.get(width)
    return FAMILY_NAMES[family] if family else say("family.width", width=width)


def _unsettled(path: Path, reason: Message) -> ManulError:
    """The run's settings could be others."""
    return ManulError("unreadable.lora_settings", path=path, reason=reason)
