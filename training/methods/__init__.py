"""The methods, one file each: a file `NAME.py` here with a class `Method` is the method NAME."""

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Protocol, cast

import torch

from training.contract.config import RunConfig
from training.contract.layout import RunFolder
from training.contract.settings import DreamBoothSettings, LoraSettings
from training.loss import loss_target, squared_error
from training.model import BaseModel
from training.optimizers import Tensors


@dataclass(frozen=True)
class Batch:
    """Pictures of one micro-batch: latents and noise (batch, 4, height, width), timesteps
    (batch,), size and crop (batch, 6), and one prompt each. `loss_weights` (batch,) add up the
    losses: shares of one for the pictures, of the prior's weight for those of the class, which
    come last."""

    latents: torch.Tensor
    noise: torch.Tensor
    timesteps: torch.Tensor
    time_ids: torch.Tensor
    prompts: list[str]
    loss_weights: torch.Tensor
    class_pictures: int = 0


@dataclass(frozen=True)
class ParameterGroup:
    """Parameters with a learning rate of their own: `rate` times the schedule's, 0 from step
    `stop_step` on (None = never)."""

    parameters: list[torch.nn.Parameter]
    rate: float = 1.0
    stop_step: int | None = None

    def rate_at(self, step: int) -> float:
        return 0.0 if self.stop_step is not None and step >= self.stop_step else self.rate

    def use_at(self, step: int) -> None:
        """What has stopped gets no gradient any more: it costs nothing, and does not count when
        gradients are cut to a length."""
        for parameter in self.parameters:
            parameter.requires_grad_(self.rate_at(step) > 0)


class Method(Protocol):
    """What is trained, its loss, its state and how that is loaded; the loop does the rest."""

    def __init__(self, config: RunConfig, run: RunFolder, model: BaseModel) -> None:
        """Hang what is trained into `model`, at its starting values."""

    def parameter_groups(self) -> list[ParameterGroup]: ...

    def loss(self, batch: Batch) -> torch.Tensor:
        """The unweighted loss of each picture, (batch,)."""

    def weights(self) -> Tensors:
        """What was learned, as written to weights.safetensors."""

    def load_weights(self, weights: Tensors) -> None: ...


def method_names() -> list[str]:
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def method_class(name: str) -> type[Method]:
    return cast("type[Method]", importlib.import_module(f"{__name__}.{name}").Method)


def text_encoder_group(
    parameters: list[torch.nn.Parameter], settings: DreamBoothSettings | LoraSettings,
    *, learning_rate: float,
) -> list[ParameterGroup]:  # fmt: skip
    """The text encoders' own rate and end; nothing if they are not taught."""
    if not parameters:
        return []
    own = settings.text_encoder_learning_rate or learning_rate
    stop = settings.text_encoder_stop_step or None
    return [ParameterGroup(parameters, rate=own / learning_rate, stop_step=stop)]


def diffusion_loss(model: BaseModel, batch: Batch) -> torch.Tensor:
    """Squared error of the UNet's prediction for each picture, (batch,): the loss of Rombach
    et al., arXiv 2112.10752, eq. 2, or its velocity form."""
    model_pred = predict(model, batch)
    target = loss_target(model.noise_scheduler, batch.latents, batch.noise, batch.timesteps)
    return squared_error(model_pred, target)


def predict(model: BaseModel, batch: Batch) -> torch.Tensor:
    """What the UNet makes of the batch's noisy latents, (batch, 4, height, width)."""
    scheduler = model.noise_scheduler
    noisy_latents = scheduler.add_noise(batch.latents, batch.noise, batch.timesteps)
    conditions = model.encode_prompts(batch.prompts)
    return model.predict(noisy_latents, batch.timesteps, conditions, batch.time_ids)
