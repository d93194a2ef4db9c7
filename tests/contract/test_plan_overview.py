"""The table that ships, as the window and the command line read it: no engine, no tensor."""

from typing import get_args

import pytest

from training.contract.model_kinds import StableDiffusion
from training.contract.plan_examples import example_config, planned_methods
from training.contract.plan_overview import CARD_SIZES, Cell, overview, plan_from_table
from training.contract.settings import METHODS

pytestmark = pytest.mark.quick

FAMILIES: tuple[StableDiffusion, ...] = get_args(StableDiffusion)


def test_more_memory_never_needs_more_measures() -> None:
    plans = overview()
    for family in FAMILIES:
        for method in planned_methods(family):
            row = [plans[Cell(family, method, size)] for size in CARD_SIZES]
            peaks = [plan.peak_bytes for plan in row if plan.verdict == "fits"]
            assert peaks == sorted(peaks), (family, method)


def test_what_the_cards_of_our_users_can_do() -> None:
    plans = overview()
    for method in METHODS:
        for size in CARD_SIZES:
            assert plans[Cell("sd1", method, size)].verdict == "fits", (method, size)
    for method in planned_methods("sdxl"):
        assert plans[Cell("sdxl", method, 8)].verdict in ("fits", "tight"), method
    assert plans[Cell("sdxl", "dreambooth", 6)].verdict == "does_not_fit"


def test_the_window_asks_without_an_engine() -> None:
    config = example_config("sdxl", "lora")
    plan = plan_from_table(config, None, free_bytes=7 * 2**30)
    assert plan is not None
    assert (plan.resolution, plan.source) == (1024, "table")
    odd = config.changed(data=config.data.changed(resolution=896).model_dump())
    assert plan_from_table(odd, None, free_bytes=7 * 2**30) is None


def test_pictures_of_the_class_count_in_the_batch() -> None:
    config = example_config("sd1", "dreambooth")
    with_class = config.changed(data=config.data.changed(prior_preservation=True).model_dump())
    alone = plan_from_table(config, None, free_bytes=7 * 2**30)
    both = plan_from_table(with_class, None, free_bytes=7 * 2**30)
    assert alone is not None
    assert both is not None
    assert both.peak_bytes > alone.peak_bytes
