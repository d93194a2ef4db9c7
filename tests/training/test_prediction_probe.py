"""What the UNet predicts is found out by asking it, unless somebody knows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch

from training.contract.config import RunConfig, resolve
from training.prediction_probe import choose_prediction_type, probe_prediction_type


def config(wished: str) -> RunConfig:
    facts: dict[str, Any] = {"preset": "-", "base_model": "-", "family": "sd2"}
    image = {"file": "-", "original_name": "-", "sha256": "-", "look": "0" * 16}
    facts |= {"concept": {"name": "-"}, "images": [image]}
    settings = {"method": {"name": "textual_inversion"}, "training": {"prediction_type": wished}}
    return resolve(settings, facts)


@pytest.mark.parametrize(
    ("wished", "said", "remembered", "found", "reason"),
    [
        ("epsilon", "v_prediction", "v_prediction", "epsilon", "asked"),
        ("v_prediction", None, None, "v_prediction", "asked"),
        ("auto", "epsilon", "v_prediction", "v_prediction", "remembered"),
        ("auto", "v_prediction", None, "v_prediction", "said"),
    ],
)
def test_who_is_believed(
    wished: str, said: str | None, remembered: str | None, found: str, reason: str
) -> None:
    choice = choose_prediction_type(config(wished), said, remembered)
    assert choice is not None
    assert (choice.name, choice.reason.key) == (found, f"reason.prediction.{reason}")


def test_nobody_knows() -> None:
    assert choose_prediction_type(config("auto"), None, None) is None


def test_a_model_that_was_taught_to_predict_velocity_is_recognised(
    load_model: Callable[..., Any],
) -> None:
    model = load_model()
    assert model.noise_scheduler.config.prediction_type == "v_prediction"
    choice = probe_prediction_type(model)
    assert choice.name == "v_prediction"
    assert float(str(choice.reason.values["likeness"])) < 0.3


class NoisePrediction(torch.nn.Module):
    """The same knowledge told as noise. Of velocity v and noisy picture x (arXiv 2202.00512),
    noise = sqrt(a) v + sqrt(1 - a) x, where a is the signal's share."""

    def __init__(self, unet: Any, shares: torch.Tensor) -> None:
        super().__init__()
        self.unet, self.shares, self.config = unet, shares, unet.config

    def forward(self, noisy: torch.Tensor, timesteps: torch.Tensor, *args: Any, **more: Any) -> Any:
        (velocity,) = self.unet(noisy, timesteps, *args, **more)
        share = self.shares[timesteps].view(-1, 1, 1, 1)
        return (share.sqrt() * velocity + (1 - share).sqrt() * noisy,)


def test_so_is_one_that_predicts_noise(load_model: Callable[..., Any]) -> None:
    model = load_model()
    unet = NoisePrediction(model.unet, model.noise_scheduler.alphas_cumprod)
    choice = probe_prediction_type(replace(model, unet=unet))
    assert choice.name == "epsilon"
    assert float(str(choice.reason.values["likeness"])) > 0.9
