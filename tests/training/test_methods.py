"""Every method has a file, settings and a preset, and no file stands alone."""

from typing import get_args

import pytest

from training.contract.presets import load_preset
from training.contract.settings import METHODS, MethodSettings
from training.exports import export_formats
from training.methods import method_class, method_names

pytestmark = pytest.mark.quick


def test_methods_are_the_union_of_their_settings() -> None:
    assert METHODS
    assert sorted(METHODS) == method_names()


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_whole(name: str) -> None:
    method = method_class(name)
    for question in ("parameter_groups", "loss", "weights", "load_weights"):
        assert callable(getattr(method, question))
    assert load_preset(name).method == name
    assert export_formats(name)


@pytest.mark.parametrize("name", METHODS)
def test_the_settings_of_a_method_carry_its_name_and_describe_themselves(name: str) -> None:
    members = get_args(MethodSettings) or (MethodSettings,)
    (settings,) = [member for member in members if member().name == name]
    for field, facts in settings.model_fields.items():
        assert field == "name" or facts.description
