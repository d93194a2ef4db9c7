"""The table that ships is what the architectures need today: a change of 100 MB is noticed."""

import dataclasses
import itertools
from typing import Any, get_args

import pytest
import torch

from training.contract.model_kinds import StableDiffusion
from training.contract.plan import Request
from training.contract.plan_examples import (
    RESOLUTIONS,
    example_config,
    planned_methods,
    planned_sizes,
    planned_variants,
)
from training.contract.plan_table import PlanTable, TrainingRow, read_plan_table, table_text
from training.contract.plan_traces import minor, table_traces
from training.contract.presets import load_preset
from training.planning import trace
from training.planning.build import table_cases, table_row
from training.planning.empty_model import FullSize

FAMILIES: tuple[StableDiffusion, ...] = get_args(StableDiffusion)
TOLERANCE_BYTES = 50_000_000
NOTICED_BYTES = 100_000_000
# Family, preset, resolution, pictures, checkpointing, mixed: every method and family, both kinds.
RETRACED: list[tuple[StableDiffusion, str, int, int, bool, bool]] = [
    ("sd1", "dreambooth", 512, 1, False, False),
    ("sd1", "textual_inversion", 512, 2, True, True),
    ("sd1", "hypernetwork", 512, 1, False, False),
    ("sd2", "dreambooth", 768, 1, True, True),
    ("sdxl", "lora", 1024, 1, True, False),
    ("sdxl", "dreambooth", 1024, 1, True, False),
    ("sd1", "lora_person", 512, 1, False, False),
]
EVERY = [
    (family, number) for family in FAMILIES for number in range(len(list(table_cases(family))))
]


def traced(family: StableDiffusion, row: TrainingRow) -> TrainingRow:
    for case in table_cases(family):
        mine = (case.config.preset, case.config.data.resolution, case.pictures)
        switches = (case.checkpointing, case.mixed)
        wanted = (row.variant or row.method, row.resolution, row.pictures)
        if (mine, switches) == (wanted, (row.checkpointing, row.mixed)):
            return table_row(case, FullSize(family))
    raise LookupError(row)


def is_same(row: TrainingRow, other: TrainingRow) -> bool:
    near = abs(row.peak - other.peak) <= TOLERANCE_BYTES
    kept = abs(row.peak_with_gradients - other.peak_with_gradients) <= TOLERANCE_BYTES
    flops = abs(row.flops - other.flops) <= 0.01 * row.flops
    same = (row.taught, row.variant) == (other.taught, other.variant)
    return near and kept and flops and same


def row_of(family: StableDiffusion, place: tuple[Any, ...]) -> TrainingRow:
    """`place` begins with a preset; a method's default one is called like it."""
    preset, resolution, pictures, checkpointing, mixed = place
    method = load_preset(preset).method
    row = read_plan_table(family).training_row(
        method, resolution=resolution, pictures=pictures, checkpointing=checkpointing, mixed=mixed,
        variant=preset if preset != method else "",
    )  # fmt: skip
    assert row is not None
    return row


@pytest.mark.quick
@pytest.mark.parametrize("family", FAMILIES)
def test_the_table_is_whole_and_of_these_libraries(family: StableDiffusion) -> None:
    table = read_plan_table(family)
    assert (table.torch, table.diffusers) == (minor("torch"), minor("diffusers"))
    wanted = [
        (preset, *size, *switches)
        for preset in (*planned_methods(family), *planned_variants(family))
        for size in planned_sizes(family, preset)
        for switches in itertools.product((False, True), (False, True))
    ]
    there = [
        (row.variant or row.method, row.resolution, row.pictures, row.checkpointing, row.mixed)
        for row in table.training
    ]
    assert there == wanted
    shown = {(row.resolution, row.mixed) for row in table.pictures}
    assert shown == set(itertools.product(RESOLUTIONS[family], (False, True)))


@pytest.mark.parametrize("family", FAMILIES)
def test_parts_are_counted_again(family: StableDiffusion) -> None:
    assert read_plan_table(family).parts == trace.measure_parts(FullSize(family))


@pytest.mark.quick
@pytest.mark.parametrize("family", FAMILIES)
def test_rows_make_sense(family: StableDiffusion) -> None:
    table = read_plan_table(family)
    for row in table.training:
        assert 0 < row.peak <= row.peak_with_gradients
        if row.checkpointing:
            plain = dataclasses.replace(row, checkpointing=False)
            preset = plain.variant or plain.method
            place = (preset, plain.resolution, plain.pictures, False, plain.mixed)
            assert row.peak < row_of(family, place).peak


@pytest.mark.quick
def test_the_file_is_read_back_as_written(tmp_path: Any) -> None:
    table = read_plan_table("sd1")
    (tmp_path / "sd1.json").write_text(table_text(table), encoding="utf-8")
    assert read_plan_table("sd1", tmp_path) == table
    assert isinstance(table, PlanTable)


@pytest.mark.parametrize(("family", "place"), [(place[0], place[1:]) for place in RETRACED])
def test_some_rows_are_traced_again(family: StableDiffusion, place: tuple[Any, ...]) -> None:
    row = row_of(family, place)
    assert is_same(row, traced(family, row))


@pytest.mark.quick
@pytest.mark.parametrize(
    ("method", "setting"),
    [
        ("lora", {"dropout": 0.1}),
        ("hypernetwork", {"dropout_structure": (0, 0.1, 0)}),
        ("hypernetwork", {"activation_func": "relu"}),
        ("hypernetwork", {"activate_output": True}),
    ],
)
def test_settings_that_weigh_are_not_answered_from_the_table(
    method: str, setting: dict[str, Any]
) -> None:
    usual = example_config("sd1", method)
    assert table_traces(Request.of(usual), usual) is not None
    changed = usual.changed(method={"name": method, **setting})
    assert table_traces(Request.of(changed), changed) is None


@pytest.mark.quick
def test_a_hundred_megabytes_more_would_be_noticed() -> None:
    row = row_of(*(RETRACED[0][0], RETRACED[0][1:]))
    assert is_same(row, row)
    for field in ("peak", "peak_with_gradients"):
        for change in (NOTICED_BYTES, -NOTICED_BYTES):
            changes: dict[str, Any] = {field: getattr(row, field) + change}
            assert not is_same(row, dataclasses.replace(row, **changes))


def test_a_wasteful_change_of_the_code_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = trace.snr_weights

    def wasteful(*arguments: Any) -> torch.Tensor:
        waste.append(torch.empty(NOTICED_BYTES, dtype=torch.uint8, device="meta"))
        return usual(*arguments)

    waste: list[torch.Tensor] = []
    monkeypatch.setattr(trace, "snr_weights", wasteful)
    row = row_of("sd1", ("textual_inversion", 512, 1, False, False))
    assert not is_same(row, traced("sd1", row))


@pytest.mark.prove
@pytest.mark.parametrize(("family", "number"), EVERY)
def test_every_row_is_traced_again(family: StableDiffusion, number: int) -> None:
    row = read_plan_table(family).training[number]
    assert is_same(row, traced(family, row))
