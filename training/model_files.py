"""Opens a base model's parts one at a time, whether it is a diffusers folder or a single file."""

from pathlib import Path
from typing import Any, Protocol

import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from transformers import CLIPTokenizer

from training.contract.base_models import BaseModelInfo
from training.contract.model_kinds import StableDiffusion
from training.ldm_file import LdmFile
from training.model_folder import ModelFolder
from training.single_file import SingleFile


class ModelFiles(Protocol):
    """Weights arrive in the number format asked for, on the CPU, frozen. ManulError
    "model_incomplete" names what is missing or damaged."""

    path: Path
    family: StableDiffusion

    def tokenizers(self) -> list[CLIPTokenizer]:
        """One for each text encoder."""

    def text_encoder(self, index: int, dtype: torch.dtype) -> Any: ...

    def vae(self, dtype: torch.dtype) -> AutoencoderKL: ...

    def unet(self, dtype: torch.dtype) -> UNet2DConditionModel: ...

    def empty(self, component: str) -> Any:
        """A part without values (unet, vae, text_encoder, text_encoder_2): its configuration,
        names and shapes."""

    def scheduler_config(self) -> dict[str, Any]:
        """As diffusers' schedulers take it, without `prediction_type` where nothing says it."""


def open_model(info: BaseModelInfo) -> ModelFiles:
    """The files of a base model that was described before."""
    if info.is_file:
        return SingleFile(LdmFile(info.path), info.architecture)
    return ModelFolder(info.path, info.architecture)


def vae_dtype(family: StableDiffusion, dtype: torch.dtype) -> torch.dtype:
    """SDXL's VAE overflows in half precision, unless somebody has repaired it."""
    return torch.float32 if family == "sdxl" and dtype == torch.float16 else dtype


def build_scheduler(config: dict[str, Any], prediction_type: str) -> DDIMScheduler:
    """The noise schedule of training and sampling. A schedule that ends in nothing but noise has
    to be sampled from that end (arXiv 2305.08891, section 3.3). Latents exceed 1, where a config
    that was made for another sampler would let DDIM cut them."""
    options: dict[str, Any] = {"prediction_type": prediction_type, "clip_sample": False}
    if config.get("rescale_betas_zero_snr"):
        options["timestep_spacing"] = "trailing"
    return DDIMScheduler.from_config(config, **options)
