"""Trains the autoencoder: 64x64 pictures to 4x16x16 latents and back."""

from dataclasses import dataclass

import numpy as np
import torch
from diffusers import AutoencoderKL
from torch import Tensor
from torch.nn import functional

from training.demo_model.progress import progress

LATENT_SHAPE = (4, 16, 16)
KL_WEIGHT = 2e-3
CROP = 32
DECODER_LEARNING_RATE = 1e-3
DECODER_BATCH = 12
# Of the scaled latents' unit deviation.
DECODER_NOISE = 0.1


def new_autoencoder() -> AutoencoderKL:
    vae = AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 3,
        up_block_types=("UpDecoderBlock2D",) * 3,
        block_out_channels=(24, 48, 64),
        layers_per_block=1,
        latent_channels=LATENT_SHAPE[0],
        norm_num_groups=8,
        sample_size=64,
        mid_block_add_attention=False,
    )
    # The usual start gives each latent a variance of 1, which drowns the signal for a long time.
    with torch.no_grad():
        vae.quant_conv.bias[LATENT_SHAPE[0] :] = -7.0
    return vae


def as_tensor(pictures: np.ndarray) -> Tensor:
    """uint8 (n, h, w, 3) to float (n, 3, h, w) in [-1, 1]."""
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 127.5 - 1


def reconstruction_loss(made: Tensor, wanted: Tensor) -> Tensor:
    """L1 + L2 + half the L1 of the picture's gradients (crisp edges count extra)."""
    error = made - wanted
    across, down = error.diff(dim=-1), error.diff(dim=-2)
    edges = across.abs().mean() + down.abs().mean()
    return error.abs().mean() + error.square().mean() + 0.5 * edges


@dataclass(frozen=True)
class Phase:
    """One pass of training, with its own learning rate cycle."""

    name: str
    steps: int
    batch: int
    learning_rate: float
    # Share of the steps that see small crops: five times as many pictures a second.
    crop_share: float = 0.0
    # Weight of "a latent's four numbers tell its patch's mean colour linearly". Without it the
    # colour hides in a code that the decoder, and later the UNet, must unravel: purple turns grey.
    colour_weight: float = 0.0
    seed: int = 3


def train_autoencoder(vae: AutoencoderKL, pictures: np.ndarray, phase: Phase) -> None:
    rng = np.random.default_rng(phase.seed)
    torch.manual_seed(phase.seed)
    colour_head = torch.nn.Conv2d(LATENT_SHAPE[0], 3, 1)
    parameters = [*vae.parameters(), *colour_head.parameters()]
    optimizer, schedule = _optimizer(parameters, phase.learning_rate, phase.steps)
    bar = progress(range(phase.steps), phase.name)
    for step in bar:
        wanted = as_tensor(pictures[rng.integers(len(pictures), size=phase.batch)])
        if step < phase.crop_share * phase.steps:
            top, left = rng.integers(64 - CROP + 1, size=2)
            wanted = wanted[..., top : top + CROP, left : left + CROP]
        with torch.autocast("cpu", torch.bfloat16):
            posterior = vae.encode(wanted).latent_dist
            latents = posterior.sample()
            made = vae.decode(latents).sample
        loss = reconstruction_loss(made.float(), wanted)
        loss = loss + KL_WEIGHT * posterior.kl().mean() / latents[0].numel()
        colours = functional.avg_pool2d(wanted, 4)
        colour_error = functional.mse_loss(colour_head(latents.float()), colours)
        loss = loss + phase.colour_weight * colour_error
        _step(optimizer, schedule, parameters, loss)
        if step % 20 == 0:
            bar.note = f"loss {loss.item():.4f}"


def _optimizer(
    parameters: list[torch.nn.Parameter], learning_rate: float, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    optimizer = torch.optim.AdamW(
        parameters, lr=learning_rate, betas=(0.9, 0.99), weight_decay=0.0, fused=True
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, learning_rate, total_steps=steps + 1, pct_start=0.08
    )
    return optimizer, schedule


def _step(
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    parameters: list[torch.nn.Parameter],
    loss: Tensor,
) -> None:
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    schedule.step()


@torch.no_grad()
def encode_all(vae: AutoencoderKL, pictures: np.ndarray) -> Tensor:
    """Mean latents of all pictures, unscaled; bfloat16 arithmetic loses nothing that is drawn."""
    parts = []
    for start in progress(range(0, len(pictures), 32), "encode the pictures"):
        with torch.autocast("cpu", torch.bfloat16):
            parts.append(vae.encode(as_tensor(pictures[start : start + 32])).latent_dist.mean)
    return torch.cat(parts).float()


def set_scaling_factor(vae: AutoencoderKL, latents: Tensor) -> None:
    vae.register_to_config(scaling_factor=round(1 / latents.std().item(), 5))


def train_decoder(
    vae: AutoencoderKL, latents: Tensor, pictures: np.ndarray, *, steps: int, seed: int = 4
) -> None:
    """The decoder alone, on unscaled latents with a little noise, as the UNet's have it."""
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    parameters = [*vae.decoder.parameters(), *vae.post_quant_conv.parameters()]
    optimizer, schedule = _optimizer(parameters, DECODER_LEARNING_RATE, steps)
    noise_level = DECODER_NOISE / vae.config.scaling_factor
    bar = progress(range(steps), "decoder")
    for step in bar:
        chosen = rng.integers(len(pictures), size=DECODER_BATCH)
        wanted = as_tensor(pictures[chosen])
        given = latents[torch.from_numpy(chosen)]
        given = given + noise_level * torch.randn_like(given)
        with torch.autocast("cpu", torch.bfloat16):
            made = vae.decode(given).sample
        loss = reconstruction_loss(made.float(), wanted)
        _step(optimizer, schedule, parameters, loss)
        if step % 20 == 0:
            bar.note = f"loss {loss.item():.4f}"


@torch.no_grad()
def psnr(vae: AutoencoderKL, pictures: np.ndarray) -> float:
    """Decibels of the reconstruction, averaged over the pictures."""
    wanted = as_tensor(pictures)
    made = vae.decode(vae.encode(wanted).latent_dist.mean).sample.clamp(-1, 1)
    error = ((made - wanted) / 2).square().mean(dim=(1, 2, 3))
    return float((-10 * error.log10()).mean())
