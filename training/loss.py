"""The diffusion loss that all methods share, and its weights."""

import torch
import torch.nn.functional as functional
from diffusers import DDIMScheduler


def loss_target(
    noise_scheduler: DDIMScheduler,
    latents: torch.Tensor,
    noise: torch.Tensor,
    timesteps: torch.Tensor,
) -> torch.Tensor:
    """What the UNet should predict: the noise, or the velocity of arXiv 2202.00512."""
    if noise_scheduler.config.prediction_type == "v_prediction":
        return noise_scheduler.get_velocity(latents, noise, timesteps)
    return noise


def squared_error(model_pred: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Mean squared error of each picture, (batch,), in float32."""
    error = functional.mse_loss(model_pred.float(), target.float(), reduction="none")
    return error.mean(dim=tuple(range(1, error.ndim)))


def snr_weights(
    noise_scheduler: DDIMScheduler, timesteps: torch.Tensor, snr_gamma: float
) -> torch.Tensor:
    """Min-SNR weights (arXiv 2303.09556), (batch,): min(SNR, gamma) / SNR for noise prediction,
    / (SNR + 1) for velocity; ones if `snr_gamma` is 0. A signal of zero (zero terminal SNR)
    weighs as if it were a little more than none."""
    if snr_gamma == 0:
        return torch.ones_like(timesteps, dtype=torch.float32)
    # Not diffusers' compute_snr: its module imports every model there is, two seconds a start.
    signal = noise_scheduler.alphas_cumprod.to(timesteps.device)[timesteps].float()
    snr = (signal / (1 - signal)).clamp(min=1e-8)
    is_velocity = noise_scheduler.config.prediction_type == "v_prediction"
    return snr.clamp(max=snr_gamma) / (snr + 1 if is_velocity else snr)
