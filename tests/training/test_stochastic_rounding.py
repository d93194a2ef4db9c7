"""Rounding by chance loses nothing on average, where rounding to nearest loses everything."""

import math

import pytest
import torch

from training.stochastic_rounding import copy_rounded

pytestmark = pytest.mark.quick

DRAWS = 200_000
# The distance between two bfloat16 numbers from 1 to 2.
STEP = 2.0**-7


def rounded(values: torch.Tensor, seed: int = 1) -> torch.Tensor:
    target = torch.empty(values.shape, dtype=torch.bfloat16)
    copy_rounded(target, values, torch.Generator().manual_seed(seed))
    return target


def to_nearest(values: torch.Tensor, seed: int = 1) -> torch.Tensor:
    return values.bfloat16()


def deviation(rounding, value: float) -> float:
    """How far the mean of many roundings lies from `value`, in standard errors of a fair coin
    between the two neighbours."""
    exact = torch.tensor(value)
    results = rounding(exact.expand(DRAWS).clone()).double()
    low, high = (
        float(exact.view(torch.int32).bitwise_and(-65536).add(extra).view(torch.float32))
        for extra in (0, 65536)
    )
    width = abs(high - low)
    share = abs(float(exact.double()) - low) / width
    error = width * math.sqrt(share * (1 - share) / DRAWS)
    return abs(float(results.mean()) - float(exact.double())) / error


@pytest.mark.parametrize(
    "value", [1 + STEP / 10, -(1 + STEP / 3), 0.1, -3.3e-5, 123456.789, 1e-40, -2.5e38]
)
def test_the_mean_of_many_is_the_number(value: float) -> None:
    assert deviation(rounded, value) < 4.5
    # The bound can fail: rounding to nearest is never right on average.
    assert deviation(to_nearest, value) > 20


def test_it_takes_one_of_the_two_neighbours() -> None:
    values = torch.randn(10_000, generator=torch.Generator().manual_seed(3))
    error = (rounded(values).float() - values).abs()
    width = (
        values.view(torch.int32).bitwise_and(-65536).add(65536).view(torch.float32)
        - values.view(torch.int32).bitwise_and(-65536).view(torch.float32)
    ).abs()
    assert torch.all(error < width)
    assert (error > width / 2).any()


def test_what_bfloat16_can_hold_stays() -> None:
    exact = [0.0, -0.0, 1.0, -2.5, 2.0**-133, math.inf, -math.inf, 3.3895313892515355e38]
    values = torch.tensor(exact).repeat(1000)
    result = rounded(values).float()
    assert torch.equal(result, values)
    assert torch.equal(result.signbit(), values.signbit())


def test_the_layout_changes_nothing_and_large_tensors_are_rounded_in_portions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("training.stochastic_rounding._PORTION", 1000)
    values = torch.randn(16, 9, 5, 5, generator=torch.Generator().manual_seed(3))
    plain = rounded(values)
    other = torch.empty_like(plain).contiguous(memory_format=torch.channels_last)
    copy_rounded(other, values, torch.Generator().manual_seed(1))
    assert torch.equal(other, plain) and other.stride() != plain.stride()
    scalar = torch.empty((), dtype=torch.bfloat16)
    copy_rounded(scalar, torch.tensor(2.0), torch.Generator())
    assert scalar == 2


def test_small_steps_add_up() -> None:
    """400 steps of an eightieth of what bfloat16 can tell apart."""
    count, steps, change = 5000, 400, STEP / 80
    chance = torch.ones(count, dtype=torch.bfloat16)
    nearest = torch.ones(count, dtype=torch.bfloat16)
    noise = torch.Generator().manual_seed(5)
    for _ in range(steps):
        copy_rounded(chance, chance.float() + change, noise)
        nearest.copy_(nearest.float() + change)
    assert torch.all(nearest == 1)
    # Each step arrives whole with probability 1/80, otherwise not at all.
    error = STEP * math.sqrt(steps / 80 * (1 - 1 / 80) / count)
    assert abs(float(chance.double().mean()) - (1 + steps * change)) < 4.5 * error
