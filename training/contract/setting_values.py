"""Settings by their dotted names: what a preset makes of each, and how a run differs from it."""

from collections.abc import Mapping
from typing import Any, get_args

import tomlkit
from pydantic import ValidationError

from training.contract.base_models import Family
from training.contract.config import SETTING_TABLES, RunConfig, Table, describe_settings, merge
from training.contract.errors import ManulError
from training.contract.messages import Message
from training.contract.presets import Preset, load_preset
from training.contract.problems import problems_by_field
from training.contract.settings import MethodSettings
from training.contract.toml_file import StrictModel

# "training.max_train_steps" -> 1000
Values = dict[str, Any]

METHOD_SETTINGS: dict[str, type[StrictModel]] = {
    model.model_fields["name"].default: model for model in get_args(MethodSettings)
}


def settings_tables(method: str) -> dict[str, type[StrictModel]]:
    """The class of each table of a run with this method."""
    fields = RunConfig.model_fields
    tables = {name: fields[name].annotation for name in SETTING_TABLES if name != "method"}
    return {"method": METHOD_SETTINGS[method], **tables}  # type: ignore[dict-item]


def preset_values(preset: Preset, family: Family, changes: Mapping[str, Any] = {}) -> Values:
    """Every setting of the method with this preset and these changes, not validated; and
    `method.name`."""
    settings = preset.settings_for(family, nested(changes))
    values: Values = {}
    for table, model in settings_tables(preset.method).items():
        defaults = {name: field.default for name, field in model.model_fields.items()}
        values |= _dotted(table, {**defaults, **settings.get(table, {})})
    return {"method.name": preset.method} | _known(values)


def setting_problems(preset: Preset, values: Mapping[str, Any]) -> dict[str, Message]:
    """What is wrong with each of these values, by dotted name; they are those of preset_values."""
    found: dict[str, Message] = {}
    tables = nested(values)
    for table, model in settings_tables(preset.method).items():
        try:
            model.model_validate({**tables.get(table, {}), **_name(table, preset)})
        except ValidationError as error:
            found |= {f"{table}.{name}": reason for name, reason in problems_by_field(error)}
    return found


def _name(table: str, preset: Preset) -> Table:
    return {"name": preset.method} if table == "method" else {}


def nested(values: Mapping[str, Any]) -> Table:
    """As tables of settings."""
    result: Table = {}
    for name, value in values.items():
        table, _, field = name.partition(".")
        result = merge(result, {table: {field: value}})
    return result


def assignments_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """As `--set` takes them."""
    return tuple(f"{name} = {_toml(value)}" for name, value in values.items())


def changes_of(config: RunConfig) -> tuple[str, Values]:
    """(preset, what the run does otherwise); of a preset that is gone, its method's default one."""
    try:
        preset = load_preset(config.preset)
    except ManulError:
        preset = load_preset(config.method.name)
    if preset.method != config.method.name:
        preset = load_preset(config.method.name)
    usual = preset_values(preset, config.family)
    content = config.model_dump(include=set(SETTING_TABLES))
    made: Values = {}
    for table, settings in content.items():
        made |= _dotted(table, settings)
    return preset.name, {name: made[name] for name in usual if made[name] != usual[name]}


def _dotted(table: str, settings: Mapping[str, Any]) -> Values:
    return {f"{table}.{name}": _plain(value) for name, value in settings.items()}


def _known(values: Values) -> Values:
    """Without facts of a run that stand among the settings."""
    names = describe_settings()
    return {name: value for name, value in values.items() if name in names}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _toml(value: Any) -> str:
    return str(tomlkit.item(list(value) if isinstance(value, tuple) else value).as_string())
