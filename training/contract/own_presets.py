"""Presets that the user has saved: files like those that ship with Manul, in the user's folder."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import tomlkit
from pydantic import ValidationError

from training.contract.atomic import atomic_write
from training.contract.base_models import Family
from training.contract.config import Table, merge
from training.contract.errors import ManulError, cannot_read, from_os_error
from training.contract.names import is_reserved
from training.contract.presets import PRESET_FOLDER, Preset, load_preset, own_preset_folder
from training.contract.problems import first_problem
from training.contract.rate_steps import settle_rate_steps
from training.contract.setting_values import nested, settings_tables

# Bytes; what a file's name may have at most is 255, those of the temporary one included.
_LONGEST_NAME = 120


def read_own_presets() -> tuple[list[Preset], list[ManulError]]:
    """Those that can be used, by title; and what is wrong with the others."""
    presets, problems = [], []
    for path in _files():
        try:
            preset = load_preset(str(path))
            check_preset(preset, path)
        except ManulError as problem:
            problems.append(problem)
        else:
            presets.append(preset)
    return sorted(presets, key=lambda preset: preset.title.casefold()), problems


def _files() -> list[Path]:
    folder = own_preset_folder()
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise cannot_read(folder, error) from error


def own_preset_file(name: str) -> Path:
    return own_preset_folder() / f"{name}.toml"


def check_preset(preset: Preset, path: Path) -> None:
    """ManulError "corrupt_config.field" if it has a setting that no run could have."""
    for family in get_args(Family):
        settings = preset.settings_for(family)
        for table, model in settings_tables(preset.method).items():
            try:
                model.model_validate(settings.get(table, {}))
            except ValidationError as error:
                name, reason = first_problem(error)
                raise ManulError(
                    "corrupt_config.field", path=path, field=f"{table}.{name}", reason=reason
                ) from error


def with_changes(preset: Preset, family: Family, changes: Mapping[str, Any]) -> Preset:
    """The preset with these settings, by dotted name. What it says for this family alone stays
    this family's; everything else holds for all."""
    own = preset.family.get(family, {})
    for_all: Table = {}
    for_family: Table = {}
    for table, values in settle_rate_steps(nested(changes)).items():
        for name, value in values.items():
            place = for_family if name in own.get(table, {}) else for_all
            place.setdefault(table, {})[name] = value
    families = {**preset.family, family: merge(own, for_family)} if for_family else preset.family
    return preset.changed(settings=merge(preset.settings, for_all), family=families)


def save_new_preset(preset: Preset, *, title: str, purpose: str) -> Preset:
    """Under a name of its own; ManulError "name_taken.preset" if another one is called so."""
    _refuse_twice(title)
    made = preset.changed(name=_new_name(title), title=_plain(title), purpose=_plain(purpose))
    write_preset(made)
    return made


def rename_preset(preset: Preset, *, title: str, purpose: str) -> Preset:
    """The file keeps its name, which runs know it by."""
    _refuse_twice(title, but=preset.name)
    renamed = preset.changed(title=_plain(title), purpose=_plain(purpose))
    write_preset(renamed)
    return renamed


def import_preset(path: Path) -> Preset:
    """A preset's file from elsewhere; ManulError if it is damaged, or its title is taken."""
    preset = load_preset(str(path))
    check_preset(preset, path)
    return save_new_preset(preset, title=preset.title, purpose=preset.purpose)


def write_preset(preset: Preset, path: Path | None = None) -> None:
    """Into the user's folder, or to `path` for somebody else."""
    said: Table = {"title": preset.title, "purpose": preset.purpose, **preset.settings}
    if preset.family:
        said["family"] = preset.family
    path = path or own_preset_file(preset.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(path, tomlkit.dumps(said))
    except OSError as error:
        raise from_os_error(error, path) or error from error


def _refuse_twice(title: str, *, but: str = "") -> None:
    wanted = title.strip().casefold()
    presets = [*read_own_presets()[0], *map(load_preset, _shipped())]
    if any(preset.title.casefold() == wanted and preset.name != but for preset in presets):
        raise ManulError("name_taken.preset", name=title.strip())


def _plain(text: str) -> str:
    """What was pasted may hold halves of characters, which no file can."""
    return text.strip().encode("utf-8", "replace").decode()


def _shipped() -> list[str]:
    return [path.stem for path in PRESET_FOLDER.glob("*.toml")]


def _new_name(title: str) -> str:
    """What a file may be called anywhere: small letters of any script, digits, underscores."""
    letters = re.sub(r"\W+", "_", title.strip().casefold()).strip("_")
    base = letters.encode("utf-8", "ignore")[:_LONGEST_NAME].decode("utf-8", "ignore") or "preset"
    name, number = f"my_{base}" if is_reserved(base) else base, 2
    while name in _shipped() or own_preset_file(name).exists():
        name, number = f"{base}_{number}", number + 1
    return name
