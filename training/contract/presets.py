"""Named settings: small TOML files that hold only differences from the defaults."""

import os
from pathlib import Path

from platformdirs import user_config_path
from pydantic import Field, ValidationError, ValidationInfo, field_validator

import resources
from training.contract.base_models import Family
from training.contract.config import SETTING_TABLES, Table, merge
from training.contract.errors import ManulError
from training.contract.problems import first_problem, problem
from training.contract.rate_steps import settle_rate_steps
from training.contract.settings import METHODS
from training.contract.toml_file import StrictModel, read_toml

PRESET_FOLDER = resources.ROOT / "presets"


def own_preset_folder() -> Path:
    """Where the user's presets lie; there may be none yet."""
    return user_config_path("manul", appauthor=False) / "presets"


class Preset(StrictModel):
    """A preset file. Its words are translated by the keys `preset.NAME.title` and `.purpose`."""

    name: str
    title: str
    purpose: str
    settings: dict[str, Table]
    family: dict[Family, dict[str, Table]] = Field(default_factory=dict)

    @field_validator("settings")
    @classmethod
    def _names_its_method(cls, settings: dict[str, Table]) -> dict[str, Table]:
        if settings.get("method", {}).get("name") not in METHODS:
            raise problem("problem.method", choices=", ".join(METHODS))
        return settings

    @field_validator("settings", "family")
    @classmethod
    def _knows_its_tables(cls, tables: dict[str, Table], info: ValidationInfo) -> dict[str, Table]:
        for settings in [tables] if info.field_name == "settings" else tables.values():
            for name in settings:
                if name not in SETTING_TABLES:
                    choices = ", ".join(SETTING_TABLES)
                    raise problem("problem.table_name", name=name, choices=choices)
        return tables

    @property
    def method(self) -> str:
        return str(self.settings["method"]["name"])

    def settings_for(self, family: Family, chosen: Table | None = None) -> Table:
        """The preset's settings, then those of its table for this family, then what was chosen."""
        sources = (self.settings, self.family.get(family, {}), chosen or {})
        return merge(*map(settle_rate_steps, sources))


def preset_names(method: str | None = None) -> list[str]:
    """The presets that ship with Manul, the default one of each method first, and the methods in
    the order of their settings."""
    presets = [load_preset(path.stem) for path in PRESET_FOLDER.glob("*.toml")]
    wanted = [preset for preset in presets if method in (None, preset.method)]
    return [preset.name for preset in sorted(wanted, key=_place)]


def _place(preset: Preset) -> tuple[bool, int, str]:
    return preset.name not in METHODS, METHODS.index(preset.method), preset.name


def load_preset(name: str) -> Preset:
    """A preset by its name or the path of its file; a method's name is its default preset. Names
    that ship with Manul go before the user's own."""
    path = _preset_file(name)
    if path is None:
        own = sorted(entry.stem for entry in own_preset_folder().glob("*.toml"))
        choices = ", ".join(sorted(entry.stem for entry in PRESET_FOLDER.glob("*.toml")) + own)
        raise ManulError("unknown_preset", name=name, choices=choices)
    raw = read_toml(path)
    words = {key: raw.pop(key) for key in ("title", "purpose", "family") if key in raw}
    try:
        return Preset(name=path.stem, settings=raw, **words)
    except ValidationError as error:
        field, reason = first_problem(error)
        field = "method.name" if field == "settings" else field.removeprefix("settings.")
        raise ManulError("corrupt_config.field", path=path, field=field, reason=reason) from error


def _preset_file(name: str) -> Path | None:
    try:
        for folder in (PRESET_FOLDER, own_preset_folder()):
            path = folder / f"{name}.toml"
            if path.is_file() and path.parent == folder:
                return path
        path = Path(os.path.expanduser(name))
        return path if path.suffix == ".toml" and path.is_file() else None
    except OSError:
        # Far too long, or in a folder that may not be looked into.
        return None


def choose_preset(preset: str | None, method: str | None) -> Preset:
    """The preset asked for, or the method's default one; refused if the two do not agree."""
    if method is not None and method not in METHODS:
        choices = ", ".join(METHODS)
        raise ManulError("invalid_setting.method", name=method, choices=choices)
    chosen = load_preset(preset or method or METHODS[0])
    if method is not None and chosen.method != method:
        raise ManulError(
            "unknown_preset.method",
            name=chosen.name,
            preset_method=chosen.method,
            method=method,
            choices=", ".join(preset_names(method)),
        )
    return chosen
