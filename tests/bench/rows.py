"""What the bench finds out about one work unit, in bytes and seconds."""

from dataclasses import dataclass
from statistics import median

from tests.bench.job import Answer
from tests.bench.predictions import Predicted, utilisation
from tests.bench.watch import Watch
from tests.bench.work_units import WorkUnit

NOT_RUN = "not run"


@dataclass
class Row:
    """`card_...` as NVML counts, of the process or of the whole `counted` card. `problem` = why
    there are no figures, or not all."""

    unit: WorkUnit
    predicted: Predicted | None = None
    is_toy: bool = False
    counted: str = ""
    context: int | None = None
    card_load: int | None = None
    card_peak: int | None = None
    card_drawing: int | None = None
    allocated: int | None = None
    reserved: int | None = None
    most_reserved: int | None = None
    ram_peak: int | None = None
    steps: int = 0
    seconds_per_step: float | None = None
    utilisation: float | None = None
    loss: float | None = None
    has_drawn: bool = False
    notes: tuple[str, ...] = ()
    problem: str = ""

    @property
    def steps_per_second(self) -> float | None:
        return None if self.seconds_per_step is None else 1 / self.seconds_per_step

    def fill(self, answer: Answer, watch: Watch, *, peak_flops: float) -> None:
        """From what the process said and what was seen of it."""
        self.counted, self.ram_peak = watch.counted, watch.ram_peak()
        self.notes, self.loss = tuple(answer.notes), answer.loss
        self.allocated, self.reserved = answer.allocated, answer.reserved
        told = (answer.load_reserved, answer.reserved, answer.draw_reserved)
        self.most_reserved = max((most for most in told if most is not None), default=None)
        self.has_drawn, self.problem = answer.has_drawn, answer.problem
        if answer.empty_since and answer.empty_reserved is not None:
            empty = watch.peak(answer.empty_since, answer.loading_since)
            self.context = None if empty is None else empty - answer.empty_reserved
        if answer.learning_since:
            ended = answer.drawing_since or answer.ended
            self.card_load = watch.peak(answer.loading_since, answer.learning_since)
            self.card_peak = watch.peak(answer.learning_since, ended)
        if answer.drawing_since:
            self.card_drawing = watch.peak(answer.drawing_since, answer.ended)
        if answer.blocks and answer.steps:
            self.steps = answer.steps * len(answer.blocks)
            self.seconds_per_step = median(answer.blocks) / answer.steps
        if self.seconds_per_step and self.predicted and not self.is_toy:
            flops = self.predicted.flops
            self.utilisation = utilisation(flops, self.seconds_per_step, peak_flops)
        if self.unit.cap is not None and not self.has_drawn and not self.problem:
            self.problem = "the sample did not fit"
