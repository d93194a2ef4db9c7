"""Hypernetwork: small networks change what attention reads; the model stays as it is.

The idea is NovelAI's (2022), the form AUTOMATIC1111's; it has no paper.
"""

import torch

from training.context_attention import context_widths, hang
from training.context_networks import build_hypernetwork
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.settings import HypernetworkSettings
from training.exports.hypernetwork_file import read_hypernetwork
from training.methods import Batch, ParameterGroup, diffusion_loss
from training.model import BaseModel
from training.optimizers import Tensors


class Method:
    """For each width of attention two networks, `WIDTH.k` and `WIDTH.v`, float32. In a network of
    layer structure 1, 2, 1: weights (2 width, width) and (width, 2 width), with their biases."""

    def __init__(self, config: RunConfig, run: RunFolder, model: BaseModel) -> None:
        settings = config.method
        assert isinstance(settings, HypernetworkSettings)
        self._model = model
        self.hypernetwork = build_hypernetwork(
            _chosen_widths(settings, context_widths(model.unet)), settings,
            seed=config.training.seed, device=model.device,
        )  # fmt: skip
        hang(self.hypernetwork, model.unet)
        model.text_is_fixed = True
        if settings.init_from:
            there = read_hypernetwork(run.path / settings.init_from, settings)
            self.load_weights(dict(zip(self.weights(), there, strict=True)))

    def parameter_groups(self) -> list[ParameterGroup]:
        return [ParameterGroup([values for _, values in self.hypernetwork.parameters()])]

    def loss(self, batch: Batch) -> torch.Tensor:
        return diffusion_loss(self._model, batch)

    def weights(self) -> Tensors:
        return {name: values.detach() for name, values in self.hypernetwork.parameters()}

    def load_weights(self, weights: Tensors) -> None:
        with torch.no_grad():
            for name, values in self.hypernetwork.parameters():
                values.copy_(weights[name])


def _chosen_widths(settings: HypernetworkSettings, there: list[int]) -> list[int]:
    """Those of the settings, or all; ManulError for one that the model does not have."""
    for width in settings.widths:
        if width not in there:
            choices = ", ".join(map(str, there))
            raise ManulError("invalid_setting.context_width", width=width, choices=choices)
    return sorted(set(settings.widths)) or there
