"""Files for other programs, one format a file: a module here with a FORMAT is a format."""

import importlib
import pkgutil
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Protocol, cast

from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.model_kinds import StableDiffusion
from training.optimizers import Tensors


@dataclass(frozen=True)
class ExportFacts:
    """What a file may say about where it comes from. `name` is also the file's stem. The hash is
    the SHA-256 of a single file; None where the run does not know it."""

    name: str
    step: int
    config: RunConfig
    prediction_type: str
    base_model_hash: str | None = None

    @property
    def base_model(self) -> str:
        """The name of its file or folder, without the way to it."""
        return PurePath(self.config.base_model).name

    @property
    def architecture(self) -> StableDiffusion:
        return "sd1" if self.config.family == "demo" else self.config.family


class ExportFormat(Protocol):
    """What a module of this package offers."""

    FORMAT: str
    METHOD: str
    SUFFIX: str

    def write(self, weights: Tensors, facts: ExportFacts, path: Path) -> None:
        """Write the whole file at `path`, which is a temporary one."""


def export_formats(method: str) -> dict[str, ExportFormat]:
    """The formats for what `method` learns, by name; the recommended one first."""
    modules = [
        cast("ExportFormat", importlib.import_module(f"{__name__}.{found.name}"))
        for found in pkgutil.iter_modules(__path__)
    ]
    fitting = [module for module in modules if getattr(module, "METHOD", None) == method]
    return {module.FORMAT: module for module in sorted(fitting, key=lambda module: module.FORMAT)}


def choose_format(method: str, wished: str | None) -> ExportFormat:
    formats = export_formats(method)
    if wished is None:
        return next(iter(formats.values()))
    if wished not in formats:
        choices = ", ".join(formats)
        raise ManulError("invalid_setting.format", name=wished, choices=choices)
    return formats[wished]
