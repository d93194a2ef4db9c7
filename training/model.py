"""The base model's parts, loaded one at a time from a diffusers folder, and prompt encoding."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from diffusers.models.attention_processor import AttnProcessor
from safetensors import SafetensorError
from transformers import CLIPTextModel, CLIPTokenizer

from training.contract.errors import ManulError
from training.prompt_tokens import Placeholders, tokenize

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModelFolder:
    """A diffusers folder of the StableDiffusionPipeline layout."""

    path: Path
    device: torch.device
    dtype: torch.dtype

    def tokenizer(self) -> CLIPTokenizer:
        return self._load(CLIPTokenizer, "tokenizer")

    def noise_scheduler(self) -> DDIMScheduler:
        return self._load(DDIMScheduler, "scheduler")

    def text_encoder(self) -> CLIPTextModel:
        return self._frozen(self._load(CLIPTextModel, "text_encoder", dtype=self.dtype))

    def vae(self) -> AutoencoderKL:
        """On the CPU, where it waits between encoding and samples."""
        vae = self._load(AutoencoderKL, "vae", torch_dtype=self.dtype)
        return vae.requires_grad_(False).eval()

    def unet(self) -> UNet2DConditionModel:
        unet = self._frozen(self._load(UNet2DConditionModel, "unet", torch_dtype=self.dtype))
        if self.device.type == "cpu":
            # On small pictures the plain formula beats torch's fused attention on a processor.
            unet.set_attn_processor(AttnProcessor())
        return unet

    def _frozen(self, module: Any) -> Any:
        return module.requires_grad_(False).to(self.device)

    def _load(self, kind: Any, component: str, **options: Any) -> Any:
        try:
            return kind.from_pretrained(self.path / component, local_files_only=True, **options)
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            log.exception("loading %s", component)
            raise ManulError("model_incomplete", path=self.path, component=component) from error


@dataclass
class BaseModel:
    """The parts in memory. A method may hang its own layers into them."""

    tokenizer: CLIPTokenizer
    text_encoder: CLIPTextModel
    unet: UNet2DConditionModel
    vae: AutoencoderKL
    noise_scheduler: DDIMScheduler
    device: torch.device
    dtype: torch.dtype
    placeholders: Placeholders = field(default_factory=dict)

    def encode_prompts(self, prompts: list[str]) -> torch.Tensor:
        """Encoder hidden states of the prompts, (len(prompts), 77, width)."""
        ids = [tokenize(self.tokenizer, prompt, self.placeholders) for prompt in prompts]
        return self.text_encoder(torch.tensor(ids, device=self.device))[0]

    @property
    def latent_scale(self) -> int:
        """Pixels per latent, along each side."""
        return 2 ** (len(self.vae.config.block_out_channels) - 1)

    @contextmanager
    def vae_on_device(self) -> Iterator[AutoencoderKL]:
        """Bring the VAE to the device for as long as it is needed."""
        try:
            yield self.vae.to(self.device)
        finally:
            self.vae.to("cpu")


def load_base_model(folder: ModelFolder, vae: AutoencoderKL) -> BaseModel:
    """All parts for training; `vae` has been loaded before, for the latents."""
    return BaseModel(
        tokenizer=folder.tokenizer(),
        text_encoder=folder.text_encoder(),
        unet=folder.unet(),
        vae=vae,
        noise_scheduler=folder.noise_scheduler(),
        device=folder.device,
        dtype=folder.dtype,
    )
