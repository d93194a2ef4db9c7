"""`run.toml`: all that is needed to repeat a run; how presets and arguments fill it."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel, Field, ValidationError

from training.contract.base_models import Family
from training.contract.concept import Concept, ImageEntry
from training.contract.errors import ManulError
from training.contract.measures import check_measures, wishes
from training.contract.messages import Message, plain_value
from training.contract.problems import first_problem
from training.contract.settings import (
    DataSettings,
    EvaluationSettings,
    MemorySettings,
    MethodSettings,
    SamplingSettings,
    TrainingSettings,
)
from training.contract.toml_file import StrictModel, parse_toml

Table = dict[str, Any]
_LONGEST_QUOTE = 60


class RunImage(ImageEntry):
    """A picture as this run uses it, with the caption it had when the run was made."""

    caption: str = ""


class RunConfig(StrictModel):
    """One run. Settings stand in tables by the part of the engine that reads them."""

    preset: str
    base_model: str
    family: Family
    concept: Concept
    method: MethodSettings = Field(discriminator="name")
    training: TrainingSettings = TrainingSettings()
    memory: MemorySettings = MemorySettings()
    data: DataSettings = DataSettings()
    sampling: SamplingSettings = SamplingSettings()
    evaluation: EvaluationSettings = EvaluationSettings()
    images: tuple[RunImage, ...] = Field(min_length=1)

    @property
    def subject(self) -> str:
        """What stands for the concept in a prompt: its name alone where that is a new word, else
        the name and its class, which the model knows (DreamBooth's rare token and class noun)."""
        name, word = self.concept.name, self.concept.initializer_token
        return name if self.method.name == "textual_inversion" else f"{name} {word}"


SETTING_TABLES = ("method", "training", "memory", "data", "sampling", "evaluation")
# Facts of a run that stand among its settings, and the option that decides each.
_BY_OPTION = {"method.name": "--method", "method.init_from": "--init-from"}


def merge(*tables: Mapping[str, Any]) -> Table:
    """Deep merge; later wins."""
    result: Table = {}
    for table in tables:
        for key, value in table.items():
            both = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
            result[key] = merge(result[key], value) if both else value
    return result


def parse_assignments(assignments: Sequence[str]) -> Table:
    """`--set training.learning_rate=0.01 ...` as nested tables; values are TOML or bare text."""
    result: Table = {}
    for assignment in assignments:
        name, separator, text = (part.strip() for part in assignment.partition("="))
        table, _, key = name.partition(".")
        if name in _BY_OPTION:
            raise ManulError("unknown_setting.option", name=name, option=_BY_OPTION[name])
        if name not in describe_settings():
            raise unknown_setting(name)
        if not separator:
            raise ManulError("invalid_setting.no_value", name=name, description=setting_text(name))
        result = merge(result, {table: {key: _value(text)}})
    return result


def resolve(settings: Table, facts: Table) -> RunConfig:
    """The run's configuration; ManulError names the setting that is unknown or out of bounds, or
    the measures that exclude each other."""
    content = merge(settings, facts)
    try:
        config = RunConfig.model_validate(content)
    except ValidationError as error:
        raise _setting_error(error, content) from error
    asked = [name for name, wish in wishes(config.training, config.memory).items() if wish]
    check_measures(
        asked, method=config.method.name, precision=config.training.mixed_precision,
        gradient_accumulation_steps=config.training.gradient_accumulation_steps,
        family=config.family,
    )  # fmt: skip
    return config


@cache
def describe_settings() -> Mapping[str, str]:
    """Dotted name -> description, of every setting."""
    return MappingProxyType(dict(_described(RunConfig, "")))


def _described(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        if prefix == "" and name not in SETTING_TABLES:
            continue
        # A union stands for the settings of several methods.
        members = get_args(field.annotation) or (field.annotation,)
        tables = [
            part for part in members if isinstance(part, type) and issubclass(part, BaseModel)
        ]
        for table in tables:
            yield from _described(table, f"{prefix}{name}.")
        if not tables and f"{prefix}{name}" not in _BY_OPTION:
            yield f"{prefix}{name}", field.description or ""


def setting_text(name: str) -> Message:
    """The description of a setting; it is translated by the key `setting.NAME`."""
    text = describe_settings().get(name, "")
    return Message(key=f"setting.{name}", text=text)


def unknown_setting(name: str) -> ManulError:
    names = list(describe_settings())
    leaf = name.rpartition(".")[2]
    same_leaf = [known for known in names if known.rpartition(".")[2] == leaf]
    close = same_leaf or difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    if close:
        return ManulError("unknown_setting", name=name, suggestion=close[0])
    return ManulError("unknown_setting.none", name=name)


def _setting_error(error: ValidationError, content: Table) -> ManulError:
    name, reason = first_problem(error, content)
    first = error.errors(include_url=False)[0]
    if first["type"] == "extra_forbidden":
        return unknown_setting(name)
    value = str(plain_value(first["input"]))
    if len(value) > _LONGEST_QUOTE:
        value = value[:_LONGEST_QUOTE] + " ..."
    return ManulError(
        "invalid_setting", name=name, value=value, reason=reason, description=setting_text(name)
    )


def _value(text: str) -> Any:
    try:
        return parse_toml(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return text
