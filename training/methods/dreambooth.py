"""DreamBooth: the whole UNet is taught, and the text encoders if asked (arXiv 2208.12242)."""

import torch

from training.contract.config import RunConfig
from training.contract.layout import RunFolder
from training.contract.settings import DreamBoothSettings
from training.methods import Batch, ParameterGroup, diffusion_loss, text_encoder_group
from training.model import BaseModel
from training.optimizers import Tensors


class Method:
    """All weights of the UNet, in float32 or in bfloat16 rounded by chance: smaller updates than a
    16-bit number can hold add up. The name that stands for the concept is a rare word of the
    model's own, with its class."""

    def __init__(self, config: RunConfig, run: RunFolder, model: BaseModel) -> None:
        settings = config.method
        assert isinstance(settings, DreamBoothSettings)
        self._model = model
        self._settings = settings
        self._rate = config.training.learning_rate
        self._parts = {"unet": model.unet}
        if settings.train_text_encoder:
            self._parts |= model.text_modules()
        for module in self._parts.values():
            # torch's own cast: what diffusers warns of, parts that it keeps in float32, none has.
            torch.nn.Module.to(module, dtype=model.taught_dtype)
            module.requires_grad_(True)
        model.is_mixed = model.taught_dtype != model.dtype
        model.text_is_fixed = not settings.train_text_encoder

    def parameter_groups(self) -> list[ParameterGroup]:
        groups = [ParameterGroup(list(self._parts["unet"].parameters()))]
        text = [
            parameter
            for name, module in self._parts.items()
            if name != "unet"
            for parameter in module.parameters()
        ]
        return groups + text_encoder_group(text, self._settings, learning_rate=self._rate)

    def loss(self, batch: Batch) -> torch.Tensor:
        return diffusion_loss(self._model, batch)

    def weights(self) -> Tensors:
        return {
            f"{part}.{name}": values.detach()
            for part, module in self._parts.items()
            for name, values in module.named_parameters()
        }

    def load_weights(self, weights: Tensors) -> None:
        with torch.no_grad():
            for part, module in self._parts.items():
                for name, values in module.named_parameters():
                    values.copy_(weights[f"{part}.{name}"])
