"""Every draw is a function of seed, stream and place; nothing is remembered."""

import pytest
import torch

from training import randomness

pytestmark = pytest.mark.quick


def test_the_same_place_gives_the_same_numbers() -> None:
    first = randomness.normal((2, 3), 7, "noise", 4, 1)
    torch.randn(100)
    assert torch.equal(first, randomness.normal((2, 3), 7, "noise", 4, 1))


@pytest.mark.parametrize(
    "place", [(8, "noise", 4, 1), (7, "posterior", 4, 1), (7, "noise", 5, 1), (7, "noise", 4, 2)]
)
def test_another_place_gives_other_numbers(place: tuple[int, str, int, int]) -> None:
    seed, stream, *indices = place
    ours = randomness.normal((64,), 7, "noise", 4, 1)
    assert not torch.equal(ours, randomness.normal((64,), seed, stream, *indices))


def test_indices_are_not_run_together() -> None:
    assert randomness.stream_seed(0, "noise", 1, 11) != randomness.stream_seed(0, "noise", 11, 1)
    assert randomness.stream_seed(1, "noise", 1) != randomness.stream_seed(11, "noise")


def test_seeds_stay_what_they_were() -> None:
    """A run that an older version began must go on with the same numbers."""
    assert randomness.stream_seed(0, "noise", 3, 1) == 1511423862580913222
    assert 0 <= randomness.stream_seed(2**63 - 1, "order", 9) < 2**63


def test_draws_leave_the_global_generator_alone() -> None:
    torch.manual_seed(5)
    expected = torch.randn(3)
    torch.manual_seed(5)
    randomness.normal((4,), 1, "noise")
    randomness.uniform(1, "flip")
    randomness.permutation(9, 1, "order")
    assert torch.equal(torch.randn(3), expected)


def test_a_permutation_holds_everything_once() -> None:
    assert sorted(randomness.permutation(13, 0, "order", 2)) == list(range(13))


def test_uniform_numbers_fill_their_range() -> None:
    numbers = [randomness.uniform(0, "flip", index) for index in range(400)]
    assert all(0 <= number < 1 for number in numbers)
    assert 0.44 < sum(numbers) / len(numbers) < 0.56


def test_module_dropout_belongs_to_its_step() -> None:
    layer = torch.nn.Dropout(0.5).train()

    def mask(step: int, micro_batch: int) -> torch.Tensor:
        randomness.seed_module_dropout(3, step, micro_batch)
        return layer(torch.ones(64))

    first = mask(2, 0)
    assert not torch.equal(first, mask(2, 1))
    assert torch.equal(first, mask(2, 0))
