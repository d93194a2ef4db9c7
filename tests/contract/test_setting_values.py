from typing import Any, get_args

import pytest

from tests.contract.test_presets import FACTS, NAMES
from training.contract.base_models import Family
from training.contract.config import RunConfig, describe_settings, parse_assignments, resolve
from training.contract.presets import load_preset
from training.contract.setting_values import assignments_of, changes_of, nested, preset_values

pytestmark = pytest.mark.quick


def made(name: str, changes: dict[str, Any], family: Family = "sd1", preset: str = "") -> RunConfig:
    settings = load_preset(name).settings_for(family, nested(changes))
    return resolve(settings, FACTS | {"family": family, "preset": preset or name})


@pytest.mark.parametrize("family", get_args(Family))
@pytest.mark.parametrize("name", NAMES)
def test_a_preset_says_every_setting_of_its_method(name: str, family: Family) -> None:
    values = preset_values(load_preset(name), family)
    run = made(name, {}, family)
    assert changes_of(run) == (name, {})
    assert values["training.max_train_steps"] == run.training.max_train_steps
    assert values["data.resolution"] == run.data.resolution
    assert set(values) <= {"method.name", *describe_settings()}
    assert values["method.name"] == run.method.name
    assert "method.init_from" not in values


def test_changes_come_back_from_the_run_that_was_made_with_them() -> None:
    changes = {
        "training.max_train_steps": 7,
        "sampling.negative_prompt": 'blurred, "grainy"\\',
        "data.random_flip": True,
        "method.layer_structure": (1.0, 2.0, 2.0, 1.0),
        "training.learning_rate_steps": "",
    }
    run = made("hypernetwork", changes)
    assert changes_of(run) == ("hypernetwork", changes)
    assert parse_assignments(assignments_of(changes)) == nested(
        {**changes, "method.layer_structure": [1.0, 2.0, 2.0, 1.0]}
    )


def test_a_rate_instead_of_rates_with_steps() -> None:
    values = preset_values(load_preset("hypernetwork"), "sd1", {"training.learning_rate": 1e-4})
    assert values["training.learning_rate_steps"] == ""
    assert values["training.learning_rate"] == 1e-4


@pytest.mark.parametrize("gone", ["my_faces", "lora"])
def test_a_preset_that_is_gone_or_of_another_method_is_the_methods_own(gone: str) -> None:
    run = made("textual_inversion", {"method.num_vectors": 9}, preset=gone)
    assert changes_of(run) == ("textual_inversion", {"method.num_vectors": 9})
