"""Trains the text encoder and the UNet together, from the latents of the drawn pictures."""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from diffusers import UNet2DConditionModel
from torch import Tensor
from transformers import CLIPTextModel, CLIPTokenizer

from training.demo_model.captions import training_caption
from training.demo_model.pipeline import new_noise_scheduler
from training.demo_model.progress import progress
from training.demo_model.scenes import Scene

LEARNING_RATE = 1e-3
WARMUP_STEPS = 150
# Share of the steps before the second, smaller wave of the learning rate, which brought the
# finer features: stripes, eyes that are alike, fur without tints.
FIRST_CYCLE = 5500 / 7500
# The last part of the first cycle, in which the learning rate falls to nothing.
TAIL = 0.4
EMA_DECAY = 0.998
SNR_CAP = 6.0
CHECKPOINT_EVERY = 250


@dataclass(frozen=True)
class Examples:
    """Scaled latents (n, 4, 16, 16) and the scenes they show."""

    latents: Tensor
    scenes: list[Scene]


class Denoiser(torch.nn.Module):
    """The two networks that learn together."""

    def __init__(self, text_encoder: CLIPTextModel, unet: UNet2DConditionModel) -> None:
        super().__init__()
        self.text_encoder = text_encoder
        self.unet = unet
        self.noise_scheduler = new_noise_scheduler()

    def loss(self, latents: Tensor, input_ids: Tensor, timesteps: Tensor, noise: Tensor) -> Tensor:
        """Weighted v-prediction loss of each example, shape (n,).

        The v loss weighs the clean end by SNR + 1; the cap takes from it what nobody sees.
        """
        noisy_latents = self.noise_scheduler.add_noise(latents, noise, timesteps)
        target = self.noise_scheduler.get_velocity(latents, noise, timesteps)
        with torch.autocast("cpu", torch.bfloat16):
            encoder_hidden_states = self.text_encoder(input_ids)[0]
            model_pred = self.unet(noisy_latents, timesteps, encoder_hidden_states).sample
        error = (model_pred.float() - target).square().mean(dim=(1, 2, 3))
        alphas = self.noise_scheduler.alphas_cumprod[timesteps]
        inverse = 1 / (1 - alphas)
        return error * inverse.clamp(max=SNR_CAP) / inverse


class Average:
    """Exponential moving average of a module's parameters: the weights that are kept."""

    def __init__(self, module: torch.nn.Module) -> None:
        self.parameters = list(module.parameters())
        self.shadow = [parameter.detach().clone() for parameter in self.parameters]

    @torch.no_grad()
    def update(self, step: int) -> None:
        decay = min(EMA_DECAY, (1 + step) / (10 + step))
        torch._foreach_lerp_(self.shadow, self.parameters, 1 - decay)

    @torch.no_grad()
    def copy_to_module(self) -> None:
        torch._foreach_copy_(self.parameters, self.shadow)


def learning_rate(step: int, steps: int) -> float:
    """Warm-up, a level stretch and a fall; then once more a fall, from half the height."""
    first = round(steps * FIRST_CYCLE)
    if step >= first:
        return LEARNING_RATE * 0.5 * _fall((step - first) / max(1, steps - first))
    warm = min(1.0, (step + 1) / WARMUP_STEPS)
    return LEARNING_RATE * warm * _fall((step / first - (1 - TAIL)) / TAIL)


def _fall(progress: float) -> float:
    """Half a cosine from 1 to 0.01; 1 before it begins."""
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * max(0.0, progress)))


def token_ids(tokenizer: CLIPTokenizer, captions: list[str]) -> Tensor:
    return tokenizer(captions, padding="max_length", truncation=True, return_tensors="pt").input_ids


def _batch(
    examples: Examples, tokenizer: CLIPTokenizer, *, seed: tuple[int, int], size: int
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Latents, token ids, timesteps (one from each of `size` equal slices) and noise."""
    rng = np.random.default_rng(seed)
    chosen = rng.integers(len(examples.scenes), size=size)
    captions = [training_caption(examples.scenes[index], rng) for index in chosen]
    slices = (np.arange(size) + rng.random(size)) / size
    timesteps = torch.from_numpy((slices * 1000).astype(np.int64))
    noise = torch.from_numpy(rng.standard_normal((size, 4, 16, 16), dtype=np.float32))
    latents = examples.latents[torch.from_numpy(chosen)]
    return latents, token_ids(tokenizer, captions), timesteps, noise


def train_denoiser(
    denoiser: Denoiser,
    tokenizer: CLIPTokenizer,
    examples: Examples,
    *,
    steps: int,
    checkpoint: Path,
    seed: int = 5,
    batch: int = 32,
) -> None:
    """Leaves the averaged weights in `denoiser`; goes on from `checkpoint` where there is one."""
    optimizer = torch.optim.AdamW(
        denoiser.parameters(), lr=LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.0, fused=True
    )
    average = Average(denoiser)
    first = _load(checkpoint, denoiser, optimizer, average) if checkpoint.exists() else 0
    bar = progress(range(first, steps), "text encoder and UNet")
    running = 1.0
    for step in bar:
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, steps)
        # Every draw follows from the step, so that a resumed build repeats nothing.
        loss = denoiser.loss(*_batch(examples, tokenizer, seed=(seed, step), size=batch)).mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(denoiser.parameters(), 1.0)
        optimizer.step()
        average.update(step)
        running += 0.02 * (loss.item() - running)
        bar.note = f"loss {running:.4f}"
        if (step + 1) % CHECKPOINT_EVERY == 0:
            _save(checkpoint, denoiser, optimizer, average, step=step + 1)
    average.copy_to_module()


def _save(
    path: Path,
    denoiser: Denoiser,
    optimizer: torch.optim.Optimizer,
    average: Average,
    *,
    step: int,
) -> None:
    partial = path.with_suffix(".part")
    state = {
        "step": step,
        "weights": denoiser.state_dict(),
        "optimizer": optimizer.state_dict(),
        "average": average.shadow,
    }
    torch.save(state, partial)
    partial.replace(path)


def _load(
    path: Path, denoiser: Denoiser, optimizer: torch.optim.Optimizer, average: Average
) -> int:
    state = torch.load(path, weights_only=True)
    denoiser.load_state_dict(state["weights"])
    optimizer.load_state_dict(state["optimizer"])
    for shadow, saved in zip(average.shadow, state["average"], strict=True):
        shadow.copy_(saved)
    return int(state["step"])
