"""What a run's events add up to: steps, losses, samples and kept steps that still count."""

from collections import deque
from dataclasses import dataclass, field
from statistics import median

from training.contract import events as ev

# Enough for a median that follows a change of speed.
_RECENT_STEPS = 50


@dataclass(frozen=True)
class PlanTurn:
    """A change of the plan, and how it was before: the step reached, its pace, its peak."""

    change: ev.PlanChanged
    step: int
    step_seconds: float | None
    memory_bytes: int | None
    measures: tuple[ev.Choice, ...]

    @property
    def added(self) -> tuple[ev.Choice, ...]:
        """The measures that were not there before."""
        before = {choice.name for choice in self.measures}
        return tuple(choice for choice in self.change.measures if choice.name not in before)


@dataclass
class RunHistory:
    """Add events in order; what a later one voids (design: from_step) is gone."""

    count: int = 0
    attempt: int = 0
    started: ev.Started | None = None
    end: ev.Event | None = None
    queued: bool = False
    paused: bool = False
    active: bool = False
    step: int = 0
    max_train_steps: int | None = None
    stage: ev.StageProgressed | None = None
    plan: ev.PlanChosen | None = None
    base_model: ev.BaseModelRead | None = None
    model_path: str = ""
    class_images: tuple[ev.ClassImage, ...] = ()
    time: float = 0.0
    progress_at: float = 0.0
    steps: dict[int, ev.StepDone] = field(default_factory=dict)
    evaluations: dict[int, ev.Evaluated] = field(default_factory=dict)
    converged: ev.Converged | None = None
    warnings: dict[ev.OverfitSign, ev.Overfitting] = field(default_factory=dict)
    suggestions: dict[int, ev.Suggested] = field(default_factory=dict)
    samples: dict[tuple[int, int], ev.SampleSaved] = field(default_factory=dict)
    checkpoints: dict[int, ev.CheckpointSaved] = field(default_factory=dict)
    notes: list[ev.Noted] = field(default_factory=list)
    changes: list[PlanTurn] = field(default_factory=list)
    slowness: ev.Noted | None = None
    handled: set[str] = field(default_factory=set)
    card: ev.CardState | None = None
    _recent: deque[float] = field(default_factory=lambda: deque(maxlen=_RECENT_STEPS))

    def add(self, event: ev.Event) -> None:
        """Take one more event into account. The last one counts, not the latest: clocks are set
        back."""
        self.time = event.time or self.time
        self.count += 1
        if not isinstance(event, (ev.Heartbeat, ev.UnknownEvent)):
            self.progress_at = event.time
        match event:
            case ev.Started():
                self._begin_attempt(event)
            case ev.PlanChanged() | ev.RolledBack() | ev.Resumed():
                if isinstance(event, ev.PlanChanged):
                    self._change_plan(event)
                self._void_after(event.from_step)
                self.paused = self.queued = False
                self.slowness = None
            case ev.StepDone():
                self.steps[event.step] = event
                self.step = event.step
                self.active, self.queued, self.paused = True, False, False
                self._recent.append(event.seconds)
            case ev.Evaluated() | ev.Converged() | ev.Overfitting() | ev.Suggested():
                self._add_judgement(event)
            case ev.SampleSaved():
                self.samples[event.step, event.prompt_index] = event
            case ev.CheckpointSaved():
                self.checkpoints[event.step] = event
            case ev.Finished() | ev.Stopped() | ev.Failed():
                self.end = event
            case _:
                self._add_circumstance(event)

    def _add_judgement(
        self, event: ev.Evaluated | ev.Converged | ev.Overfitting | ev.Suggested
    ) -> None:
        match event:
            case ev.Evaluated():
                self.evaluations[event.step] = event
            case ev.Converged():
                self.converged = event
            case ev.Overfitting():
                self.warnings[event.sign] = event
            case ev.Suggested():
                self.suggestions[event.at_step] = event

    def _change_plan(self, event: ev.PlanChanged) -> None:
        last = self.steps.get(self.step)
        self.changes.append(
            PlanTurn(
                change=event, step=self.step, step_seconds=self.median_step_seconds,
                memory_bytes=last.memory_bytes if last else None,
                measures=self.plan.measures if self.plan else (),
            )
        )  # fmt: skip
        self._recent.clear()
        if self.plan is not None:
            self.plan = self.plan.model_copy(update={"measures": event.measures})

    def _add_circumstance(self, event: ev.Event) -> None:
        match event:
            case ev.Queued():
                # After a pause, too: resuming may have to wait for the card.
                self.queued, self.paused = True, False
            case ev.PlanChosen():
                self.plan, self.queued, self.active = event, False, True
            case ev.BaseModelRead():
                self.base_model = event
            case ev.BaseModelMoved():
                self.model_path = event.path
            case ev.ClassImagesChosen():
                self.class_images = event.images
            case ev.StageProgressed():
                self.stage = event
                self.active = event.stage not in ("starting", "waiting")
                self.queued = self.queued and not self.active
            case ev.Paused():
                self.paused = True
            case ev.Extended():
                self.max_train_steps = event.max_train_steps
            case ev.Noted():
                self.notes.append(event)
                if event.note.key == "note.steps_slower":
                    self.slowness = event
            case ev.CommandHandled():
                self.handled.add(event.id)
                if event.note is not None:
                    self.notes.append(ev.Noted(time=event.time, note=event.note))
            case ev.Heartbeat():
                self.progress_at, self.card = event.progress_at, event.card

    @property
    def suggestion(self) -> ev.Suggested | None:
        """The newest one."""
        return self.suggestions[max(self.suggestions)] if self.suggestions else None

    @property
    def median_step_seconds(self) -> float | None:
        return median(self._recent) if self._recent else None

    def _begin_attempt(self, event: ev.Started) -> None:
        self.attempt, self.started, self.end = event.attempt, event, None
        self.queued = self.paused = self.active = False
        self.stage = self.card = self.slowness = None
        self._recent.clear()
        self._void_after(event.from_step)

    def _void_after(self, step: int) -> None:
        self.step = step
        self.steps = {at: fact for at, fact in self.steps.items() if at <= step}
        self.evaluations = {at: fact for at, fact in self.evaluations.items() if at <= step}
        if self.converged is not None and self.converged.step > step:
            self.converged = None
        self.warnings = {sign: fact for sign, fact in self.warnings.items() if fact.step <= step}
        self.suggestions = {at: fact for at, fact in self.suggestions.items() if at <= step}
        self.samples = {at: fact for at, fact in self.samples.items() if at[0] <= step}
        self.checkpoints = {at: fact for at, fact in self.checkpoints.items() if at <= step}


def fold(events: list[ev.Event]) -> RunHistory:
    """The history that these events make."""
    history = RunHistory()
    for event in events:
        history.add(event)
    return history
