"""Traced figures from the table, for the runs that the table knows."""

from importlib.metadata import PackageNotFoundError, version

from training.contract.base_models import BaseModelInfo
from training.contract.config import RunConfig
from training.contract.inspection import inspect_path
from training.contract.plan import Request, Source
from training.contract.plan_examples import example_config
from training.contract.plan_table import Parts, PictureRow, PlanTable, TrainingRow, read_plan_table

# Settings of a method that change no memory, or kilobytes of it.
_WITHOUT_WEIGHT = {
    "name", "init_from", "num_vectors", "alpha", "dropout", "kept_steps",
    "text_encoder_learning_rate", "text_encoder_stop_step", "weight_initialization",
    "activation_func", "activate_output", "dropout_structure",
}  # fmt: skip
# A base model of nearly as many numbers is of the published widths.
_SAME_SIZE = 0.03


class TableTraces:
    """The rows that ship with Manul. LookupError for any other resolution or batch."""

    source: Source = "table"

    def __init__(self, table: PlanTable) -> None:
        self._table = table

    def parts(self) -> Parts:
        return self._table.parts

    def training(self, request: Request, *, checkpointing: bool, mixed: bool) -> TrainingRow:
        row = self._table.training_row(
            request.method, resolution=request.resolution, pictures=request.pictures,
            checkpointing=checkpointing, mixed=mixed,
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
    if config.family == "demo" or not _has_the_usual_method(request, config):
        return None
    table = read_plan_table(request.family)
    if not _holds(table) or not (info is None or _has_the_usual_size(info, table)):
        return None
    traces = TableTraces(table)
    try:
        traces.training(request, checkpointing=True, mixed=True)
    except LookupError:
        return None
    return traces


def minor(package: str) -> str | None:
    """`2.13` of 2.13.0+cpu; None = not installed."""
    try:
        return ".".join(version(package).split(".")[:2])
    except PackageNotFoundError:
        return None


def _holds(table: PlanTable) -> bool:
    """Is it of the libraries that are here, or are there none to ask?"""
    here = (minor("torch"), minor("diffusers"))
    return None in here or here == (table.torch, table.diffusers)


def _has_the_usual_method(request: Request, config: RunConfig) -> bool:
    usual = example_config(request.family, request.method).method.model_dump()
    return all(
        usual.get(name) == value
        for name, value in config.method.model_dump().items()
        if name not in _WITHOUT_WEIGHT
    )


def _has_the_usual_size(info: BaseModelInfo, table: PlanTable) -> bool:
    parts = table.parts
    published = parts.unet + parts.text + parts.vae
    return abs(inspect_path(info.path).parameters - published) <= _SAME_SIZE * published
