"""How kohya's scripts call the layers of a LoRA, which is how web UIs look for them."""

from training.changed_tensors import canonical, published
from training.contract.model_kinds import StableDiffusion

DOWN, UP, ALPHA = ".lora_down.weight", ".lora_up.weight", ".alpha"
_UNET = "lora_unet_"
# InvokeAI applies `lora_te_` alone to SD1 and SD2, and only the numbered ones to SDXL.
_TEXT = {"text_encoder": "lora_te_"}
_SDXL_TEXT = {"text_encoder": "lora_te1_", "text_encoder_2": "lora_te2_"}


def kohya_name(layer: str, family: StableDiffusion) -> str:
    """Of `COMPONENT.LAYER`, diffusers' name; the UNet's layers keep diffusers' names."""
    component, _, name = layer.partition(".")
    prefixes = _SDXL_TEXT if family == "sdxl" else _TEXT
    prefix = _UNET if component == "unet" else prefixes[component]
    return prefix + published(component, canonical(name)).replace(".", "_")
