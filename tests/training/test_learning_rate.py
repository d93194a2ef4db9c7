"""The learning rate of every scheduler, step by step."""

import pytest

from training.contract.settings import LearningRateScheduler, TrainingSettings
from training.learning_rate import EXTENSION_SHARE, extension_rate, learning_rate_at

pytestmark = pytest.mark.quick


def rates(scheduler: LearningRateScheduler, *, warmup: int = 0, decay: int = 0) -> list[float]:
    settings = TrainingSettings(
        learning_rate=1.0,
        lr_scheduler=scheduler,
        lr_warmup_steps=warmup,
        lr_decay_steps=decay,
        max_train_steps=8,
    )
    return [learning_rate_at(step, settings) for step in range(8)]


def test_constant() -> None:
    assert rates("constant") == [1.0] * 8


def test_linear_falls_evenly_and_every_step_moves() -> None:
    assert rates("linear") == pytest.approx([1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125])


def test_cosine_is_at_half_in_the_middle() -> None:
    found = rates("cosine")
    assert found[0] == 1.0
    assert found[4] == pytest.approx(0.5)
    assert found == sorted(found, reverse=True)
    assert found[-1] == pytest.approx(0.0380602)


def test_warmup_stable_decay() -> None:
    expected = [0.5, 1, 1, 1, 1, 0.75, 0.5, 0.25]
    assert rates("warmup_stable_decay", warmup=2, decay=4)[:4] == expected[:4]
    assert rates("warmup_stable_decay", warmup=2, decay=4)[4:] == [1.0, 0.75, 0.5, 0.25]


def test_warmup_stable_decay_without_a_decay_is_constant() -> None:
    assert rates("warmup_stable_decay") == [1.0] * 8


@pytest.mark.parametrize("scheduler", ["constant", "linear", "cosine", "warmup_stable_decay"])
def test_every_scheduler_warms_up(scheduler: LearningRateScheduler) -> None:
    assert rates(scheduler, warmup=4)[:5] == pytest.approx([0.25, 0.5, 0.75, 1.0, 1.0])


def test_a_warmup_as_long_as_the_training() -> None:
    assert rates("cosine", warmup=8)[-1] == 1.0


@pytest.mark.parametrize("scheduler", ["linear", "cosine", "warmup_stable_decay"])
def test_added_steps_hold_a_rate_that_is_not_zero(scheduler: LearningRateScheduler) -> None:
    settings = TrainingSettings(learning_rate=0.02, lr_scheduler=scheduler, max_train_steps=8)
    held = {learning_rate_at(step, settings) for step in range(8, 40)}
    assert held == {extension_rate(settings)} == {0.02 * EXTENSION_SHARE}


def test_a_constant_rate_stays_when_steps_are_added() -> None:
    settings = TrainingSettings(learning_rate=0.02, lr_scheduler="constant", max_train_steps=8)
    assert learning_rate_at(8, settings) == extension_rate(settings) == 0.02
