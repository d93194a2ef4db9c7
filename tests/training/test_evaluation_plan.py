"""Tests cost at most their share, counted in passes through the model, and fall on kept steps."""

import math
from itertools import product
from typing import Any

import pytest

from training.contract.config import RunConfig, RunImage, resolve
from training.evaluation_plan import LEAST_PAIRS, passes_per_step, plan_evaluation

pytestmark = pytest.mark.quick

IMAGE = RunImage(file="-", original_name="-", sha256="-", look="0" * 16)


def config(method: str = "lora", **tables: dict[str, Any]) -> RunConfig:
    facts: dict[str, Any] = {"preset": "-", "base_model": "-", "family": "sd1"}
    facts |= {"concept": {"name": "-"}, "images": [IMAGE.model_dump()]}
    return resolve({"method": {"name": method}} | tables, facts)


def counted(settings: RunConfig, *, has_class: bool) -> tuple[int, float]:
    """Passes through the model: those of the tests, those of the training."""
    plan = plan_evaluation(settings, has_class=has_class)
    steps = settings.training.max_train_steps
    tested = [step for step in range(steps + 1) if step == steps or plan.is_due(step)]
    assert len(tested) == plan.tests
    assert bool(plan.class_pairs) is has_class
    looks = plan.pairs + plan.class_pairs
    return len(tested) * looks, steps * passes_per_step(settings)


@pytest.mark.parametrize(
    ("method", "steps", "batch", "every", "prior"),
    list(
        product(
            ("textual_inversion", "dreambooth", "lora"), (320, 1000, 10_000), (1, 4),
            (7, 100, 500), (False, True),
        )
    ),
)  # fmt: skip
def test_tests_take_at_most_their_share(
    method: str, steps: int, batch: int, every: int, prior: bool
) -> None:
    settings = config(
        method, training={"max_train_steps": steps, "train_batch_size": batch},
        sampling={"sample_every": every}, data={"prior_preservation": prior},
    )  # fmt: skip
    for has_class in (False, True):
        tests, training = counted(settings, has_class=has_class)
        assert tests <= 0.05 * training
        assert tests > 0


@pytest.mark.parametrize("has_class", [False, True])
def test_every_sampled_step_is_tested_where_that_can_be_paid(has_class: bool) -> None:
    settings = config(training={"max_train_steps": 1000}, sampling={"sample_every": 100})
    plan = plan_evaluation(settings, has_class=has_class)
    assert 100 % plan.every == 0
    assert plan.pairs >= LEAST_PAIRS


def test_there_are_fewer_pairs_before_there_are_fewer_tests() -> None:
    training = {"max_train_steps": 1000}
    often = config(training=training, sampling={"sample_every": 50})
    seldom = config(training=training, sampling={"sample_every": 500})
    assert plan_evaluation(often, has_class=False).pairs < 16
    assert plan_evaluation(seldom, has_class=False).pairs == 16


def test_a_short_run_tests_its_start_and_its_end() -> None:
    short = config(training={"max_train_steps": 4}, sampling={"sample_every": 2})
    plan = plan_evaluation(short, has_class=True)
    assert [step for step in range(4) if plan.is_due(step)] == [0]
    assert plan.tests == 2
    none = config(training={"max_train_steps": 1000}, evaluation={"time_share": 0})
    assert plan_evaluation(none, has_class=False).tests == 2


def test_the_window_grows_with_the_tests() -> None:
    long = config(
        training={"max_train_steps": 4000, "train_batch_size": 8}, sampling={"sample_every": 100}
    )
    plan = plan_evaluation(long, has_class=False)
    assert plan.tests > 50
    assert plan.window == plan.tests // 8
    assert plan_evaluation(config(), has_class=False).window == 3


def test_steps_after_an_extension_are_tested_as_often() -> None:
    plan = plan_evaluation(config(training={"max_train_steps": 1000}), has_class=False)
    assert plan.is_due(1000 + plan.every * math.ceil(1000 / plan.every))
