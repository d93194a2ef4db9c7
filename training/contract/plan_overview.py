"""What fits on the cards that people have: every family and method, chosen by the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from training.contract.cards import CARD_SIZES, free_on_a_card
from training.contract.model_kinds import StableDiffusion
from training.contract.plan import NumberFormat, Plan, Request
from training.contract.plan_examples import example_config, planned_methods
from training.contract.plan_ladder import choose_plan
from training.contract.plan_table import read_plan_table
from training.contract.plan_traces import TableTraces


@dataclass(frozen=True)
class Cell:
    family: StableDiffusion
    method: str
    gigabytes: float


def overview(
    sizes: Sequence[float] = CARD_SIZES, precision: NumberFormat = "bf16"
) -> dict[Cell, Plan]:
    """With each method's default preset at batch 1, without class pictures."""
    return {
        Cell(family, method, size): plan_for_card(family, method, size, precision)
        for family in get_args(StableDiffusion)
        for method in planned_methods(family)
        for size in sizes
    }


def plan_for_card(
    family: StableDiffusion, method: str, gigabytes: float, precision: NumberFormat = "bf16"
) -> Plan:
    """The preset as this card can take it."""
    data = example_config(family, method).data
    request = Request(family, method, data.resolution, batch=1, precision=precision)
    traces = TableTraces(read_plan_table(family))
    return choose_plan(request, traces, free_bytes=free_on_a_card(gigabytes))
