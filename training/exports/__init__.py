"""Files for other programs, one format a file: a module here with a FORMAT is a format."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePath
from typing import Protocol, cast

import torch

from training.contract.base_models import BaseModelInfo
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.events import BaseModelRead
from training.contract.export_targets import StoredPrecision, artefact_kind, formats_for
from training.contract.model_kinds import StableDiffusion
from training.contract.tensor_files import TENSOR_SUFFIXES
from training.lazy_tensors import Told, nobody
from training.model_finding import find_base_model
from training.optimizers import Tensors

_DTYPES: dict[StoredPrecision, torch.dtype] = {
    "fp16": torch.float16,
    "bf16": torch.bfloat16,
    "fp32": torch.float32,
}
_SHORT_HASH = 10


@dataclass(frozen=True)
class ExportOptions:
    """`precision`: the number format of what was taught; half the size of fp32 is what every tool
    expects (embeddings and hypernetworks are always fp32). `strength`: how much of a LoRA is
    merged. `with_optimizer`: also what another program needs to train it further."""

    precision: StoredPrecision = "fp16"
    strength: float = 1.0
    with_optimizer: bool = False

    @property
    def dtype(self) -> torch.dtype:
        return _DTYPES[self.precision]


USUAL_OPTIONS = ExportOptions()


@dataclass(frozen=True)
class ExportFacts:
    """What a file may say about where it comes from. `name` is also the file's stem; `known` what
    the run found out about its base model; `optimizer_state` reads what the step kept of it; `told`
    hears of each piece of a large file."""

    name: str
    step: int
    config: RunConfig
    known: BaseModelRead | None = None
    options: ExportOptions = USUAL_OPTIONS
    optimizer_state: Callable[[], Tensors] = dict
    told: Told = nobody

    @property
    def base_model(self) -> str:
        """The name of its file or folder, without the way to it."""
        return PurePath(self.config.base_model).name

    @property
    def base_model_hash(self) -> str | None:
        """The SHA-256 of a single file."""
        is_file = Path(self.config.base_model).suffix.lower() in TENSOR_SUFFIXES
        return self.known.sha256 if self.known and is_file else None

    @property
    def short_base_model_hash(self) -> str | None:
        """Its beginning, by which A1111 knows a checkpoint again."""
        return self.base_model_hash and self.base_model_hash[:_SHORT_HASH]

    @cached_property
    def base(self) -> BaseModelInfo:
        """The model that was taught; ManulError if it is gone, or another by now."""
        return find_base_model(self.config, progress=lambda *_: None, known=self.known)[0]

    @property
    def architecture(self) -> StableDiffusion:
        return "sd1" if self.config.family == "demo" else self.config.family

    @property
    def prediction_type(self) -> str:
        return self.known.prediction.name if self.known else "epsilon"

    @property
    def zero_terminal_snr(self) -> bool:
        return self.known is not None and self.known.zero_terminal_snr

    @property
    def trigger(self) -> str:
        """What brings the concept into a picture: an embedding goes by its file's name."""
        is_embedding = artefact_kind(self.config.method.name) == "embedding"
        return self.name if is_embedding else self.config.subject


@dataclass(frozen=True)
class Artefact:
    """A file or folder that is not written yet: how many bytes it takes, and how it is written at
    a path, which is a temporary one; of a folder the path is there already, and empty. `beside` =
    files of the same name and an ending more."""

    bytes: int
    write: Callable[[Path], None]
    beside: Mapping[str, "Artefact"] = field(default_factory=dict)


class ExportFormat(Protocol):
    """What a module of this package offers. SUFFIX "" = it writes a folder."""

    FORMAT: str
    METHOD: str
    SUFFIX: str

    def prepare(self, weights: Tensors, facts: ExportFacts) -> Artefact: ...


def export_formats(method: str) -> dict[str, ExportFormat]:
    """The formats for what `method` learns, by name; the recommended one first."""
    modules = [
        cast("ExportFormat", importlib.import_module(f"{__name__}.{found.name}"))
        for found in pkgutil.iter_modules(__path__)
    ]
    fitting = {
        module.FORMAT: module for module in modules if getattr(module, "METHOD", None) == method
    }
    order = formats_for(artefact_kind(method), "sd1") if fitting else ()
    return {name: fitting[name] for name in sorted(fitting, key=order.index)}


def choose_format(method: str, wished: str | None) -> ExportFormat:
    formats = export_formats(method)
    if wished is None:
        return next(iter(formats.values()))
    if wished not in formats:
        choices = ", ".join(formats)
        raise ManulError("invalid_setting.format", name=wished, choices=choices)
    return formats[wished]
