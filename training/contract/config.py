"""`run.toml`: all that is needed to repeat a run; how presets and arguments fill it."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

import tomlkit
from pydantic import BaseModel, Field, ValidationError
from tomlkit.exceptions import ParseError

from training.contract.base_models import Family
from training.contract.concept import Concept, ImageEntry
from training.contract.errors import ManulError
from training.contract.settings import (
    DataSettings,
    EvaluationSettings,
    MethodSettings,
    SamplingSettings,
    TrainingSettings,
)
from training.contract.toml_file import StrictModel, first_problem

Table = dict[str, Any]


class RunImage(ImageEntry):
    """A picture as this run uses it, with the caption it had when the run was made."""

    caption: str = ""


class RunConfig(StrictModel):
    """One run. Settings stand in tables by the part of the engine that reads them."""

    preset: str
    base_model: str
    family: Family
    concept: Concept
    method: MethodSettings
    training: TrainingSettings = TrainingSettings()
    data: DataSettings = DataSettings()
    sampling: SamplingSettings = SamplingSettings()
    evaluation: EvaluationSettings = EvaluationSettings()
    images: tuple[RunImage, ...] = Field(min_length=1)


SETTING_TABLES = ("method", "training", "data", "sampling", "evaluation")


def merge(*tables: Mapping[str, Any]) -> Table:
    """Deep merge; later wins."""
    result: Table = {}
    for table in tables:
        for key, value in table.items():
            both = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
            result[key] = merge(result[key], value) if both else value
    return result


def parse_assignments(assignments: list[str]) -> Table:
    """`--set training.learning_rate=0.01 ...` as nested tables; values are TOML or bare text."""
    result: Table = {}
    for assignment in assignments:
        name, separator, text = assignment.partition("=")
        table, dot, key = name.strip().partition(".")
        if not (separator and dot and table in SETTING_TABLES):
            raise unknown_setting(name.strip())
        result = merge(result, {table: {key: _value(text.strip())}})
    return result


def resolve(settings: Table, facts: Table) -> RunConfig:
    """The run's configuration; ManulError names the setting that is unknown or out of bounds."""
    try:
        return RunConfig.model_validate(merge(settings, facts))
    except ValidationError as error:
        raise _setting_error(error) from error


def describe_settings(
    model: type[BaseModel] = RunConfig, prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """(dotted name, description) of every setting."""
    for name, field in model.model_fields.items():
        annotation = field.annotation
        if prefix == "" and name not in SETTING_TABLES:
            continue
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from describe_settings(annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field.description or ""


def unknown_setting(name: str) -> ManulError:
    names = [known for known, _ in describe_settings()]
    leaf = name.rpartition(".")[2]
    same_leaf = [known for known in names if known.rpartition(".")[2] == leaf]
    close = same_leaf or difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return ManulError("unknown_setting", name=name, suggestion=close[0])
    return ManulError("unknown_setting.none", name=name)


def _setting_error(error: ValidationError) -> ManulError:
    name, reason = first_problem(error)
    first = error.errors()[0]
    if first["type"] == "extra_forbidden":
        return unknown_setting(name)
    description = dict(describe_settings()).get(name, "See the settings in the README.")
    return ManulError(
        "invalid_setting", name=name, value=first["input"], reason=reason, description=description
    )


def _value(text: str) -> Any:
    try:
        return tomlkit.parse(f"value = {text}").unwrap()["value"]
    except ParseError:
        return text
