"""What saves memory is asked for by settings; what does not go together is refused in words."""

import pytest

from training.contract.config import RunConfig, describe_settings, resolve
from training.contract.errors import ManulError
from training.contract.measures import (
    MEASURES,
    SETTINGS,
    Measure,
    check_measures,
    moves_one_tensor_at_a_time,
    wishes,
)
from training.contract.settings import MemorySettings, TrainingSettings

pytestmark = pytest.mark.quick

# Sentences that name what excludes the measures, and the setting to change.
EXCLUDED: list[tuple[set[Measure], dict[str, object], str, str]] = [
    ({"adamw_8bit", "adafactor"}, {}, "two optimizers", "one of the two"),
    ({"int8_base", "nf4_base"}, {"method": "lora"}, "8 bits or into 4", "one of the two"),
    ({"bf16_stochastic_rounding", "fp32_master"}, {}, "32-bit copy", "one of the two"),
    ({"int8_base"}, {}, "with dreambooth", "memory.frozen_base"),
    ({"nf4_base"}, {}, "with dreambooth", "memory.frozen_base"),
    ({"bf16_stochastic_rounding"}, {"method": "lora"}, "small", "memory.stochastic_rounding"),
    ({"fp32_master"}, {"method": "textual_inversion"}, "32 bits", "fp32_master"),
    ({"step_in_backward"}, {"gradient_accumulation_steps": 4}, "over 4", "train_batch_size"),
    ({"bf16_stochastic_rounding"}, {"precision": "fp16"}, "fp16", "mixed_precision"),
    ({"fp32_master"}, {"precision": "fp32"}, "32 bits already", "mixed_precision"),
    ({"int8_base"}, {"method": "lora", "family": "sd1"}, "that of sd1", "memory.frozen_base"),
    ({"nf4_base"}, {"method": "hypernetwork", "family": "sd2"}, "Only the base", "frozen_base"),
    (
        {"cache_text"},
        {"method": "textual_inversion", "text_is_fixed": False},
        "new word",
        "cache_text",
    ),
]


@pytest.mark.parametrize(("measures", "facts", "reason", "cure"), EXCLUDED)
def test_what_does_not_go_together_is_refused(
    measures: set[Measure], facts: dict[str, object], reason: str, cure: str
) -> None:
    with pytest.raises(ManulError) as raised:
        check_measures(measures, **{"method": "dreambooth"} | facts)  # type: ignore[arg-type]
    report = raised.value.report()
    assert report.kind == "measures_excluded"
    assert reason in report.message and cure in report.advice


@pytest.mark.parametrize(
    ("method", "measures"),
    [
        ("dreambooth", {"adamw_8bit", "bf16_stochastic_rounding", "step_in_backward"}),
        ("dreambooth", {"adafactor", "bf16_stochastic_rounding", "gradient_checkpointing"}),
        ("dreambooth", {"adamw_8bit", "fp32_master", "step_in_backward"}),
        ("lora", {"int8_base", "adamw_8bit", "step_in_backward", "compile", "channels_last"}),
        ("textual_inversion", {"nf4_base", "cache_latents"}),
    ],
)
def test_what_goes_together_is_taken(method: str, measures: set[Measure]) -> None:
    check_measures(measures, method=method)
    check_measures(measures, method=method, family="sdxl")


@pytest.mark.parametrize(
    ("measures", "is_so"),
    [
        ({"step_in_backward"}, True),
        ({"bf16_stochastic_rounding"}, True),
        ({"adafactor"}, True),
        ({"adamw_8bit", "channels_last"}, True),
        ({"channels_last", "fp32_master"}, False),
        ({"adamw_8bit", "gradient_checkpointing", "compile"}, False),
    ],
)
def test_what_moves_one_tensor_at_a_time(measures: set[str], is_so: bool) -> None:
    assert moves_one_tensor_at_a_time(measures) is is_so


def test_settings_that_may_save_memory_are_those_that_wish() -> None:
    wished = wishes(TrainingSettings(), MemorySettings())
    assert {name for names in SETTINGS.values() for name in names} <= set(wished)
    assert set(SETTINGS) <= describe_settings().keys()


def test_descriptions_say_what_auto_and_false_do() -> None:
    said = describe_settings()
    assert "auto leaves it off" in said["memory.compile"]
    assert "auto leaves it off" in said["memory.channels_last"]
    assert "off = only where" in said["training.gradient_checkpointing"]


def test_settings_ask_refuse_or_leave_it_to_the_plan() -> None:
    left = wishes(TrainingSettings(), MemorySettings())
    assert set(left.values()) == {None}
    assert set(left) == set(MEASURES) - {"fp32_master", "cache_latents", "cache_text"}
    said = wishes(
        TrainingSettings(optimizer="adafactor", gradient_checkpointing=True),
        MemorySettings(step_in_backward="on", stochastic_rounding="off", frozen_base="nf4"),
    )
    assert [name for name, wish in said.items() if wish] == [
        "gradient_checkpointing", "adafactor", "nf4_base", "step_in_backward",
    ]  # fmt: skip
    assert said["adamw_8bit"] is said["int8_base"] is said["bf16_stochastic_rounding"] is False
    assert said["compile"] is None


def config(family: str = "demo", **tables: dict[str, object]) -> RunConfig:
    facts = {"preset": "-", "base_model": "demo", "family": family, "concept": {"name": "-"}}
    image = {"file": "-", "original_name": "-", "sha256": "-", "look": "0" * 16}
    return resolve({"method": {"name": "dreambooth"}, **tables}, {**facts, "images": [image]})


def test_a_run_that_asks_for_both_is_not_made() -> None:
    assert config(memory={"step_in_backward": "on"}).memory.step_in_backward == "on"
    with pytest.raises(ManulError, match="over 2 batches"):
        config(memory={"step_in_backward": "on"}, training={"gradient_accumulation_steps": 2})
    with pytest.raises(ManulError, match="bfloat16, and this training computes in fp32"):
        config(memory={"stochastic_rounding": "on"}, training={"mixed_precision": "fp32"})
    with pytest.raises(ManulError, match="cannot be packed"):
        config(memory={"frozen_base": "int8"})
    lora: dict[str, object] = {"name": "lora"}
    with pytest.raises(ManulError, match="Only the base model of SDXL"):
        config("sd1", memory={"frozen_base": "int8"}, method=lora)
    for family in ("demo", "sdxl"):
        assert config(family, memory={"frozen_base": "int8"}, method=lora)
