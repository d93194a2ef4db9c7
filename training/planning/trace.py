"""Traces one training step, one step of drawing, one encoding: bytes, arithmetic, kernels."""

from dataclasses import dataclass
from pathlib import Path

import torch

from training.contract.config import RunConfig
from training.contract.layout import RunFolder
from training.contract.plan_table import Parts, PictureRow, TrainingRow
from training.loss import snr_weights
from training.methods import Batch, Method, method_class
from training.model import BaseModel
from training.planning.empty_model import NOWHERE, Architecture, empty_model
from training.planning.kernels import as_on_a_card
from training.planning.ledger import Ledger
from training.sampling import decode

_PROMPT = "a photo of a cat"
_NO_RUN = RunFolder(Path())
# What a step in the backward pass needs for the tensor at hand: it computes in 32 bits.
_COPIES_OF_THE_GRADIENT = 2
# Where the linear layers are that a packed base stores in fewer bits.
_PACKED = ".attentions."


@dataclass(frozen=True)
class Case:
    """What is traced. `pictures` = in one pass, those of the class included; `mixed` = autocast
    instead of 16-bit numbers throughout."""

    method: str
    config: RunConfig
    pictures: int
    checkpointing: bool
    mixed: bool
    run: RunFolder = _NO_RUN


def trace_training(case: Case, architecture: Architecture) -> TrainingRow:
    """One forward and backward pass, without what is there all the time: weights and states."""
    dtype = torch.float16 if case.mixed else torch.bfloat16
    taught_dtype = torch.float32 if case.mixed else dtype
    model = empty_model(architecture, dtype, taught_dtype=taught_dtype)
    method = method_class(case.method)(case.config, case.run, model)
    groups = method.parameter_groups()
    parameters = [values for group in groups for values in group.parameters]
    if case.checkpointing:
        model.unet.enable_gradient_checkpointing()
    model.unet.train()
    batch = _batch(case, model)
    if model.text_is_fixed:
        # Not part of the step.
        with as_on_a_card(Ledger()):
            model.encode_prompts(batch.prompts)
    kept = at_once = _step(case, model, method, batch)
    if case.method == "dreambooth":
        # Of the others the gradients are small.
        for values in parameters:
            values.grad = None
            values.register_post_accumulate_grad_hook(_step_at_once)
        at_once = _step(case, model, method, batch)
    return TrainingRow(
        method=case.method,
        resolution=case.config.data.resolution,
        pictures=case.pictures,
        checkpointing=case.checkpointing,
        mixed=case.mixed,
        peak=at_once.peak,
        peak_with_gradients=kept.peak,
        taught=sum(values.numel() for values in parameters),
        largest=max(values.numel() for values in parameters),
        flops=kept.flops,
        kernels=kept.kernels,
    )


def _step_at_once(values: torch.Tensor) -> None:
    assert values.grad is not None
    _copies = [values.grad.float() for _ in range(_COPIES_OF_THE_GRADIENT)]
    values.grad = None


def _step(case: Case, model: BaseModel, method: Method, batch: Batch) -> Ledger:
    """As `loop.train_step` does it."""
    ledger = Ledger()
    with as_on_a_card(ledger, mixed=case.mixed):
        losses = method.loss(batch)
        gamma = case.config.training.snr_gamma
        weights = snr_weights(model.noise_scheduler, batch.timesteps, gamma)
        loss = (losses * weights * batch.loss_weights).sum()
        loss.backward()
    return ledger


def _batch(case: Case, model: BaseModel) -> Batch:
    side = case.config.data.resolution // model.latent_scale
    shape = (case.pictures, model.unet.config.in_channels, side, side)
    return Batch(
        latents=torch.empty(shape, device=NOWHERE),
        noise=torch.empty(shape, device=NOWHERE),
        timesteps=torch.zeros(case.pictures, dtype=torch.long, device=NOWHERE),
        time_ids=torch.empty(case.pictures, 6, device=NOWHERE),
        prompts=[_PROMPT] * case.pictures,
        loss_weights=torch.empty(case.pictures, device=NOWHERE),
    )


@torch.no_grad()
def trace_pictures(architecture: Architecture, resolution: int, *, mixed: bool) -> PictureRow:
    """What drawing and encoding one picture take besides the weights."""
    model = empty_model(architecture, torch.float16 if mixed else torch.bfloat16)
    side = resolution // model.latent_scale
    latents = torch.empty(1, model.unet.config.in_channels, side, side, device=NOWHERE)
    pixels = torch.empty(1, 3, resolution, resolution, device=NOWHERE)
    peaks = []
    ledger = Ledger()
    with as_on_a_card(ledger, mixed=mixed):
        conditions = model.encode_prompts(["", _PROMPT])
    peaks.append(ledger.peak)
    ledger = Ledger()
    with as_on_a_card(ledger, mixed=mixed):
        both = torch.cat([latents, latents])
        timestep = torch.zeros((), dtype=torch.long, device=NOWHERE)
        model.predict(both, timestep, conditions, torch.empty(2, 6, device=NOWHERE))
    peaks.append(ledger.peak)
    # The VAE computes in its own number format, outside of autocast.
    ledger = Ledger()
    with as_on_a_card(ledger):
        model.vae.encode(pixels.to(model.vae.dtype))
    peaks.append(ledger.peak)
    ledger = Ledger()
    with as_on_a_card(ledger):
        decode(model.vae, latents)
    peaks.append(ledger.peak)
    return PictureRow(resolution, mixed, *peaks)


def measure_parts(architecture: Architecture) -> Parts:
    """How many numbers each part holds."""
    model = empty_model(architecture, torch.bfloat16)
    linear = [
        module.weight.numel()
        for name, module in model.unet.named_modules()
        if isinstance(module, torch.nn.Linear) and _PACKED in f".{name}"
    ]
    return Parts(
        unet=_numbers(model.unet),
        unet_tensors=len(list(model.unet.parameters())),
        linear=sum(linear),
        largest_linear=max(linear, default=0),
        text_encoders=tuple(_numbers(encoder.module) for encoder in model.text_encoders),
        vae=_numbers(model.vae),
    )


def _numbers(module: torch.nn.Module) -> int:
    return sum(values.numel() for values in module.parameters())
