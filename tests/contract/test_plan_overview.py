"""The table that ships, as the window and the command line read it: no engine, no tensor."""

from typing import get_args

import pytest

from training.contract.cards import CARD_SIZES
from training.contract.model_kinds import StableDiffusion
from training.contract.plan_examples import planned_methods
from training.contract.plan_overview import Cell, overview
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
