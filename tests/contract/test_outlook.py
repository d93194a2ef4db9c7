"""What users are told before a training begins, with and without a card of their own."""

import time

import pytest

from training.contract.base_models import DEMO_FOLDER, BaseModelInfo
from training.contract.cards import CARD_SIZES, free_on_a_card
from training.contract.config import RunConfig
from training.contract.model_kinds import StableDiffusion
from training.contract.outlook import CardHere, Outlook, chosen_precision, look_ahead
from training.contract.plan_examples import (
    example_config,
    planned_methods,
    planned_sizes,
    planned_variants,
)
from training.contract.presets import load_preset, preset_names

pytestmark = pytest.mark.quick

GIB = 2**30


def card(gigabytes: float, name: str = "NVIDIA GeForce RTX 3060", able: str = "8.6") -> CardHere:
    total = round(gigabytes * GIB)
    return CardHere(name, free_on_a_card(gigabytes), total, able)


def ahead(config: RunConfig, here: CardHere | None) -> Outlook:
    found = look_ahead(config, None, here)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("family", "preset", "gigabytes", "verdict"),
    [
        ("sd1", "textual_inversion", 8, "fits"),
        ("sd1", "dreambooth", 8, "fits"),
        ("sdxl", "dreambooth", 6, "does_not_fit"),
        ("sdxl", "dreambooth", 7.6, "tight"),
        ("sdxl", "dreambooth", 8, "fits"),
        ("sdxl", "lora", 6, "fits"),
        ("sdxl", "lora", 8, "fits"),
    ],
)
def test_the_card_that_is_here_is_what_counts(
    family: StableDiffusion, preset: str, gigabytes: float, verdict: str
) -> None:
    found = ahead(example_config(family, preset), card(gigabytes))
    assert found.plan.verdict == verdict
    assert found.plan.free_bytes == free_on_a_card(gigabytes)
    if verdict == "does_not_fit":
        assert found.plan.advice is not None


def test_what_was_switched_on_is_told_apart_from_what_always_is() -> None:
    found = ahead(example_config("sdxl", "lora"), card(8))
    assert [choice.name for choice in found.switched_on] == ["gradient_checkpointing"]
    assert "GB less" in str(found.switched_on[0].reason)
    assert "cache_latents" in found.plan.measure_names
    assert ahead(example_config("sd1", "lora"), card(8)).switched_on == ()


def test_without_a_card_the_smallest_that_is_enough_is_named() -> None:
    asked: tuple[tuple[StableDiffusion, str], ...] = (
        ("sd1", "lora"), ("sdxl", "lora"), ("sdxl", "dreambooth"),
    )  # fmt: skip
    sizes = {
        (family, method): ahead(example_config(family, method), None).least_gigabytes
        for family, method in asked
    }
    assert sizes["sd1", "lora"] == 6
    for family, method in sizes:
        config, size = example_config(family, method), sizes[family, method]
        assert size is not None
        assert ahead(config, card(size)).plan.verdict == "fits"
        smaller = [other for other in CARD_SIZES if other < size]
        assert all(ahead(config, card(other)).plan.verdict != "fits" for other in smaller)
    found = ahead(example_config("sdxl", "lora"), None)
    assert found.card is None
    assert found.plan.free_bytes == free_on_a_card(found.least_gigabytes or 0)


def test_a_training_for_no_such_card_names_none() -> None:
    config = example_config("sdxl", "dreambooth", resolution=1024, batch=2)
    training = config.training.changed(gradient_accumulation_steps=2)
    heavy = config.changed(training=training.model_dump())
    assert ahead(heavy, None).least_gigabytes is None


@pytest.mark.parametrize(
    ("name", "is_known"),
    [
        ("NVIDIA GeForce RTX 3060", True),
        ("NVIDIA H200", True),
        ("NVIDIA GeForce RTX 3060 Ti", False),
        ("NVIDIA GeForce RTX 3060 Laptop GPU", False),
        ("NVIDIA GeForce RTX 2070", False),
        ("", False),
    ],
)
def test_only_a_card_of_exactly_this_name_has_times(name: str, is_known: bool) -> None:
    found = ahead(example_config("sd1", "lora"), card(12, name))
    assert (found.step_seconds is not None) == is_known


def test_a_card_without_bfloat16_is_planned_for_as_such() -> None:
    config = example_config("sd1", "dreambooth")
    old, new = ahead(config, card(12, able="7.5")), ahead(config, card(12, able="8.0"))
    assert (old.plan.precision, new.plan.precision) == ("fp16", "bf16")
    assert old.plan.peak_bytes > new.plan.peak_bytes
    asked = config.changed(training=config.training.changed(mixed_precision="fp32").model_dump())
    assert chosen_precision(asked, "8.6") == "fp32"


def test_only_the_engine_can_tell_of_an_unusual_run() -> None:
    config = example_config("sdxl", "lora")
    odd = config.changed(data=config.data.changed(resolution=896).model_dump())
    assert look_ahead(odd, None, card(8)) is None
    assert look_ahead(config.changed(family="demo"), None, card(8)) is None


def test_pictures_of_the_class_count_in_the_batch() -> None:
    config = example_config("sd1", "dreambooth")
    with_class = config.changed(data=config.data.changed(prior_preservation=True).model_dump())
    alone, both = (ahead(one, card(8)).plan.peak_bytes for one in (config, with_class))
    assert both > alone


@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl"])
def test_every_preset_is_in_the_table(family: StableDiffusion) -> None:
    presets = [
        preset for name in preset_names()
        if (preset := load_preset(name)).method in planned_methods(family)
    ]  # fmt: skip
    for preset in presets:
        own = preset.settings_for(family).get("data", {}).get("prior_preservation", False)
        config = example_config(family, preset.name)
        data = config.data.changed(prior_preservation=own)
        found = ahead(config.changed(data=data.model_dump()), card(12))
        assert found.plan.source == "table", preset.name


def test_a_variant_is_not_mistaken_for_its_method() -> None:
    assert "lora_person" in planned_variants("sd1")
    assert "dreambooth_style" not in planned_variants("sd1")
    assert not any(name.startswith("hyper") for name in planned_variants("sdxl"))
    assert list(planned_sizes("sdxl", "lora_style")) == [(1024, 1), (1024, 2)]
    usual, person = (
        ahead(example_config("sd1", name), card(12)).plan for name in ("lora", "lora_person")
    )
    assert person.breakdown.optimizer > usual.breakdown.optimizer


def test_all_presets_take_less_time_than_an_eye_sees() -> None:
    configs = [example_config("sd1", name) for name in preset_names()]
    times = []
    for _ in range(3):
        began = time.process_time()
        for config in configs:
            look_ahead(config, None, card(8))
        times.append(time.process_time() - began)
    # Processor time, and the best of three: 20 ms or less on an idle machine.
    assert min(times) < 0.1


def test_a_model_of_another_size_is_left_to_the_engine() -> None:
    small = BaseModelInfo("small", DEMO_FOLDER, "sd1", is_file=False, words=frozenset())
    assert look_ahead(example_config("sd1", "lora"), small, card(8)) is None
