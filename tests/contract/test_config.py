import re
from typing import Any, get_args

import pytest

from training.contract.concept import Concept
from training.contract.config import (
    SETTING_TABLES,
    describe_settings,
    merge,
    parse_assignments,
    resolve,
    setting_text,
)
from training.contract.errors import ManulError
from training.contract.settings import METHODS, MethodSettings

pytestmark = pytest.mark.quick

FACTS: dict[str, Any] = {
    "preset": "textual_inversion",
    "base_model": "demo",
    "family": "demo",
    "concept": Concept(name="pallas_cat").model_dump(),
    "images": [{"file": "0001-a.png", "original_name": "a.png", "sha256": "", "look": "0" * 16}],
    "method": {"name": "textual_inversion"},
}


def refused(*assignments: str) -> ManulError:
    """What `--set ...` is told; always one sentence and a cure."""
    with pytest.raises(ManulError) as told:
        resolve(parse_assignments(assignments), FACTS)
    report = told.value.report()
    assert "\n" not in report.message + report.advice
    assert report.advice.strip()
    assert str(report.values["name"]) in report.message
    return told.value


def test_later_tables_win_and_deep_ones_are_joined() -> None:
    first = {"a": {"x": 1, "y": 1}, "b": 1, "c": {"z": 1}}
    merged = merge(first, {"a": {"y": 2}, "b": {"deep": 2}, "c": 3})
    assert merged == {"a": {"x": 1, "y": 2}, "b": {"deep": 2}, "c": 3}
    assert first["a"] == {"x": 1, "y": 1}


@pytest.mark.parametrize(
    ("assignment", "path", "value"),
    [
        ("training.learning_rate=0.01", "training.learning_rate", 0.01),
        ("training.learning_rate = 1e-4", "training.learning_rate", 1e-4),
        ("training.max_train_steps=1_000", "training.max_train_steps", 1000),
        ("data.random_flip=true", "data.random_flip", True),
        ("sampling.negative_prompt=blurred, dark", "sampling.negative_prompt", "blurred, dark"),
        ('sampling.negative_prompt="a = b"', "sampling.negative_prompt", "a = b"),
        ("sampling.negative_prompt=a = b", "sampling.negative_prompt", "a = b"),
        ("sampling.negative_prompt=", "sampling.negative_prompt", ""),
        ("sampling.negative_prompt=кот 😀", "sampling.negative_prompt", "кот 😀"),
        ("training.lr_scheduler=cosine", "training.lr_scheduler", "cosine"),
        ("method.num_vectors=16", "method.num_vectors", 16),
        ("training.seed=9223372036854775807", "training.seed", 2**63 - 1),
    ],
)
def test_assignments(assignment: str, path: str, value: object) -> None:
    config = resolve(parse_assignments([assignment]), FACTS)
    table, _, name = path.partition(".")
    assert getattr(getattr(config, table), name) == value


def test_the_last_assignment_wins() -> None:
    assert parse_assignments(["training.seed=1", "data.resolution=64", "training.seed=2"]) == {
        "training": {"seed": 2},
        "data": {"resolution": 64},
    }


@pytest.mark.parametrize(
    ("assignment", "suggestion"),
    [
        ("learning_rate=1", "training.learning_rate"),
        ("training.learningrate=1", "training.learning_rate"),
        ("trainig.seed=1", "training.seed"),
        ("training.resolution=64", "data.resolution"),
        ("training.learning_rate.x=1", "training.learning_rate"),
    ],
)
def test_an_unknown_setting_gets_the_nearest_one(assignment: str, suggestion: str) -> None:
    error = refused(assignment)
    assert error.key == "unknown_setting"
    assert error.report().advice == f"Did you mean {suggestion}?"


@pytest.mark.parametrize(
    "assignment", ["=1", "", "xyz=1", "concept.name=x", "images=[]", "family=sd1", "🐈.🐈=1"]
)
def test_what_is_nothing_like_a_setting_gets_an_example(assignment: str) -> None:
    assert refused(assignment).kind == "unknown_setting"


@pytest.mark.parametrize(
    ("assignment", "option"),
    [("method.name=lora", "--method"), ("method.init_from=../../etc/passwd", "--init-from")],
)
def test_what_an_option_decides_is_not_set(assignment: str, option: str) -> None:
    error = refused(assignment)
    assert (error.key, error.values["option"]) == ("unknown_setting.option", option)


def test_an_assignment_without_a_value() -> None:
    error = refused("training.seed")
    assert error.key == "invalid_setting.no_value"
    assert error.report().advice.startswith("Write it like training.seed=VALUE. Start of all")


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("training.learning_rate=7", "cannot be “7”: it must be at most 1.0."),
        ("training.learning_rate=0", "cannot be “0”: it must be more than 0.0."),
        ("training.learning_rate=nan", "cannot be “nan”: it must be a number."),
        ("training.learning_rate=inf", "cannot be “inf”: it must be a number."),
        ("training.learning_rate=fast", "cannot be “fast”: it must be a number."),
        ("training.learning_rate=", "cannot be “”: it must be a number."),
        ("training.learning_rate=true", "cannot be “true”: it must be a number."),
        ("training.max_train_steps=10.5", "cannot be “10.5”: it must be a whole number."),
        ("training.max_train_steps=2024-01-01", "it must be a whole number."),
        ("training.seed=-1", "cannot be “-1”: it must be at least 0."),
        ("training.seed=9223372036854775808", "it must be less than 9223372036854775808."),
        ("data.resolution=65", "cannot be “65”: it must be a multiple of 8."),
        ("data.random_flip=perhaps", "cannot be “perhaps”: it must be true or false."),
        ("training.lr_scheduler=magic", "it must be one of: constant, linear, cosine or"),
        ("sampling.negative_prompt=[1, 2]", "cannot be “[1, 2]”: it must be text."),
        ("training.seed={a = 1}", "cannot be “{'a': 1}”: it must be a whole number."),
        (f"training.seed={'9' * 400}x", " ...”: it must be a whole number."),
    ],
)
def test_a_wrong_value_is_told_with_path_reason_and_meaning(assignment: str, message: str) -> None:
    error = refused(assignment)
    assert error.key == "invalid_setting"
    assert str(error).startswith(f"{assignment.partition('=')[0]} cannot be “")
    assert message in str(error)
    assert len(str(error)) < 250
    assert error.report().advice == str(setting_text(assignment.partition("=")[0]))
    assert error.report().model_dump_json()


def test_every_setting_says_in_a_sentence_what_it_does() -> None:
    settings = list(describe_settings().items())
    assert len(settings) > 20
    for name, description in settings:
        assert re.fullmatch(r"[A-Z0-9][^\n]{15,}\.", description), name
        assert name.partition(".")[0] in SETTING_TABLES
        assert setting_text(name).key == f"setting.{name}"


def test_methods_are_the_members_of_the_union() -> None:
    members = get_args(MethodSettings) or (MethodSettings,)
    assert [member().name for member in members] == list(METHODS)
