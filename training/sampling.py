"""Draws pictures with the model in memory: the samples of a run, and what is tried on it."""

from collections.abc import Callable
from typing import Any

import torch
from diffusers import DDIMScheduler
from PIL import Image

from training import randomness
from training.contract.settings import SamplingSettings
from training.model import BaseModel
from training.time_ids import sample_time_ids

Check = Callable[[], None]
# A larger picture is decoded in tiles of this side, in pixels: at 1024 a quarter of the memory.
_TILE = 512


@torch.no_grad()
def draw_samples(
    model: BaseModel, prompts: list[str], *, seeds: list[int], settings: SamplingSettings,
    resolution: int, check: Check,
) -> list[Image.Image]:  # fmt: skip
    """One picture a prompt, each from its own seed. First all latents, one at a time, then the
    VAE comes in and decodes them. `check` is called between the denoising steps; it may raise."""
    was_training = model.unet.training
    model.learn(False)
    try:
        latents = [
            _denoise(
                model, prompt, seed=seed, settings=settings, resolution=resolution, check=check
            )
            for prompt, seed in zip(prompts, seeds, strict=True)
        ]
        with model.vae_on_device() as vae:
            return [_decode(vae, latent) for latent in latents]
    finally:
        model.learn(was_training)


def _denoise(
    model: BaseModel, prompt: str, *, seed: int, settings: SamplingSettings, resolution: int,
    check: Check,
) -> torch.Tensor:  # fmt: skip
    """Latents (1, 4, height, width) by DDIM (arXiv 2010.02502) with classifier-free guidance
    (arXiv 2207.12598); the noise is a function of the seed alone."""
    scheduler = DDIMScheduler.from_config(model.noise_scheduler.config)
    scheduler.set_timesteps(settings.num_inference_steps)
    conditions = model.encode_prompts([settings.negative_prompt, prompt])
    time_ids = sample_time_ids(resolution).to(model.device).expand(2, -1)
    side = resolution // model.latent_scale
    shape = (1, model.unet.config.in_channels, side, side)
    latents = randomness.normal(shape, seed, "sample").to(model.device)
    latents = latents * scheduler.init_noise_sigma
    for timestep in scheduler.timesteps.to(model.device):
        check()
        both = torch.cat([latents, latents])
        without, with_prompt = model.predict(both, timestep, conditions, time_ids).chunk(2)
        guided = without + settings.guidance_scale * (with_prompt - without)
        latents = scheduler.step(guided.float(), timestep, latents, return_dict=False)[0]
    return latents


def decode(vae: Any, latents: torch.Tensor) -> torch.Tensor:
    """Pixels (batch, 3, height, width), about in [-1, 1], from scaled latents."""
    scaled = (latents / vae.config.scaling_factor).to(vae.dtype)
    if latents.shape[-1] * 2 ** (len(vae.config.block_out_channels) - 1) <= _TILE:
        return vae.decode(scaled, return_dict=False)[0]
    vae.tile_sample_min_size = _TILE
    vae.tile_latent_min_size = _TILE // 2 ** (len(vae.config.block_out_channels) - 1)
    vae.enable_tiling()
    try:
        return vae.decode(scaled, return_dict=False)[0]
    finally:
        # Latents to learn from are encoded whole.
        vae.disable_tiling()


def _decode(vae: torch.nn.Module, latents: torch.Tensor) -> Image.Image:
    pixels = decode(vae, latents)[0].float().clamp(-1, 1)
    raw = ((pixels + 1) * 127.5).round().to(torch.uint8).permute(1, 2, 0).contiguous().cpu()
    return Image.frombytes("RGB", (raw.shape[1], raw.shape[0]), raw.numpy().tobytes())
