"""The names that one layer of a LoRA has in files of several tools."""

import re
from collections.abc import Iterable

from training.contract.model_kinds import UNET
from training.exports.taught_weights import lora_layers
from training.ldm_names import ldm_tensors
from training.optimizers import Tensors

# How tools call the components; the longer of two beginnings first.
_COMPONENTS = {
    "lora_unet_": "unet", "lora_te1_": "text_encoder", "lora_te2_": "text_encoder_2",
    "lora_te_": "text_encoder", "unet.": "unet", "text_encoder_2.": "text_encoder_2",
    "text_encoder.": "text_encoder",
}  # fmt: skip
# Before a UNet that peft saved alone.
_PEFT = "base_model.model."


def layer_key(name: str) -> str:
    """The same for every spelling of a layer: `COMPONENT.LAYER`, in LAYER underscores for dots."""
    name = name.removeprefix(_PEFT).replace(".processor.", ".")
    start = next((start for start in _COMPONENTS if name.startswith(start)), "")
    component = _COMPONENTS.get(start, "unet")
    layer = name.removeprefix(start).replace(".", "_").removeprefix("text_model_")
    # When adapters hung in attention processors, the output had no number.
    layer = re.sub(r"_to_out$", "_to_out_0", layer)
    return f"{component}.{layer}"


def layer_spellings(weights: Tensors) -> dict[str, str]:
    """`layer_key` of every name that a file may have for a layer -> the layer in `weights`.
    kohya's scripts keep the original names of SDXL's UNet."""
    layers = list(lora_layers(weights))
    keys = {layer_key(layer): layer for layer in layers}
    unet = [layer.removeprefix("unet.") for layer in layers if layer.startswith("unet.")]
    names = [f"{layer}.weight" for layer in unet]
    places = ldm_tensors("unet", [*names, *_all_resnets(names)], "sdxl")
    for layer, name in zip(unet, names, strict=True):
        original = places[name].name.removeprefix(UNET).removesuffix(".weight")
        keys.setdefault(layer_key(f"unet.{original}"), f"unet.{layer}")
    return keys


def _all_resnets(names: Iterable[str]) -> list[str]:
    """The original names count what is taught and what is not: in each block there are as many
    resnets as attentions."""
    attentions = [re.match(r"down_blocks\.\d+\.attentions\.(\d+)\.", name) for name in names]
    count = max((int(found[1]) + 1 for found in attentions if found), default=0)
    return [f"down_blocks.0.resnets.{number}.conv1.weight" for number in range(count)]
