"""A home with web UIs and the models that people keep in them: sparse files, no torch."""

import os
from pathlib import Path

from tests.model_files.bad import write_bad
from tests.model_files.headers import full_size
from tests.model_files.other_kinds import write_other_kind
from tests.web_ui_folders import install

FORGE_MODELS = "models/Stable-diffusion"
COMFY_MODELS = "models/checkpoints"
_SD1 = (
    "absolutereality_v181", "deliberate_v2", "dreamshaper_8", "epicrealism_naturalSinRC1VAE",
    "realisticVisionV60B1_v51HyperVAE", "revAnimated_v122", "v1-5-pruned-emaonly",
)  # fmt: skip
_SDXL = ("dreamshaperXL_v21TurboDPMSDE", "juggernautXL_v9Rdphoto2Lightning", "sd_xl_base_1.0")


def home_folder() -> Path:
    """The test's own, as tests/conftest.py has set it."""
    return Path.home()


def install_few() -> Path:
    """Forge with three models; its folder."""
    forge = install("forge", home_folder() / "stable-diffusion-webui-forge")
    full_size(forge / FORGE_MODELS / "dreamshaper_8.safetensors", "sd1")
    full_size(forge / FORGE_MODELS / "sd_xl_base_1.0.safetensors", "sdxl")
    write_other_kind(forge / FORGE_MODELS / "sd-v1-5-inpainting.safetensors", "inpainting_sd1")
    return forge


def install_many() -> Path:
    """Forge and ComfyUI with what people have, what cannot be taught included; Forge's folder."""
    forge = install("forge", home_folder() / "stable-diffusion-webui-forge")
    comfy = install("comfyui", home_folder() / "ComfyUI")
    install("invokeai", home_folder() / "invokeai")
    first = full_size(forge / FORGE_MODELS / f"{_SD1[0]}.safetensors", "sd1")
    for name in _SD1[1:]:
        # Written once: a header of a thousand names takes a while.
        os.link(first, forge / FORGE_MODELS / f"{name}.safetensors")
    full_size(forge / FORGE_MODELS / "v2-1_768-ema-pruned.safetensors", "sd2")
    for name in _SDXL:
        full_size(comfy / COMFY_MODELS / f"{name}.safetensors", "sdxl")
    for name, kind in (
        ("512-inpainting-ema", "inpainting_sd2"), ("flux1-dev", "flux"),
        ("sd_xl_refiner_1.0", "refiner"),
    ):  # fmt: skip
        write_other_kind(comfy / COMFY_MODELS / f"{name}.safetensors", kind)
    write_bad(comfy / COMFY_MODELS / "sd3_medium.safetensors", "truncated")
    return forge
