"""Traces a run that the table does not know, from the files of its own base model."""

from training.contract.config import RunConfig
from training.contract.layout import RunFolder
from training.contract.plan import Request, Source
from training.contract.plan_table import Parts, PictureRow, TrainingRow
from training.planning.empty_model import Architecture
from training.planning.trace import Case, measure_parts, trace_pictures, trace_training


class LiveTraces:
    """Each figure is traced once, when it is asked for: seconds each."""

    source: Source = "traced"

    def __init__(
        self, method: str, config: RunConfig, architecture: Architecture, run: RunFolder
    ) -> None:
        self._method = method
        self._config = config
        self._architecture = architecture
        self._run = run
        self._rows: dict[tuple[Request, bool, bool], TrainingRow] = {}
        self._pictures: dict[tuple[int, bool], PictureRow] = {}
        self._parts: Parts | None = None

    def parts(self) -> Parts:
        if self._parts is None:
            self._parts = measure_parts(self._architecture)
        return self._parts

    def training(self, request: Request, *, checkpointing: bool, mixed: bool) -> TrainingRow:
        """LookupError for another method than the run's own."""
        key = (request, checkpointing, mixed)
        if request.method != self._method:
            raise LookupError(request)
        if key not in self._rows:
            data = self._config.data.changed(resolution=request.resolution)
            config = self._config.model_copy(update={"data": data})
            case = Case(request.method, config, request.pictures, checkpointing, mixed, self._run)
            self._rows[key] = trace_training(case, self._architecture)
        return self._rows[key]

    def pictures(self, request: Request, *, mixed: bool) -> PictureRow:
        key = (request.resolution, mixed)
        if key not in self._pictures:
            self._pictures[key] = trace_pictures(self._architecture, key[0], mixed=mixed)
        return self._pictures[key]
