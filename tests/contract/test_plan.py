"""The plan's arithmetic on rows small enough to add up by hand, and the ladder down from them."""

import dataclasses
from typing import Any

import pytest

from training.contract.cards import (
    CARDS,
    Card,
    free_gigabytes,
    free_on_a_card,
    needed_gigabytes,
    step_seconds,
)
from training.contract.errors import ManulError
from training.contract.events import Choice
from training.contract.messages import say
from training.contract.plan import CONTEXT_BYTES, ROUNDING, Request, predict, verdict
from training.contract.plan_ladder import (
    choose_plan,
    does_not_fit,
    next_plan,
    plan_with,
    rungs,
    smaller_than,
)
from training.contract.plan_table import Parts, PictureRow, PlanTable, TrainingRow
from training.contract.plan_traces import TableTraces

pytestmark = pytest.mark.quick

MIB = 2**20
FIELDS = {
    "family", "method", "resolution", "batch", "measures", "tensor_peak_bytes", "peak_bytes",
    "peak_phase", "breakdown", "free_bytes", "verdict", "seconds_per_step", "source",
}  # fmt: skip
PARTS = Parts(
    unet=1000 * MIB, unet_tensors=100, linear=800 * MIB, largest_linear=10 * MIB,
    text_encoders=(100 * MIB,), vae=50 * MIB,
)  # fmt: skip


def training_row(method: str, *, checkpointing: bool, mixed: bool) -> TrainingRow:
    activations = (300 if checkpointing else 1500) * MIB * (2 if mixed else 1)
    taught, largest = (1000 * MIB, 20 * MIB) if method == "dreambooth" else (10 * MIB, MIB)
    return TrainingRow(
        method=method, resolution=512, pictures=1, checkpointing=checkpointing, mixed=mixed,
        peak=activations, peak_with_gradients=activations + taught, taught=taught,
        largest=largest, flops=10**12, kernels=1000,
    )  # fmt: skip


TRACES = TableTraces(
    PlanTable(
        family="sdxl",
        torch="2.13",
        diffusers="0.42",
        parts=PARTS,
        pictures=tuple(
            PictureRow(
                resolution=512,
                mixed=mixed,
                text=MIB,
                denoise=100 * MIB,
                encode=300 * MIB,
                decode=400 * MIB,
            )
            for mixed in (False, True)
        ),
        training=tuple(
            training_row(method, checkpointing=checkpointing, mixed=mixed)
            for method in ("dreambooth", "lora")
            for checkpointing in (False, True)
            for mixed in (False, True)
        ),
    )
)
WHOLE = Request(family="sdxl", method="dreambooth", resolution=512, batch=1)
LORA = dataclasses.replace(WHOLE, method="lora")


def ladder(request: Request, **options: Any) -> list[frozenset[str]]:
    always = {"cache_latents", "cache_text"}
    return [frozenset(rung.names - always) for rung in rungs(request, TRACES, **options)]


def test_lora_is_base_matrices_states_and_step() -> None:
    found = predict(LORA, ("cache_text",), TRACES)
    assert found.weights == 1000 * MIB * 2 + 10 * MIB * 4
    assert found.optimizer == 10 * MIB * 8
    assert found.gradients == 10 * MIB * 4
    assert found.training == (1500 + 10) * MIB
    assert found.tensor_peak == found.weights + found.optimizer + found.training
    assert found.peak == round(found.tensor_peak * ROUNDING) + CONTEXT_BYTES
    assert found.peak_phase == "train"


def test_text_encoder_stays_unless_its_words_are_cached() -> None:
    with_text, without = predict(LORA, (), TRACES), predict(LORA, ("cache_text",), TRACES)
    assert with_text.weights - without.weights == 100 * MIB * 2


@pytest.mark.parametrize(
    ("measures", "weights", "optimizer", "training"),
    [
        # Autocast: twice the activations; the gradients of all; torch's roots of all moments.
        ((), 4000, 8000, 4000 + 4000),
        (("adamw_8bit",), 4000, 2030, 3000 + 1000),
        (("bf16_stochastic_rounding", "adamw_8bit"), 2000, 2030, 1500 + 1000),
        (("bf16_stochastic_rounding", "adamw_8bit", "step_in_backward"), 2000, 2030, 1500),
        # Adafactor works with two more copies of the largest tensor.
        (("bf16_stochastic_rounding", "adafactor", "step_in_backward"), 2000, 20, 1500 + 160),
    ],
)
def test_a_whole_model(
    measures: tuple[str, ...], weights: int, optimizer: int, training: int
) -> None:
    found = predict(WHOLE, (*measures, "cache_text"), TRACES)
    assert found.weights == weights * MIB
    assert found.optimizer == pytest.approx(optimizer * MIB)
    assert found.training == training * MIB


def test_a_packed_base_keeps_what_is_not_linear() -> None:
    found = predict(LORA, ("cache_text", "int8_base"), TRACES)
    assert found.weights == round(200 * MIB * 2 + 800 * MIB * 1.002) + 10 * MIB * 4
    # One layer at a time is unpacked.
    assert found.training - predict(LORA, (), TRACES).training == 10 * MIB * 2


def test_drawing_may_be_the_peak() -> None:
    packed = ("cache_text", "nf4_base", "gradient_checkpointing")
    found = predict(LORA, packed, TRACES)
    assert found.sampling == 50 * MIB * 2 + 400 * MIB
    assert found.peak_phase == "sample"


def with_two_pictures(method: str) -> TableTraces:
    """Rows for two pictures in a pass as well: twice the activations."""
    table = TRACES._table
    rows = [row for row in table.training if row.method == method]
    both = [
        dataclasses.replace(
            row, pictures=2, peak=2 * row.peak,
            peak_with_gradients=row.peak + row.peak_with_gradients,
        )
        for row in rows
    ]  # fmt: skip
    return TableTraces(dataclasses.replace(table, training=(*table.training, *both)))


WITH_CLASS = dataclasses.replace(WHOLE, prior_preservation=True)
LORA_WITH_CLASS = dataclasses.replace(LORA, prior_preservation=True)


def test_pictures_of_the_class_are_in_the_same_pass() -> None:
    assert LORA_WITH_CLASS.pictures == 2
    with pytest.raises(LookupError):
        predict(LORA_WITH_CLASS, (), TRACES)
    found = predict(LORA_WITH_CLASS, (), with_two_pictures("lora"))
    assert found.training == (3000 + 10) * MIB


def test_pictures_of_the_class_are_drawn_and_encoded_beside_the_model() -> None:
    alone = predict(LORA, ("cache_text",), TRACES)
    assert alone.encoding == 50 * MIB * 2 + 300 * MIB
    traces = with_two_pictures("lora")
    # Decoding what was drawn, 400, is more than encoding it, 300.
    picture = 50 * MIB * 2 + 400 * MIB
    both = predict(LORA_WITH_CLASS, ("cache_text",), traces)
    assert both.encoding == 1000 * MIB * 2 + picture
    # The text encoder is there as well, unless its words are cached.
    assert predict(LORA_WITH_CLASS, (), traces).encoding == both.encoding + 100 * MIB * 2
    measures = ("cache_text", "bf16_stochastic_rounding")
    whole = predict(WITH_CLASS, measures, with_two_pictures("dreambooth"))
    assert whole.encoding == 1000 * MIB * 2 + picture


def test_a_packed_base_is_packed_while_it_draws_the_class() -> None:
    traces = with_two_pictures("lora")
    packed = predict(LORA_WITH_CLASS, ("cache_text", "nf4_base"), traces)
    assert packed.encoding == round(200 * MIB * 2 + 800 * MIB * 0.516) + 50 * MIB * 2 + 400 * MIB
    names = [rung.names for rung in rungs(LORA_WITH_CLASS, traces)]
    assert any("int8_base" in found for found in names)
    assert "nf4_base" in names[-1]


def test_with_the_step_in_the_backward_pass_concept_and_class_take_turns() -> None:
    traces = with_two_pictures("dreambooth")
    measures = ("bf16_stochastic_rounding", "adamw_8bit")
    assert predict(WITH_CLASS, measures, traces).training == (3000 + 1000) * MIB
    in_backward = predict(WITH_CLASS, (*measures, "step_in_backward"), traces)
    assert in_backward.training == 1500 * MIB
    two = dataclasses.replace(WITH_CLASS, batch=2)
    assert two.in_one_pass(frozenset({"step_in_backward"})).pictures == 4
    last = list(rungs(WITH_CLASS, traces))[-1]
    (choice,) = [choice for choice in last.measures if choice.name == "step_in_backward"]
    assert "take turns" in str(choice.reason)
    asked = plan_with(WITH_CLASS, traces, ("step_in_backward",), free_bytes=None)
    assert "take turns" in str(asked.measures[0].reason)
    for rung in rungs(WHOLE, TRACES):
        assert not any("take turns" in str(choice.reason) for choice in rung.measures)


@pytest.mark.parametrize(
    ("measures", "training"),
    [
        # All gradients of 32 bits below the activations of autocast, twice 1500.
        (("adamw_8bit",), 4000 + 3000),
        (("bf16_stochastic_rounding", "adamw_8bit"), 2000 + 1500),
        (("bf16_stochastic_rounding", "adamw_8bit", "gradient_checkpointing"), 2000 + 300),
    ],
)
def test_gradients_that_add_up_lie_below_the_next_pass(
    measures: tuple[str, ...], training: int
) -> None:
    several = dataclasses.replace(WHOLE, accumulation=4)
    found = predict(several, measures, TRACES)
    assert found.training == training * MIB
    assert found.training > predict(WHOLE, measures, TRACES).training


def test_each_batch_that_adds_up_takes_its_time() -> None:
    alone, several = (
        predict(dataclasses.replace(LORA, accumulation=count), ("nf4_base",), TRACES)
        for count in (1, 4)
    )
    # Next to nothing is left for the optimizer.
    for card, seconds in alone.seconds.items():
        assert several.seconds[card] == pytest.approx(4 * seconds, rel=0.02)


def test_32_bits_are_twice_as_wide_and_slower() -> None:
    request = dataclasses.replace(LORA, precision="fp32")
    found = predict(request, (), TRACES)
    assert found.weights == (1000 + 100) * MIB * 4 + 10 * MIB * 4
    assert found.training == (1500 + 10) * 2 * MIB
    assert found.sampling == 50 * MIB * 4 + 400 * MIB * 2
    assert found.encoding == 50 * MIB * 4 + 300 * MIB * 2
    usual = predict(LORA, (), TRACES).seconds
    assert found.seconds["RTX 3060"] > 1.9 * usual["RTX 3060"]


def test_the_ladder_of_a_whole_model() -> None:
    assert ladder(WHOLE) == [
        {"fp32_master"},
        {"bf16_stochastic_rounding"},
        {"bf16_stochastic_rounding", "adamw_8bit"},
        {"bf16_stochastic_rounding", "adamw_8bit", "step_in_backward"},
        {"bf16_stochastic_rounding", "adamw_8bit", "step_in_backward", "gradient_checkpointing"},
        {"bf16_stochastic_rounding", "adafactor", "step_in_backward", "gradient_checkpointing"},
    ]


def test_gradients_that_hide_behind_activations_are_dropped_once_they_show() -> None:
    table = TRACES._table
    rows = tuple(
        dataclasses.replace(row, peak=9000 * MIB, peak_with_gradients=9000 * MIB)
        if not row.checkpointing
        else row
        for row in table.training
    )
    found = list(rungs(WHOLE, TableTraces(dataclasses.replace(table, training=rows))))
    added = [rung.measures[-1].name for rung in found]
    assert added[2:] == ["adamw_8bit", "gradient_checkpointing", "step_in_backward", "adafactor"]


def test_the_ladder_of_small_parts() -> None:
    assert ladder(LORA) == [
        frozenset(),
        {"gradient_checkpointing"},
        {"gradient_checkpointing", "int8_base"},
        {"gradient_checkpointing", "nf4_base"},
    ]
    assert ladder(dataclasses.replace(LORA, family="sd1"))[-1] == {"gradient_checkpointing"}


def test_a_card_without_bfloat16_keeps_32_bits() -> None:
    found = ladder(dataclasses.replace(WHOLE, precision="fp16"))
    assert all("fp32_master" in names for names in found)
    assert found[-1] == {
        "fp32_master", "adafactor", "step_in_backward", "gradient_checkpointing",
    }  # fmt: skip


def test_accumulation_keeps_the_gradients() -> None:
    found = ladder(dataclasses.replace(WHOLE, accumulation=4))
    assert not any("step_in_backward" in names for names in found)


@pytest.mark.parametrize(
    ("request_", "wish"),
    [
        (dataclasses.replace(WHOLE, precision="fp16"), "bf16_stochastic_rounding"),
        (LORA, "bf16_stochastic_rounding"),
        (dataclasses.replace(LORA, family="sd1"), "int8_base"),
        (dataclasses.replace(WHOLE, accumulation=2), "step_in_backward"),
    ],
)
def test_wishes_that_cannot_be_are_no_plan(request_: Request, wish: Any) -> None:
    with pytest.raises(ManulError) as caught:
        choose_plan(request_, TRACES, free_bytes=None, wishes={wish: True})
    assert caught.value.kind == "measures_excluded"


@pytest.mark.parametrize(
    ("request_", "measures", "key"),
    [
        (dataclasses.replace(LORA, family="sd1"), ("int8_base",), "family"),
        (dataclasses.replace(LORA, family="sd2"), ("nf4_base",), "family"),
        (dataclasses.replace(LORA, method="textual_inversion"), ("cache_text",), "text"),
        (dataclasses.replace(LORA, trains_text=True), ("cache_text",), "text"),
    ],
)
def test_exact_measures_that_cannot_be_are_refused(
    request_: Request, measures: Any, key: str
) -> None:
    with pytest.raises(ManulError) as caught:
        plan_with(request_, TRACES, measures, free_bytes=None)
    assert caught.value.key == f"measures_excluded.{key}"
    assert caught.value.report().advice


def test_wishes_are_on_every_rung_or_on_none() -> None:
    wished = {"gradient_checkpointing": True, "adamw_8bit": False}
    found = ladder(WHOLE, wishes=wished)
    assert all("gradient_checkpointing" in names for names in found)
    assert not any("adamw_8bit" in names for names in found)


def test_each_rung_needs_less_and_says_why() -> None:
    for request in (WHOLE, LORA):
        found = list(rungs(request, TRACES))
        peaks = [rung.prediction.peak for rung in found]
        assert peaks == sorted(peaks, reverse=True)
        assert len(set(peaks)) == len(peaks)
        assert all(str(choice.reason) for rung in found for choice in rung.measures)


def test_verdicts() -> None:
    assert verdict(100, None) is None
    assert verdict(100, 108) == "fits"
    assert verdict(100, 106) == "tight"
    assert verdict(100, 99) == "does_not_fit"


def test_the_first_rung_that_fits_is_taken() -> None:
    found = list(rungs(WHOLE, TRACES))
    for rung in found:
        plan = choose_plan(WHOLE, TRACES, free_bytes=round(rung.prediction.peak * 1.08))
        assert (plan.measures, plan.verdict) == (rung.measures, "fits")
    assert choose_plan(WHOLE, TRACES, free_bytes=None).measures == found[0].measures
    tight = choose_plan(WHOLE, TRACES, free_bytes=round(found[-1].prediction.peak * 1.01))
    assert (tight.measures, tight.verdict) == (found[-1].measures, "tight")


def test_where_nothing_fits_the_smallest_is_named_and_what_to_change() -> None:
    plan = choose_plan(WHOLE, TRACES, free_bytes=3000 * MIB)
    smallest = min(rung.prediction.peak for rung in rungs(WHOLE, TRACES))
    assert (plan.verdict, plan.peak_bytes) == ("does_not_fit", smallest)
    assert plan.advice is not None
    assert plan.advice.key == "plan.change.method"
    assert plan.advice.values["method"] == "lora"
    error = does_not_fit(plan)
    assert error.kind == "out_of_memory"
    assert f"needs at least {needed_gigabytes(smallest)} GB" in str(error)
    assert "Choose the method lora" in error.report().advice
    nothing = choose_plan(LORA, TRACES, free_bytes=100 * MIB)
    assert nothing.advice == say("plan.change.none")


def gigabytes(message: Any) -> float:
    return float(message.values["needed"])


def test_a_setting_that_keeps_memory_from_being_saved_is_the_first_advice() -> None:
    wishes: Any = {"adamw_8bit": False, "adafactor": False, "step_in_backward": None}
    plan = choose_plan(WHOLE, TRACES, free_bytes=5000 * MIB, wishes=wishes)
    assert plan.verdict == "does_not_fit"
    assert plan.advice is not None
    assert str(plan.advice).startswith("Set training.optimizer to auto: ")
    followed = choose_plan(WHOLE, TRACES, free_bytes=5000 * MIB)
    assert followed.verdict != "does_not_fit"
    assert gigabytes(plan.advice) <= 5000 / 1024
    both: Any = wishes | {"bf16_stochastic_rounding": False, "step_in_backward": False}
    plan = choose_plan(WHOLE, TRACES, free_bytes=4000 * MIB, wishes=both)
    settings = "training.optimizer, memory.step_in_backward, memory.stochastic_rounding"
    assert str(plan.advice).startswith(f"Set {settings} to auto: ")


def test_advice_is_true_with_the_settings_as_they_are() -> None:
    """A smaller picture would suffice only without what the settings ask for."""
    small = [dataclasses.replace(row, resolution=512) for row in TRACES._table.training]
    large = [
        dataclasses.replace(
            row, resolution=1024, peak=4 * row.peak, peak_with_gradients=4 * row.peak + row.taught
        )
        for row in TRACES._table.training
    ]
    pictures = [
        dataclasses.replace(row, resolution=resolution)
        for row in TRACES._table.pictures
        for resolution in (512, 1024)
    ]
    table = dataclasses.replace(TRACES._table, training=(*small, *large), pictures=tuple(pictures))
    traces = TableTraces(table)
    request = dataclasses.replace(WHOLE, resolution=1024)
    wishes: Any = {
        "adamw_8bit": False, "adafactor": False, "step_in_backward": False,
        "bf16_stochastic_rounding": False,
    }  # fmt: skip
    for free in range(2500, 20000, 250):
        plan = choose_plan(request, traces, free_bytes=free * MIB, wishes=wishes)
        if plan.advice is None or plan.advice.key != "plan.change.resolution":
            continue
        followed = choose_plan(WHOLE, traces, free_bytes=free * MIB, wishes=wishes)
        assert followed.verdict != "does_not_fit"
    needed, change = smaller_than(request, traces, rungs_of(request, traces, wishes), wishes)
    assert needed > 10
    assert change.key == "plan.change.auto"


def rungs_of(request: Request, traces: TableTraces, wishes: Any) -> tuple[Choice, ...]:
    return list(rungs(request, traces, wishes))[-1].measures


def test_advice_on_exact_measures_is_to_leave_them_to_the_plan_first() -> None:
    plan = plan_with(WHOLE, TRACES, ("fp32_master",), free_bytes=5000 * MIB)
    assert plan.advice is not None
    assert plan.advice.key == "plan.change.measures"
    half = dataclasses.replace(WHOLE, precision="fp16")
    plan = plan_with(half, TRACES, ("gradient_checkpointing",), free_bytes=4000 * MIB)
    # The ladder does not reach so far down; LoRA with checkpointing alone does.
    assert plan.advice is not None
    assert plan.advice.key == "plan.change.method"
    assert gigabytes(plan.advice) == needed_gigabytes(
        predict(dataclasses.replace(half, method="lora"), ("gradient_checkpointing",), TRACES).peak
    )


def test_kept_states_bind_the_plan_and_not_the_advice() -> None:
    first = next(rungs(WHOLE, TRACES))
    plan = choose_plan(WHOLE, TRACES, free_bytes=5600 * MIB, kept=first.measures)
    assert "fp32_master" in plan.measure_names
    assert plan.verdict == "does_not_fit"
    least = min(rung.prediction.peak for rung in rungs(WHOLE, TRACES))
    assert plan.advice == say("plan.change.anew", needed=needed_gigabytes(least))
    # The settings, not what is kept: it stands in the way of the new run as well.
    wishes: Any = {"adamw_8bit": False, "adafactor": False, "bf16_stochastic_rounding": False}
    plan = choose_plan(WHOLE, TRACES, free_bytes=5600 * MIB, wishes=wishes, kept=first.measures)
    assert plan.advice is not None
    assert plan.advice.values["settings"] == "training.optimizer"
    _, change = smaller_than(WHOLE, TRACES, plan.measures)
    assert change.key == "plan.change.anew"


def test_whatever_is_tried_with_the_demo_model_may_be_planned() -> None:
    demo = dataclasses.replace(LORA, family="sd1", is_demo=True)
    plan = choose_plan(demo, TRACES, free_bytes=None, wishes={"int8_base": True})
    assert "int8_base" in plan.measure_names


def test_a_smaller_batch_is_the_first_advice() -> None:
    row = dataclasses.replace(
        training_row("lora", checkpointing=False, mixed=False), pictures=2, peak=9000 * MIB,
        peak_with_gradients=9000 * MIB,
    )  # fmt: skip
    both = (row, dataclasses.replace(row, checkpointing=True))
    table = TRACES._table
    traces = TableTraces(dataclasses.replace(table, training=(*table.training, *both)))
    request = dataclasses.replace(LORA, batch=2)
    plan = choose_plan(request, traces, free_bytes=4000 * MIB)
    assert plan.advice is not None
    assert plan.advice.key == "plan.change.batch"


def test_after_out_of_memory_comes_the_next_rung() -> None:
    taken = [rung.measures for rung in rungs(WHOLE, TRACES)]
    for number, measures in enumerate(taken[:-1]):
        plan = next_plan(WHOLE, TRACES, measures)
        assert plan is not None
        assert plan.measures == taken[number + 1]
    assert next_plan(WHOLE, TRACES, taken[-1]) is None


def test_a_kept_step_goes_on_only_with_states_it_has() -> None:
    second = list(rungs(WHOLE, TRACES))[2]
    assert "adamw_8bit" in second.names
    plan = next_plan(WHOLE, TRACES, second.measures, keep_states=True)
    assert plan is not None
    assert {"adamw_8bit", "step_in_backward"} <= plan.measure_names
    by_name = {choice.name: choice.reason for choice in second.measures}
    assert {c.name: c.reason for c in plan.measures if c.name in by_name} == by_name
    last = next_plan(WHOLE, TRACES, plan.measures, keep_states=True)
    assert last is not None
    assert next_plan(WHOLE, TRACES, last.measures, keep_states=True) is None


def test_exactly_these_measures() -> None:
    plan = plan_with(LORA, TRACES, ("gradient_checkpointing",), free_bytes=None)
    assert plan.measure_names == {"gradient_checkpointing"}
    assert plan.measures[0].reason.key == "reason.measure.asked"


def test_measures_that_exclude_each_other_are_refused() -> None:
    with pytest.raises(ManulError) as caught:
        plan_with(WHOLE, TRACES, ("adamw_8bit", "adafactor"), free_bytes=None)
    assert caught.value.kind == "measures_excluded"


def test_the_answer_has_the_contracts_fields() -> None:
    plan = choose_plan(LORA, TRACES, free_bytes=8 * 2**30)
    content = plan.model_dump(mode="json")
    assert content.keys() >= FIELDS
    assert content["breakdown"].keys() == {
        "weights", "gradients", "optimizer", "activations", "sampling", "context",
    }  # fmt: skip
    assert set(content["seconds_per_step"]) == {card.name for card in CARDS if card.has_bf16}
    parts = plan.breakdown
    train = parts.weights + parts.gradients + parts.optimizer + parts.activations
    assert train == plan.tensor_peak_bytes
    assert train + parts.context == plan.peak_bytes


def test_a_step_is_arithmetic_or_launches_and_then_the_optimizer() -> None:
    card = CARDS[1]
    slow = step_seconds(card, flops=10**13, kernels=10, optimizer_bytes=0)
    assert slow == pytest.approx(10**13 / card.flops / 0.6)
    launches = step_seconds(card, flops=1, kernels=1000, optimizer_bytes=card.bandwidth)
    assert launches == pytest.approx(1000 * 15e-6 + 1)


def test_a_step_one_tensor_at_a_time_reads_and_writes_more() -> None:
    """Bytes a number, counted by hand: 10 of the library's own, 52 with 32-bit copies and noise."""
    rows = TRACES.training(WHOLE, checkpointing=False, mixed=False)
    card = next(card for card in CARDS if card.has_bf16)

    def optimizer(*measures: str) -> float:
        seconds = predict(WHOLE, measures, TRACES).seconds[card.name]
        alone = step_seconds(card, flops=rows.flops, kernels=rows.kernels, optimizer_bytes=0)
        return (seconds - alone) * card.bandwidth / rows.taught

    assert optimizer("adamw_8bit") == pytest.approx(3 * 4 + 4.06, rel=0.01)
    assert optimizer("adamw_8bit", "bf16_stochastic_rounding") == pytest.approx(52, rel=0.01)


def test_packed_weights_are_unpacked_in_every_pass() -> None:
    """Bytes a number of the packed layers, counted by hand: 0.516 + 2 + 2, twice or three times."""
    card = next(card for card in CARDS if card.name == "RTX 3060")
    for again, times in ((), 2), (("gradient_checkpointing",), 3):
        packed, whole = (
            predict(LORA, (*again, *measures), TRACES).seconds[card.name]
            for measures in (("nf4_base",), ())
        )
        moved = (packed - whole) * card.bandwidth
        assert moved == pytest.approx(times * 800 * MIB * 4.516, rel=0.01)


def test_an_optimizer_of_one_tensor_at_a_time_is_started_for_each() -> None:
    """A card that moves bytes at once waits for Python."""
    card = Card("-", flops=1e18, flops_32=1e18, bandwidth=1e18)
    usual = step_seconds(card, flops=1, kernels=0, optimizer_bytes=1)
    assert usual == pytest.approx(0)
    started = step_seconds(card, flops=1, kernels=0, optimizer_bytes=1, optimizer_kernels=1000)
    assert started == pytest.approx(1000 * 15e-6)
    table = TRACES._table
    rows = tuple(dataclasses.replace(row, taught=1000, flops=1) for row in table.training)
    small = TableTraces(dataclasses.replace(table, training=rows))
    seconds = predict(WHOLE, ("adamw_8bit", "step_in_backward"), small).seconds["H200"]
    assert seconds == pytest.approx((1000 + 100 * 15) * 15e-6)


def test_channels_last_is_one_tensor_at_a_time_only_with_8_bits() -> None:
    def step(*measures: str) -> int:
        return predict(WHOLE, (*measures, "gradient_checkpointing"), TRACES).training

    # torch's AdamW still makes the roots of all second moments at once.
    assert step("channels_last") == step() == (4000 + 4000) * MIB
    assert step("channels_last", "adamw_8bit") == (4000 + 2 * 4 * 20) * MIB


def test_needs_are_rounded_up_and_what_is_free_down() -> None:
    gib = 2**30
    assert (needed_gigabytes(round(2.91 * gib)), free_gigabytes(round(2.89 * gib))) == (3.0, 2.8)
    assert (needed_gigabytes(round(6.9 * gib)), free_gigabytes(round(6.9 * gib))) == (6.9, 6.9)


def test_a_card_without_bfloat16_is_told_of_where_it_computes_in_halves() -> None:
    plans = [dataclasses.replace(WHOLE, precision=precision) for precision in ("bf16", "fp16")]
    names = [set(predict(plan, (), TRACES).seconds) for plan in plans]
    assert [("RTX 2070 SUPER" in found) for found in names] == [False, True]


def test_a_desktop_takes_its_share_of_a_card() -> None:
    assert free_on_a_card(8) == round(6.9 * 2**30)
    assert free_on_a_card(1) == 0
