"""Tells what a file of tensors is, and for which family, from the names of its tensors."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from training.contract.messages import Message, say
from training.contract.pickle_reader import PickledTensor
from training.contract.tensor_files import TensorFact, TensorFile

StableDiffusion = Literal["sd1", "sd2", "sdxl"]
ModelKind = Literal[
    "base_model", "lora", "embedding", "hypernetwork", "vae", "unet", "text_encoder", "controlnet",
    "unknown",
]  # fmt: skip

UNET = "model.diffusion_model."
EMA = "model_ema."
VAE = "first_stage_model."
SD1_TEXT = "cond_stage_model.transformer."
SD2_TEXT = "cond_stage_model.model."
SDXL_TEXT = ("conditioner.embedders.0.transformer.", "conditioner.embedders.1.model.")
_REFINER_TEXT = "conditioner.embedders.0.model."

# Width of the text that a family's UNet looks at, and of the embeddings that go into it.
FAMILY_OF_WIDTH: dict[int, StableDiffusion] = {768: "sd1", 1024: "sd2", 2048: "sdxl"}
FAMILY_NAMES: dict[StableDiffusion, Message] = {
    "sd1": say("family.sd1"),
    "sd2": say("family.sd2"),
    "sdxl": say("family.sdxl"),
}
_LATENT_CHANNELS = 4
_MOST_EMBEDDINGS = 2
_LORA = re.compile(
    r"(\.|_)(lora_(down|up|A|B|linear_layer)|hada_w1_a|lokr_w1|lora_mid|oft_blocks)\b"
    r"|[._]lora\.(down|up)\b|\.lora\."
)
# Names that betray an architecture that Manul does not teach -> what people call it.
_STRANGERS = {
    "double_blocks.0.": "Flux",
    "joint_blocks.0.": "Stable Diffusion 3",
    "transformer_blocks.0.ff_context.": "Stable Diffusion 3",
    "single_transformer_blocks.0.": "Flux",
    "cap_embedder.": "Lumina",
    "blocks.0.adaln_modulation_cross_attn.": "Cosmos",
    "caption_projection.": "PixArt",
    "down_blocks.0.1.attention.": "Stable Cascade",
}


@dataclass(frozen=True)
class Recognised:
    """`problem` = why it cannot be a base model."""

    kind: ModelKind
    family: StableDiffusion | None = None
    problem: Message | None = None


def recognise(file: TensorFile) -> Recognised:
    """Kind and family, by names and structure; a width decides only where names do not."""
    names = file.tensors.keys()
    if (quantised := _quantisation(file.tensors)) is not None:
        kind: ModelKind = "base_model" if _has(names, VAE) else "unet"
        family = _family_of_text(names)
        return Recognised(kind, family, say("model.quantised", format=quantised))
    if (addition := _addition(file)) is not None:
        return addition
    for part, architecture in _STRANGERS.items():
        if any(part in name for name in names):
            return Recognised("base_model", problem=say("model.other", architecture=architecture))
    if _has(names, "control_model.") or _has(names, "controlnet_cond_embedding."):
        return Recognised("controlnet", problem=say("model.controlnet"))
    if _has(names, UNET) or _has(names, EMA):
        return _checkpoint(file.tensors)
    return _part(file.tensors)


def _checkpoint(tensors: Mapping[str, TensorFact]) -> Recognised:
    """A file in the layout of the first Stable Diffusion: UNet, VAE and text encoder."""
    names = tensors.keys()
    first = _first_tensor(tensors, "input_blocks.0.0.weight")
    if first is None or len(first.shape) != 4:
        return Recognised("unknown", problem=say("model.unknown"))
    if _has(names, _REFINER_TEXT):
        return Recognised("base_model", "sdxl", say("model.refiner"))
    if (family := _family_of_text(names)) is None:
        return Recognised("unet", _family_of_unet(tensors), say("model.no_text_encoder"))
    if first.shape[1] != _LATENT_CHANNELS:
        return Recognised("base_model", family, say("model.inpainting", channels=first.shape[1]))
    if not _has(names, VAE):
        return Recognised("base_model", family, say("model.no_vae"))
    if (architecture := _variant(tensors, family)) is not None:
        return Recognised("base_model", family, say("model.other", architecture=architecture))
    return Recognised("base_model", family)


def _variant(tensors: Mapping[str, TensorFact], family: StableDiffusion) -> str | None:
    """A relative with a UNet, or a noise formula, of its own."""
    if "edm_mean" in tensors:
        return "Playground"
    if "edm_vpred.sigma_max" in tensors:
        return "CosXL"
    if family != "sdxl" and _first_tensor(tensors, "label_emb.0.0.weight") is not None:
        return "Stable Diffusion unCLIP"
    if _first_tensor(tensors, "time_embed.cond_proj.weight") is not None:
        return "latent consistency"
    if _first_tensor(tensors, "middle_block.2.out_layers.3.weight") is None:
        # Made smaller by leaving parts out (SSD-1B and its like).
        return f"distilled {family.upper()}"
    return None


def _family_of_text(names: Iterable[str]) -> StableDiffusion | None:
    if _has(names, SDXL_TEXT[1]):
        return "sdxl"
    if _has(names, SD2_TEXT):
        return "sd2"
    return "sd1" if _has(names, SD1_TEXT) else None


def _part(tensors: Mapping[str, TensorFact]) -> Recognised:
    """A single component, named as in the first Stable Diffusion or as in diffusers."""
    names = tensors.keys()
    if _has(names, VAE) or _all_in(("encoder.conv_in.weight", "decoder.conv_in.weight"), names):
        return Recognised("vae", problem=say("model.vae"))
    if _all_in(("conv_in.weight", "time_embedding.linear_1.weight"), names):
        return Recognised("unet", _family_of_unet(tensors), say("model.no_text_encoder"))
    if any("encoder.layers.0.self_attn" in name or "resblocks.0.attn" in name for name in names):
        return Recognised("text_encoder", problem=say("model.text_encoder"))
    return Recognised("unknown", problem=say("model.unknown"))


def _addition(file: TensorFile) -> Recognised | None:
    """What a web UI loads on top of a base model."""
    if any(_LORA.search(name) for name in file.tensors):
        return Recognised("lora", _family_of_lora(file), say("model.lora"))
    hypernetwork = _hypernetwork_widths(file.content)
    if hypernetwork:
        family = next((FAMILY_OF_WIDTH[w] for w in hypernetwork if w in FAMILY_OF_WIDTH), None)
        return Recognised("hypernetwork", family, say("model.hypernetwork"))
    vectors = embedding_tensors(file)
    if vectors is not None:
        return Recognised("embedding", embedding_family(vectors), say("model.embedding"))
    return None


def embedding_tensors(file: TensorFile) -> list[TensorFact] | None:
    """The vectors in an embedding's file, a table for each text encoder; None if it is none."""
    tensors = file.tensors
    if isinstance(file.content, Mapping) and isinstance(
        inner := file.content.get("string_to_param"), Mapping
    ):
        tensors = {
            str(name): TensorFact(*value)
            for name, value in inner.items()
            if isinstance(value, PickledTensor)
        }
    is_small = 1 <= len(tensors) <= _MOST_EMBEDDINGS
    if is_small and all(1 <= len(fact.shape) <= 2 for fact in tensors.values()):
        return [tensors[name] for name in sorted(tensors, key=lambda name: name == "clip_g")]
    return None


def embedding_family(vectors: Iterable[TensorFact]) -> StableDiffusion | None:
    match [fact.shape[-1] for fact in vectors]:
        case [768, 1280]:
            return "sdxl"
        case [width]:
            return FAMILY_OF_WIDTH.get(width) if width in (768, 1024) else None
    return None


def _hypernetwork_widths(content: object) -> list[int]:
    if not isinstance(content, Mapping):
        return []
    return [key for key in content if isinstance(key, int) and not isinstance(key, bool)]


def _family_of_lora(file: TensorFile) -> StableDiffusion | None:
    """By what it was made for, by its second text encoder, or by the text's width."""
    version = file.metadata.get("ss_base_model_version", "")
    for start, family in (("sdxl", "sdxl"), ("sd_v2", "sd2"), ("sd_v1", "sd1")):
        if version.startswith(start):
            return known_family(family)
    if any("lora_te2_" in name or "text_encoder_2." in name for name in file.tensors):
        return "sdxl"
    for name, fact in file.tensors.items():
        is_key = "attn2_to_k" in name or "attn2.to_k" in name or "attn2.processor.to_k" in name
        is_inner = name.endswith(("down.weight", "lora_A.weight", "hada_w1_b"))
        if is_key and is_inner and len(fact.shape) >= 2:
            return FAMILY_OF_WIDTH.get(fact.shape[1])
    return None


def known_family(name: str) -> StableDiffusion | None:
    return next((family for family in get_args(StableDiffusion) if family == name), None)


def _family_of_unet(tensors: Mapping[str, TensorFact]) -> StableDiffusion | None:
    for name, fact in tensors.items():
        if name.endswith("attn2.to_k.weight") and len(fact.shape) == 2:
            return FAMILY_OF_WIDTH.get(fact.shape[1])
    return None


def _quantisation(tensors: Mapping[str, TensorFact]) -> str | None:
    """The packed number format of a file made for drawing only."""
    for name, fact in tensors.items():
        if name.endswith((".quant_map", ".absmax")) or ".quant_state." in name:
            return "bitsandbytes, 4 bit"
        if name.endswith((".SCB", ".weight_scale", ".scale_weight")):
            return "8 bit"
        if fact.dtype.startswith(("F8_", "F6_", "F4")) and len(fact.shape) > 1:
            return "fp" + fact.dtype[1]
    return None


def _first_tensor(tensors: Mapping[str, TensorFact], name: str) -> TensorFact | None:
    """A tensor of the UNet, from the file's plain weights or else from its averaged ones."""
    averaged = f"{EMA}diffusion_model{name.replace('.', '')}"
    return tensors.get(UNET + name) or tensors.get(averaged)


def _has(names: Iterable[str], start: str) -> bool:
    return any(name.startswith(start) for name in names)


def _all_in(wanted: Iterable[str], names: Iterable[str]) -> bool:
    return set(wanted) <= set(names)
