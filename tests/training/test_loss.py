"""Targets and weights against the formulas, worked out by hand."""

import math

import pytest
import torch
from diffusers import DDIMScheduler

from training.loss import loss_target, snr_weights, squared_error

pytestmark = pytest.mark.quick

TIMESTEPS = torch.tensor([0, 10, 200, 999])


def scheduler(prediction_type: str, *, zero_snr: bool = False) -> DDIMScheduler:
    return DDIMScheduler(
        num_train_timesteps=1000,
        beta_start=1e-4,
        beta_end=0.02,
        beta_schedule="linear",
        prediction_type=prediction_type,
        rescale_betas_zero_snr=zero_snr,
    )


def signal_share(timestep: int) -> float:
    """The product of (1 - beta) up to this timestep: the schedule's share of signal power."""
    betas = [1e-4 + (0.02 - 1e-4) * index / 999 for index in range(timestep + 1)]
    return math.prod(1 - beta for beta in betas)


def test_the_target_of_noise_prediction_is_the_noise() -> None:
    latents, noise = torch.randn(2, 4, 4, 2, 2).unbind()
    assert loss_target(scheduler("epsilon"), latents, noise, TIMESTEPS) is noise


def test_the_target_of_velocity_prediction_is_the_velocity() -> None:
    latents, noise = torch.randn(2, 4, 4, 2, 2).unbind()
    target = loss_target(scheduler("v_prediction"), latents, noise, TIMESTEPS)
    for index, timestep in enumerate(TIMESTEPS.tolist()):
        share = signal_share(timestep)
        expected = math.sqrt(share) * noise[index] - math.sqrt(1 - share) * latents[index]
        torch.testing.assert_close(target[index], expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("prediction_type", ["epsilon", "v_prediction"])
@pytest.mark.parametrize("gamma", [5.0, 1.0])
def test_min_snr_weights(prediction_type: str, gamma: float) -> None:
    weights = snr_weights(scheduler(prediction_type), TIMESTEPS, gamma)
    expected = []
    for timestep in TIMESTEPS.tolist():
        snr = signal_share(timestep) / (1 - signal_share(timestep))
        divisor = snr + 1 if prediction_type == "v_prediction" else snr
        expected.append(min(snr, gamma) / divisor)
    torch.testing.assert_close(weights, torch.tensor(expected), rtol=1e-3, atol=1e-6)


def test_gamma_zero_switches_the_weights_off() -> None:
    assert snr_weights(scheduler("epsilon"), TIMESTEPS, 0).tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize(("prediction_type", "last"), [("epsilon", 1.0), ("v_prediction", 0.0)])
def test_no_signal_at_all_is_still_a_number(prediction_type: str, last: float) -> None:
    """Zero terminal SNR: the limits of min(SNR, gamma)/SNR and min(SNR, gamma)/(SNR + 1)."""
    weights = snr_weights(scheduler(prediction_type, zero_snr=True), TIMESTEPS, 5.0)
    assert torch.isfinite(weights).all()
    assert weights[-1].item() == pytest.approx(last, abs=1e-4)


def test_each_picture_has_its_own_error() -> None:
    target = torch.zeros(2, 4, 2, 2)
    prediction = torch.stack([torch.full((4, 2, 2), 2.0), torch.zeros(4, 2, 2)])
    assert squared_error(prediction, target).tolist() == [4.0, 0.0]


def test_the_error_is_taken_in_32_bits() -> None:
    # 300 squared is more than float16 can hold.
    prediction = torch.full((1, 4, 2, 2), 300.0, dtype=torch.float16)
    error = squared_error(prediction, torch.zeros(1, 4, 2, 2, dtype=torch.float16))
    assert error.tolist() == [90_000.0]


def shares_ending_in_noise() -> list[float]:
    """Algorithm 1 of arXiv 2305.08891: the roots of the shares, shifted so that the last is zero
    and stretched so that the first stays."""
    roots = [math.sqrt(signal_share(timestep)) for timestep in range(1000)]
    first, last = roots[0], roots[-1]
    return [((root - last) * first / (first - last)) ** 2 for root in roots]


def test_a_schedule_that_ends_in_noise_has_the_picture_as_its_last_target() -> None:
    latents, noise = torch.randn(2, 4, 4, 2, 2).unbind()
    schedule = scheduler("v_prediction", zero_snr=True)
    target = loss_target(schedule, latents, noise, TIMESTEPS)
    shares = shares_ending_in_noise()
    for index, timestep in enumerate(TIMESTEPS.tolist()):
        share = shares[timestep]
        expected = math.sqrt(share) * noise[index] - math.sqrt(1 - share) * latents[index]
        torch.testing.assert_close(target[index], expected, rtol=1e-4, atol=1e-4)
    assert shares[-1] == 0
    torch.testing.assert_close(target[-1], -latents[-1])


def test_weights_are_finite_where_nothing_but_noise_is_left() -> None:
    weights = snr_weights(scheduler("v_prediction", zero_snr=True), TIMESTEPS, 5.0)
    assert weights.isfinite().all()
    assert weights[-1] < 1e-6
