"""Named settings: small TOML files that hold only differences from the defaults."""

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

import resources
from training.contract.base_models import Family
from training.contract.config import Table, merge
from training.contract.errors import ManulError
from training.contract.settings import METHODS
from training.contract.toml_file import StrictModel, first_problem, read_toml

PRESET_FOLDER = resources.ROOT / "presets"


class Preset(StrictModel):
    """A preset file. Its words are translated by the keys `preset.NAME.title` and `.purpose`."""

    name: str
    method: str
    title: str
    purpose: str
    settings: dict[str, dict[str, Any]] = Field(default_factory=dict)
    family: dict[Family, dict[str, dict[str, Any]]] = Field(default_factory=dict)

    def settings_for(self, family: Family) -> Table:
        """The preset's settings, then those of its table for this family."""
        return merge({"method": {"name": self.method}}, self.settings, self.family.get(family, {}))


def preset_names(method: str | None = None) -> list[str]:
    """The presets that ship with Manul, the default one of each method first."""
    presets = [load_preset(path.stem) for path in PRESET_FOLDER.glob("*.toml")]
    wanted = [preset for preset in presets if method in (None, preset.method)]
    return [p.name for p in sorted(wanted, key=lambda p: (p.name not in METHODS, p.name))]


def load_preset(name: str) -> Preset:
    """A preset by its name or the path of its file; a method's name is its default preset."""
    path = PRESET_FOLDER / f"{name}.toml"
    if not path.is_file():
        path = Path(name).expanduser()
    if path.suffix != ".toml" or not path.is_file():
        choices = ", ".join(sorted(entry.stem for entry in PRESET_FOLDER.glob("*.toml")))
        raise ManulError("unknown_preset", name=name, choices=choices)
    raw = read_toml(path)
    words = {key: raw.pop(key) for key in ("method", "title", "purpose", "family") if key in raw}
    try:
        return Preset(name=path.stem, settings=raw, **words)
    except ValidationError as error:
        field, reason = first_problem(error)
        raise ManulError("corrupt_config.field", path=path, field=field, reason=reason) from error


def choose_preset(preset: str | None, method: str | None) -> Preset:
    """The preset asked for, or the method's default one; refused if the two do not agree."""
    if method is not None and method not in METHODS:
        raise ManulError(
            "invalid_setting",
            name="method",
            value=method,
            reason="there is no such method",
            description=f"Choose one of: {', '.join(METHODS)}.",
        )
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
