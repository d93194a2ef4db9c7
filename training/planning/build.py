"""Traces the table of plans anew: `python -m training.planning.build`; ten minutes or more."""

import argparse
import dataclasses
import itertools
import sys
from collections.abc import Iterator
from typing import get_args

from training.contract.atomic import atomic_write
from training.contract.model_kinds import StableDiffusion
from training.contract.plan_examples import (
    RESOLUTIONS,
    example_config,
    planned_methods,
    planned_sizes,
    planned_variants,
)
from training.contract.plan_table import PLANS, PlanTable, TrainingRow, table_text
from training.contract.plan_traces import minor
from training.planning.empty_model import FullSize
from training.planning.trace import Case, measure_parts, trace_pictures, trace_training


def table_cases(family: StableDiffusion) -> Iterator[Case]:
    """What each training row of a family's table was traced from, in the table's order."""
    switches = (False, True)
    for preset in (*planned_methods(family), *planned_variants(family)):
        for (resolution, pictures), checkpointing, mixed in itertools.product(
            planned_sizes(family, preset), switches, switches
        ):
            config = example_config(family, preset, resolution=resolution, batch=pictures)
            yield Case(config.method.name, config, pictures, checkpointing, mixed)


def table_row(case: Case, full_size: FullSize) -> TrainingRow:
    """The case's row, under the name of its preset where that is not the method's default one."""
    is_variant = case.config.preset != case.method
    variant = case.config.preset if is_variant else ""
    return dataclasses.replace(trace_training(case, full_size), variant=variant)


def build_table(family: StableDiffusion) -> PlanTable:
    full_size = FullSize(family)
    torch, diffusers = minor("torch"), minor("diffusers")
    assert torch and diffusers
    rows: list[TrainingRow] = []
    for case in table_cases(family):
        row = table_row(case, full_size)
        print(family, row, file=sys.stderr)
        rows.append(row)
    return PlanTable(
        family=family,
        torch=torch,
        diffusers=diffusers,
        parts=measure_parts(full_size),
        pictures=tuple(
            trace_pictures(full_size, resolution, mixed=mixed)
            for resolution in RESOLUTIONS[family]
            for mixed in (False, True)
        ),
        training=tuple(rows),
    )


def main() -> None:
    families = get_args(StableDiffusion)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("families", nargs="*", choices=families, default=families)
    for family in parser.parse_args().families:
        PLANS.mkdir(exist_ok=True)
        atomic_write(PLANS / f"{family}.json", table_text(build_table(family)))


if __name__ == "__main__":
    main()
