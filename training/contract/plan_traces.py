"""Traced figures from the table, for the runs that the table knows."""

from functools import lru_cache
from importlib import metadata
from pathlib import Path

from training.contract.base_models import BaseModelInfo
from training.contract.config import RunConfig
from training.contract.inspection import inspect_path
from training.contract.plan import Request, Source
from training.contract.plan_examples import (
    method_weights,
    planned_methods,
    planned_variants,
    weighty_settings,
)
from training.contract.plan_table import Parts, PictureRow, PlanTable, TrainingRow, read_plan_table
from training.contract.presets import load_preset

# A base model of nearly as many numbers is of the published widths.
_SAME_SIZE = 0.03


class TableTraces:
    """The rows that ship with Manul; those of `variant` for the method that it is one of.
    LookupError for any other resolution or batch."""

    source: Source = "table"

    def __init__(self, table: PlanTable, *, variant: str = "") -> None:
        self._table = table
        self._variant = variant
        self._varied = load_preset(variant).method if variant else ""

    def parts(self) -> Parts:
        return self._table.parts

    def training(self, request: Request, *, checkpointing: bool, mixed: bool) -> TrainingRow:
        row = self._table.training_row(
            request.method, resolution=request.resolution, pictures=request.pictures,
            checkpointing=checkpointing, mixed=mixed,
            variant=self._variant if request.method == self._varied else "",
        )  # fmt: skip
        if row is None:
            raise LookupError(request)
        return row

    def pictures(self, request: Request, *, mixed: bool) -> PictureRow:
        row = self._table.picture_row(request.resolution, mixed=mixed)
        if row is None:
            raise LookupError(request)
        return row


def table_traces(
    request: Request, config: RunConfig, info: BaseModelInfo | None = None
) -> TableTraces | None:
    """None where the table does not speak of this run: its base model has other widths, its
    method other settings, the libraries here compute otherwise, or there is no such row. Without
    `info` the model is the family's as it was published."""
    if config.family == "demo" or (variant := _variant(request, config)) is None:
        return None
    table = read_plan_table(request.family)
    if not _holds(table) or not (info is None or _has_the_usual_size(info, table)):
        return None
    traces = TableTraces(table, variant=variant)
    try:
        traces.training(request, checkpointing=True, mixed=True)
    except LookupError:
        return None
    return traces


@lru_cache(maxsize=4)
def minor(package: str) -> str | None:
    """`2.13` of 2.13.0; None = not installed."""
    try:
        return ".".join(metadata.version(package).split(".")[:2])
    except metadata.PackageNotFoundError:
        return None


def _holds(table: PlanTable) -> bool:
    """Is it of the libraries that are here, or are there none to ask?"""
    here = (minor("torch"), minor("diffusers"))
    return None in here or here == (table.torch, table.diffusers)


def _variant(request: Request, config: RunConfig) -> str | None:
    """The rows of its method that this run is one of; None = of none."""
    family, weights = request.family, weighty_settings(config)
    if request.method not in planned_methods(family):
        return None
    if weights == method_weights(family, request.method):
        return ""
    for preset in planned_variants(family):
        same_method = load_preset(preset).method == request.method
        if same_method and weights == method_weights(family, preset):
            return preset
    return None


def _has_the_usual_size(info: BaseModelInfo, table: PlanTable) -> bool:
    parts, facts = table.parts, info.path.stat()
    published = parts.unet + parts.text + parts.vae
    there = _parameters(info.path, (facts.st_mtime_ns, facts.st_size))
    return abs(there - published) <= _SAME_SIZE * published


@lru_cache(maxsize=8)
def _parameters(path: Path, version: tuple[int, int]) -> int:
    """`version` is part of the key only: a file that was replaced is read anew."""
    return inspect_path(path).parameters
