"""Tensors of the small files that are added to a model: LoRA, embeddings, ControlNet and others."""

from collections.abc import Mapping
from itertools import pairwise

from tests.model_files.diffusers_names import diffusers_unet_shapes
from tests.model_files.ldm_keys import (
    Shape,
    Shapes,
    clip_shapes,
    conv,
    input_blocks,
    join,
    linear,
    middle_block,
    norm,
    unet_shapes,
)
from tests.model_files.widths import FULL, Family, TextWidths

RANK = 8
# The conditioning picture's way down to the size of the latents.
_HINT_CHANNELS = (16, 16, 32, 32, 96, 96, 256)


def kohya_lora(family: Family) -> Shapes:
    """sd-scripts' names: diffusers' for SD1 and SD2, the original ones for SDXL's UNet."""
    shapes: Shapes = {}
    for module, shape in _kohya_modules(family).items():
        outputs, inputs, *size = shape
        shapes[f"{module}.lora_down.weight"] = (RANK, inputs, *size)
        shapes[f"{module}.lora_up.weight"] = (outputs, RANK, *(1 for _ in size))
        shapes[f"{module}.alpha"] = ()
    return shapes


def lycoris_loha(family: Family) -> Shapes:
    shapes: Shapes = {}
    for module, (outputs, inputs, *_) in _kohya_modules(family).items():
        for half in ("hada_w1", "hada_w2"):
            shapes[f"{module}.{half}_a"] = (outputs, RANK)
            shapes[f"{module}.{half}_b"] = (RANK, inputs)
        shapes[f"{module}.alpha"] = ()
    return shapes


def lycoris_lokr(family: Family) -> Shapes:
    shapes: Shapes = {}
    for module, (outputs, inputs, *_) in _kohya_modules(family).items():
        shapes[f"{module}.lokr_w1"] = (8, 8)
        shapes[f"{module}.lokr_w2"] = (outputs // 8, inputs // 8)
        shapes[f"{module}.alpha"] = ()
    return shapes


def peft_lora(family: Family, *, prefix: str = "unet.") -> Shapes:
    """diffusers' present form. PEFT on its own begins with `base_model.model.` instead."""
    return _pairs({f"{prefix}{name}": shape for name, shape in _attention_layers(family).items()})


def older_diffusers_lora(family: Family) -> Shapes:
    """From the time when adapters hung in attention processors."""
    shapes: Shapes = {}
    for name, (outputs, inputs) in _attention_layers(family).items():
        attention, _, layer = name.removesuffix(".0").rpartition(".")
        here = f"unet.{attention}.processor.{layer}_lora"
        shapes |= {f"{here}.down.weight": (RANK, inputs), f"{here}.up.weight": (outputs, RANK)}
    return shapes


def controlnet() -> Shapes:
    """A copy of SD1's way down with gates of zeros, in the original names."""
    widths = FULL["sd1"]
    down, passed_on = input_blocks(widths)
    parts = {"time_embed.0": linear(320, 1280), "time_embed.2": linear(1280, 1280)}
    parts |= down | middle_block(widths)
    parts |= {f"zero_convs.{i}.0": conv(width, width, 1) for i, width in enumerate(passed_on)}
    channels = (3, *_HINT_CHANNELS, 320)
    for place, (inputs, outputs) in enumerate(pairwise(channels)):
        parts[f"input_hint_block.{2 * place}"] = conv(inputs, outputs)
    parts["middle_block_out.0"] = conv(1280, 1280, 1)
    return {f"control_model.{name}": shape for name, shape in join(parts).items()}


def diffusers_controlnet() -> Shapes:
    unet = diffusers_unet_shapes(FULL["sd1"])
    kept = ("conv_in.", "time_embedding.", "down_blocks.", "mid_block.")
    shapes = {name: shape for name, shape in unet.items() if name.startswith(kept)}
    _, passed_on = input_blocks(FULL["sd1"])
    parts = {f"controlnet_down_blocks.{i}": conv(w, w, 1) for i, w in enumerate(passed_on)}
    parts["controlnet_mid_block"] = conv(1280, 1280, 1)
    here = "controlnet_cond_embedding"
    parts[f"{here}.conv_in"] = conv(3, _HINT_CHANNELS[0])
    for place, (inputs, outputs) in enumerate(pairwise(_HINT_CHANNELS)):
        parts[f"{here}.blocks.{place}"] = conv(inputs, outputs)
    parts[f"{here}.conv_out"] = conv(256, 320)
    return shapes | join(parts)


def ip_adapter() -> Shapes:
    shapes: Shapes = {"image_proj.proj.weight": (4 * 768, 1024), "image_proj.proj.bias": (4 * 768,)}
    shapes |= join({"image_proj.norm": norm(768)})
    for number in range(1, 32, 2):
        for name in ("to_k_ip", "to_v_ip"):
            shapes[f"ip_adapter.{number}.{name}.weight"] = (320, 768)
    return shapes


def motion_module() -> Shapes:
    """AnimateDiff's layers for SD1, which look across the pictures of a film."""
    shapes: Shapes = {}
    for level, width in enumerate((320, 640, 1280, 1280)):
        here = f"down_blocks.{level}.motion_modules.0.temporal_transformer"
        block = f"{here}.transformer_blocks.0.attention_blocks.0"
        shapes |= join({f"{here}.norm": norm(width), f"{here}.proj_in": linear(width, width)})
        shapes |= {f"{block}.to_{letter}.weight": (width, width) for letter in "qkv"}
        shapes[f"{block}.pos_encoder.pe"] = (1, 24, width)
    return shapes


def _pairs(layers: Mapping[str, Shape]) -> Shapes:
    shapes: Shapes = {}
    for name, (outputs, inputs) in layers.items():
        shapes[f"{name}.lora_A.weight"] = (RANK, inputs)
        shapes[f"{name}.lora_B.weight"] = (outputs, RANK)
    return shapes


def _attention_layers(family: Family) -> Shapes:
    return {
        name.removesuffix(".weight"): shape
        for name, shape in diffusers_unet_shapes(FULL[family]).items()
        if ".attn" in name and name.endswith(".weight")
    }


def _kohya_modules(family: Family) -> Shapes:
    """Every layer that sd-scripts teaches by default: those of transformers, no convolutions."""
    widths = FULL[family]
    unet = unet_shapes(widths) if family == "sdxl" else diffusers_unet_shapes(widths)
    modules = {
        f"lora_unet_{_underscored(name)}": shape
        for name, shape in unet.items()
        if _is_taught(name, shape) and (".transformer_blocks." in name or ".proj_" in name)
    }
    texts = {
        "sd1": {"lora_te": TextWidths(768, 12)},
        "sd2": {"lora_te": TextWidths(1024, 23)},
        "sdxl": {"lora_te1": TextWidths(768, 12), "lora_te2": TextWidths(1280, 32)},
    }[family]
    for prefix, text in texts.items():
        modules |= {
            f"{prefix}_{_underscored(name)}": shape
            for name, shape in clip_shapes(text).items()
            if ".layers." in name and _is_taught(name, shape)
        }
    return modules


def _is_taught(name: str, shape: Shape) -> bool:
    is_matrix = len(shape) == 2 or (len(shape) == 4 and ".proj_" in name)
    return name.endswith(".weight") and is_matrix


def _underscored(name: str) -> str:
    return name.removesuffix(".weight").replace(".", "_")
