"""Files, at full size but taking no room, that a user may well pick and that are no base model."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.model_files.adapters import (
    controlnet,
    diffusers_controlnet,
    ip_adapter,
    kohya_lora,
    lycoris_loha,
    lycoris_lokr,
    motion_module,
    older_diffusers_lora,
    peft_lora,
)
from tests.model_files.diffusers_names import diffusers_unet_shapes, diffusers_vae_shapes
from tests.model_files.headers import write_header_only
from tests.model_files.ldm_keys import (
    UNET,
    VAE,
    Shape,
    Shapes,
    clip_shapes,
    conv,
    join,
    ldm_shapes,
    linear,
    open_clip_shapes,
    unet_shapes,
    vae_shapes,
)
from tests.model_files.widths import FULL, REFINER, Family, TextWidths, VaeWidths

SD1 = FULL["sd1"]


@dataclass(frozen=True)
class Content:
    """What a file holds. `dtypes` names the tensors that differ from `dtype`."""

    shapes: Shapes
    dtype: str = "F16"
    dtypes: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] | None = None


def write_other_kind(path: Path, kind: str) -> Path:
    """One of OTHER_KINDS as a safetensors file."""
    made = OTHER_KINDS[kind]()
    content = made if isinstance(made, Content) else Content(made)
    return write_header_only(
        path,
        content.shapes,
        content.dtype,
        metadata=content.metadata,
        dtypes=content.dtypes,
    )


def write_gguf(path: Path) -> Path:
    """The container of quantised models: version 3, no tensors, no facts."""
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 0) + bytes(64))
    return path


def with_channels(family: Family, channels: int) -> Shapes:
    """A checkpoint whose UNet is shown more than latents: a mask, a picture, a depth."""
    return ldm_shapes(family, replace(FULL[family], in_channels=channels))


def refiner() -> Shapes:
    parts = {
        UNET: unet_shapes(REFINER),
        VAE: vae_shapes(REFINER.vae),
        "conditioner.embedders.0.model": open_clip_shapes(TextWidths(1280, 32)),
    }
    return join(parts)


def playground() -> Shapes:
    """SDXL's architecture with another noise formula, said by two tensors."""
    return ldm_shapes("sdxl", FULL["sdxl"]) | {"edm_mean": (1, 4, 1, 1), "edm_std": (1, 4, 1, 1)}


def kohya(family: Family) -> Content:
    version = {"sd1": "sd_v1", "sd2": "sd_v2", "sdxl": "sdxl_base_v1-0"}[family]
    metadata = {
        "ss_base_model_version": version,
        "ss_network_module": "networks.lora",
        "ss_network_dim": "8",
        "ss_network_alpha": "4.0",
        "ss_v2": str(family == "sd2"),
    }
    return Content(kohya_lora(family), metadata=metadata)


def flux() -> Shapes:
    width = 3072
    parts = {
        "img_in": linear(64, width),
        "txt_in": linear(4096, width),
        "time_in.in_layer": linear(256, width),
        "vector_in.in_layer": linear(768, width),
        "guidance_in.in_layer": linear(256, width),
        "final_layer.linear": linear(width, 64),
    }
    for number in range(19):
        for stream in ("img", "txt"):
            here = f"double_blocks.{number}.{stream}"
            parts[f"{here}_attn.qkv"] = linear(width, 3 * width)
            parts[f"{here}_attn.norm.key_norm"] = {"scale": (128,)}
            parts[f"{here}_attn.norm.query_norm"] = {"scale": (128,)}
            parts[f"{here}_attn.proj"] = linear(width, width)
            parts[f"{here}_mlp.0"] = linear(width, 4 * width)
            parts[f"{here}_mlp.2"] = linear(4 * width, width)
            parts[f"{here}_mod.lin"] = linear(width, 6 * width)
    for number in range(38):
        parts[f"single_blocks.{number}.linear1"] = linear(width, 7 * width)
        parts[f"single_blocks.{number}.linear2"] = linear(5 * width, width)
        parts[f"single_blocks.{number}.modulation.lin"] = linear(width, 3 * width)
    return join(parts)


def sd3() -> Shapes:
    width = 1536
    parts: dict[str, Shapes] = {
        "pos_embed": {"": (1, 36864, width)},
        "x_embedder.proj": conv(16, width, 2),
        "context_embedder": linear(4096, width),
        "t_embedder.mlp.0": linear(256, width),
        "y_embedder.mlp.0": linear(2048, width),
        "final_layer.linear": linear(width, 64),
    }
    for number in range(24):
        for stream in ("x_block", "context_block"):
            here = f"joint_blocks.{number}.{stream}"
            parts[f"{here}.attn.qkv"] = linear(width, 3 * width)
            parts[f"{here}.attn.proj"] = linear(width, width)
            parts[f"{here}.mlp.fc1"] = linear(width, 4 * width)
            parts[f"{here}.mlp.fc2"] = linear(4 * width, width)
            parts[f"{here}.adaLN_modulation.1"] = linear(width, 6 * width)
    whole = {UNET: join(parts), VAE: vae_shapes(VaeWidths(latent=16))}
    whole["text_encoders.clip_l.transformer"] = clip_shapes(TextWidths(768, 12))
    whole["text_encoders.clip_g.transformer"] = clip_shapes(TextWidths(1280, 32))
    return join(whole)


def nf4() -> Content:
    """SD1 with its UNet's matrices packed to four bits a number, as bitsandbytes does."""
    shapes: Shapes = {}
    dtypes: dict[str, str] = {}
    for name, shape in ldm_shapes("sd1", SD1).items():
        if not name.startswith(f"{UNET}.") or len(shape) != 2:
            shapes[name] = shape
            continue
        numbers = shape[0] * shape[1]
        packed: dict[str, tuple[str, Shape]] = {
            "": ("U8", (numbers // 2, 1)),
            ".absmax": ("F32", (numbers // 64,)),
            ".quant_map": ("F32", (16,)),
            ".quant_state.bitsandbytes__nf4": ("U8", (80,)),
        }
        shapes |= {name + suffix: part for suffix, (_, part) in packed.items()}
        dtypes |= {name + suffix: dtype for suffix, (dtype, _) in packed.items()}
    return Content(shapes, dtypes=dtypes)


OTHER_KINDS: dict[str, Callable[[], Shapes | Content]] = {
    "inpainting_sd1": lambda: with_channels("sd1", 9),
    "inpainting_sd2": lambda: with_channels("sd2", 9),
    "inpainting_sdxl": lambda: with_channels("sdxl", 9),
    "instruct_pix2pix": lambda: with_channels("sd1", 8),
    "depth_sd2": lambda: with_channels("sd2", 5),
    "refiner": refiner,
    "playground": playground,
    "lora_sd1": lambda: kohya("sd1"),
    "lora_sd2": lambda: kohya("sd2"),
    "lora_sdxl": lambda: kohya("sdxl"),
    "lora_peft_sd1": lambda: peft_lora("sd1"),
    "lora_peft_sdxl": lambda: peft_lora("sdxl"),
    "lora_peft_bare": lambda: peft_lora("sd1", prefix="base_model.model."),
    "lora_diffusers_older": lambda: older_diffusers_lora("sd1"),
    "loha_sd1": lambda: lycoris_loha("sd1"),
    "lokr_sdxl": lambda: lycoris_lokr("sdxl"),
    "vae": lambda: vae_shapes(VaeWidths()),
    "vae_prefixed": lambda: join({VAE: vae_shapes(VaeWidths())}),
    "vae_diffusers": lambda: diffusers_vae_shapes(VaeWidths()),
    "unet_sd1": lambda: join({UNET: unet_shapes(SD1)}),
    "unet_sdxl": lambda: join({UNET: unet_shapes(FULL["sdxl"])}),
    "unet_diffusers": lambda: diffusers_unet_shapes(SD1),
    "text_encoder": lambda: clip_shapes(TextWidths(768, 12)),
    "text_encoder_prefixed": lambda: join(
        {"cond_stage_model.transformer": clip_shapes(TextWidths(768, 12))}
    ),
    "text_encoder_open_clip": lambda: open_clip_shapes(TextWidths(1280, 32)),
    "controlnet": controlnet,
    "controlnet_diffusers": diffusers_controlnet,
    "ip_adapter": ip_adapter,
    "motion_module": motion_module,
    "embedding_sd1": lambda: Content({"emb_params": (4, 768)}, dtype="F32"),
    "embedding_sd2": lambda: Content({"emb_params": (4, 1024)}, dtype="F32"),
    "embedding_sdxl": lambda: Content({"clip_l": (4, 768), "clip_g": (4, 1280)}, dtype="F32"),
    "embedding_diffusers": lambda: Content({"<manul>": (4, 768)}, dtype="F32"),
    "flux": flux,
    "flux_prefixed": lambda: join({UNET: flux()}),
    "sd3": sd3,
    "nf4": nf4,
    "fp8_sd1": lambda: Content(ldm_shapes("sd1", SD1), dtype="F8_E4M3"),
    "fp8_sdxl": lambda: Content(ldm_shapes("sdxl", FULL["sdxl"]), dtype="F8_E4M3"),
    # Makes pictures larger; people keep it beside their models.
    "upscaler": lambda: join({"conv_first": conv(3, 64), "body.0.rdb1.conv1": conv(64, 32)}),
}
