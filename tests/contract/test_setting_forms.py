from typing import Any, get_args

import pytest

from training.contract.base_models import Family
from training.contract.config import describe_settings
from training.contract.presets import load_preset
from training.contract.setting_forms import FORM, HIDDEN, form_for
from training.contract.setting_values import METHOD_SETTINGS, preset_values, settings_tables
from training.contract.setting_words import (
    CHOICES,
    DESCRIPTIONS,
    TITLES,
    choice_title,
    setting_sentences,
)
from training.contract.settings import METHODS

pytestmark = pytest.mark.quick


def names(method: str, family: Family = "sd1", **changes: Any) -> list[str]:
    values = preset_values(load_preset(method), family)
    values |= {name.replace("__", "."): value for name, value in changes.items()}
    return [name for _, name in form_for(values, family)]


def test_every_setting_is_shown_somewhere_or_hidden_with_a_reason() -> None:
    known = set(describe_settings())
    shown = {field.name for field in FORM}
    assert shown | set(HIDDEN) == known
    assert not shown & set(HIDDEN)
    assert all(reason.endswith(".") for reason in HIDDEN.values())
    for field in FORM:
        for method in field.methods:
            table, _, name = field.name.partition(".")
            assert name in settings_tables(method)[table].model_fields, field


@pytest.mark.parametrize("family", get_args(Family))
@pytest.mark.parametrize("method", METHODS)
def test_a_form_shows_each_setting_once_and_few_first(method: str, family: Family) -> None:
    values = preset_values(load_preset(method), family)
    form = form_for(values, family)
    assert len({name for _, name in form}) == len(form)
    assert 6 <= sum(group == "first" for group, _ in form) <= 7
    assert form[0] == ("first", "training.max_train_steps")


@pytest.mark.parametrize(
    ("method", "there", "not_there"),
    [
        ("textual_inversion", "method.num_vectors", "data.prior_preservation"),
        ("textual_inversion", "training.learning_rate", "method.rank"),
        ("dreambooth", "data.num_class_images", "method.text_encoder_stop_step"),
        ("dreambooth", "memory.stochastic_rounding", "memory.frozen_base"),
        ("lora", "data.prior_preservation", "data.num_class_images"),
        ("lora", "method.alpha", "memory.step_in_backward"),
        ("hypernetwork", "training.learning_rate_steps", "training.lr_scheduler"),
        ("hypernetwork", "method.activation_func", "method.activate_output"),
    ],
)
def test_only_what_changes_something_is_shown(method: str, there: str, not_there: str) -> None:
    shown = names(method)
    assert there in shown
    assert not_there not in shown


@pytest.mark.parametrize(
    ("method", "family", "change", "wakes"),
    [
        ("dreambooth", "sd1", {"method__train_text_encoder": True}, "text_encoder_learning_rate"),
        ("lora", "sd1", {"data__prior_preservation": True}, "prior_loss_weight"),
        ("lora", "sd1", {"training__lr_scheduler": "warmup_stable_decay"}, "lr_decay_steps"),
        ("hypernetwork", "sd1", {"training__learning_rate_steps": ""}, "lr_scheduler"),
        ("hypernetwork", "sd1", {"method__activation_func": "tanh"}, "activate_output"),
    ],
)
def test_one_setting_wakes_another(
    method: str, family: Family, change: dict[str, Any], wakes: str
) -> None:
    assert not any(name.endswith(wakes) for name in names(method, family))
    assert any(name.endswith(wakes) for name in names(method, family, **change))


def test_the_base_model_decides_too() -> None:
    assert "memory.frozen_base" in names("lora", "sdxl")
    assert "memory.frozen_base" not in names("lora", "sd1")
    assert "memory.compile" in names("lora", "sd1")
    assert "memory.compile" not in names("lora", "demo")


def test_what_was_changed_is_shown_though_it_does_not_matter() -> None:
    values = preset_values(load_preset("lora"), "demo")
    changed = {"memory.compile": "on", "method.kept_steps": 5}
    form = form_for(values, "demo", changed)
    assert ("computing", "memory.compile") in form
    assert "method.kept_steps" not in [name for _, name in form]


def test_every_setting_and_choice_has_words() -> None:
    assert set(TITLES) == set(DESCRIPTIONS)
    for method in METHODS:
        assert METHOD_SETTINGS[method].model_fields["name"].default == method
        for model in settings_tables(method).values():
            for name, field in model.model_fields.items():
                for choice in get_args(field.annotation):
                    assert name == "name" or not isinstance(choice, str) or choice in CHOICES
    assert choice_title("training.lr_scheduler", "linear") == "Falls evenly"
    assert choice_title("method.activation_func", "linear") == "linear"
    for key, sentence in setting_sentences().items():
        is_description = key.removeprefix("setting.") in DESCRIPTIONS
        assert sentence.endswith(".") == is_description, key
        assert "{" not in sentence
