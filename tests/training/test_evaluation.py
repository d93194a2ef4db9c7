"""The fixed test never changes and asks all parts of the schedule."""

import pytest
import torch

from training.evaluation import View, fixed_batches, fixed_loss
from training.methods import Batch

pytestmark = pytest.mark.quick


def view(image: int) -> View:
    return View(
        torch.full((4, 2, 2), float(image)), torch.full((6,), float(image)), f"picture {image}"
    )


def batches(pairs: int, *, images: tuple[int, ...] = (3, 5, 8), seed: int = 0) -> list[Batch]:
    return fixed_batches(view, list(images), pairs=pairs, timesteps=1000, seed=seed)


def test_the_same_every_time() -> None:
    for first, again in zip(batches(12), batches(12), strict=True):
        assert torch.equal(first.noise, again.noise)
        assert torch.equal(first.timesteps, again.timesteps)
        assert torch.equal(first.latents, again.latents)
        assert first.prompts == again.prompts


def test_another_seed_is_another_test() -> None:
    assert not torch.equal(batches(4)[0].noise, batches(4, seed=1)[0].noise)


def test_timesteps_are_spread_evenly_over_the_schedule() -> None:
    moments = sorted(moment for batch in batches(10) for moment in batch.timesteps.tolist())
    assert moments == [50, 150, 250, 350, 450, 550, 650, 750, 850, 950]


def test_pictures_take_turns_with_their_own_words() -> None:
    (batch,) = batches(4)
    assert batch.latents[:, 0, 0, 0].tolist() == [3, 5, 8, 3]
    assert batch.prompts == ["picture 3", "picture 5", "picture 8", "picture 3"]


def test_every_pair_counts_the_same_however_it_is_batched() -> None:
    found = batches(12)
    assert [len(batch.prompts) for batch in found] == [8, 4]
    seen: list[int] = []
    loss = fixed_loss(
        found, lambda batch: batch.latents[:, 0, 0, 0], progress=lambda: seen.append(1)
    )
    assert loss == pytest.approx((3 + 5 + 8) / 3)
    assert len(seen) == 2


def test_nothing_is_remembered_for_a_gradient() -> None:
    weight = torch.ones(1, requires_grad=True)
    fixed_loss(batches(4), lambda batch: batch.latents.mean((1, 2, 3)) * weight, progress=list)
    assert weight.grad is None
