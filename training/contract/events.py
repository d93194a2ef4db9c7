"""What the engine tells the world: past-tense facts, one JSON line each in `events.jsonl`.

A run may come from a stranger, so everything has bounds: what lies beyond is no event of ours.
"""

import math
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from training.contract.concept import MOST_PROMPTS
from training.contract.errors import ErrorReport
from training.contract.jsonl import LineFollower, append_line
from training.contract.messages import Message, plain_value

Stage = Literal[
    "starting", "downloading", "caching", "class_images", "loading", "learning", "sampling",
    "saving", "waiting",
]  # fmt: skip


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


# JSON has no NaN: a loss that is not a number travels as null.
Loss = Annotated[float | None, BeforeValidator(_finite)]
Step = Annotated[int, Field(ge=0, le=1_000_000_000)]
Count = Annotated[int, Field(ge=0, le=10**15)]
Seconds = Annotated[float, Field(ge=0)]
# Until the year 3000, as far as every system's calendar reaches.
_LAST_MOMENT = 32_503_680_000.0
Moment = Annotated[float, Field(ge=0, le=_LAST_MOMENT)]


def _stays_inside(path: str) -> str:
    if not path or re.search(r"^/|[\\:\x00]", path) or ".." in path.split("/"):
        raise ValueError("the path leads out of the run")
    return path


# Relative to the run's folder.
RunPath = Annotated[str, AfterValidator(_stays_inside)]


class Event(BaseModel):
    """Base of all events; `time` is seconds since 1970. Readers ignore entries they do not know."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    time: Moment = Field(default_factory=time.time)


class Choice(BaseModel):
    """Something the engine decided for the user, with the reason."""

    model_config = ConfigDict(frozen=True)

    name: str
    reason: Message


class Started(Event):
    type: Literal["started"] = "started"
    attempt: Step
    pid: int = Field(ge=0, le=2**32 - 1)
    pid_created: Moment
    from_step: Step
    versions: dict[str, str] = {}


class Queued(Event):
    """Another training holds the card; this one waits for it."""

    type: Literal["queued"] = "queued"


class PlanChosen(Event):
    type: Literal["plan_chosen"] = "plan_chosen"
    device: str
    precision: str
    threads: Count
    measures: tuple[Choice, ...] = ()
    reasons: tuple[Choice, ...] = ()


class BaseModelRead(Event):
    """Which model it is: SHA-256 of its file (or of its folder's weights), and what it predicts.
    Written by the first attempt; later ones compare."""

    type: Literal["base_model_read"] = "base_model_read"
    sha256: str
    prediction: Choice
    zero_terminal_snr: bool = False


class BaseModelMoved(Event):
    """The same model lies at `path` now; `run.toml` says where it lay when the run was made."""

    type: Literal["base_model_moved"] = "base_model_moved"
    path: str


class ClassImage(BaseModel):
    """A picture of the class: its file in `class_images/`, and the SHA-256 it had."""

    model_config = ConfigDict(frozen=True)

    file: str
    sha256: str


class ClassImagesChosen(Event):
    """Which pictures of the class the run learns from: written by the first attempt, so that
    later ones go on with the same, whatever was added meanwhile."""

    type: Literal["class_images_chosen"] = "class_images_chosen"
    images: tuple[ClassImage, ...]


class PlanChanged(Event):
    type: Literal["plan_changed"] = "plan_changed"
    from_step: Step
    measures: tuple[Choice, ...]
    reason: Message


class StageProgressed(Event):
    """`done` of `total` pictures or samples; of megabytes while a model is loaded."""

    type: Literal["stage_progressed"] = "stage_progressed"
    stage: Stage
    done: Count = 0
    total: Count = 0


class StepDone(Event):
    """`seconds` = duration of this step alone; `memory_bytes` = the card's peak so far."""

    type: Literal["step_done"] = "step_done"
    step: Step
    loss: Loss
    learning_rate: float
    seconds: Seconds
    memory_bytes: Count | None = None


class Evaluated(Event):
    """Loss on fixed pictures, noise and timesteps; `class_loss` the same for the class prompt."""

    type: Literal["evaluated"] = "evaluated"
    step: Step
    loss: Loss
    class_loss: Loss = None


OverfitSign = Literal["pictures", "class"]


class Converged(Event):
    """The fixed test hardly moves any more: the training may be stopped early."""

    type: Literal["converged"] = "converged"
    step: Step
    reason: Message


class Overfitting(Event):
    """More than should be is learned from the pictures, or the class is being forgotten; told
    once for each `sign`."""

    type: Literal["overfitting"] = "overfitting"
    step: Step
    sign: OverfitSign
    warning: Message


class Suggested(Event):
    """Of the steps kept when the training stood at `at_step`, `step` is the one to take."""

    type: Literal["suggested"] = "suggested"
    at_step: Step
    step: Step
    reasons: tuple[Message, ...] = ()

    @property
    def has_learned(self) -> bool:
        return has_learned(self.reasons)


def has_learned(reasons: Iterable[Message]) -> bool:
    """Is the step for which these reasons speak better than none?"""
    return all(reason.key != "suggestion.not_learned" for reason in reasons)


class SampleSaved(Event):
    type: Literal["sample_saved"] = "sample_saved"
    step: Step
    prompt_index: int = Field(ge=0, lt=MOST_PROMPTS)
    prompt: str
    seed: int
    path: RunPath


class CheckpointSaved(Event):
    """`pinned` = it was asked for, so it is kept as long as there is room."""

    type: Literal["checkpoint_saved"] = "checkpoint_saved"
    step: Step
    path: RunPath
    pinned: bool = False


class RolledBack(Event):
    type: Literal["rolled_back"] = "rolled_back"
    from_step: Step
    reason: Message


class Extended(Event):
    """More steps were asked for; the schedule has ended, so they use `learning_rate`."""

    type: Literal["extended"] = "extended"
    max_train_steps: Step
    learning_rate: float


class Noted(Event):
    type: Literal["noted"] = "noted"
    note: Message


class Paused(Event):
    type: Literal["paused"] = "paused"
    step: Step


class Resumed(Event):
    type: Literal["resumed"] = "resumed"
    from_step: Step


class CommandHandled(Event):
    type: Literal["command_handled"] = "command_handled"
    id: str
    note: Message | None = None


class CardState(BaseModel):
    """What the driver says of the card that is used; None = it does not say."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    celsius: Annotated[int, Field(ge=-100, le=1000)] | None = None
    used_bytes: Count | None = None
    total_bytes: Count | None = None


class Heartbeat(Event):
    """The engine lives; `progress_at` is when it last got anywhere. `card` is there only while
    the engine works on one."""

    type: Literal["heartbeat"] = "heartbeat"
    progress_at: Moment
    card: CardState | None = None


class Finished(Event):
    type: Literal["finished"] = "finished"
    step: Step


class Stopped(Event):
    type: Literal["stopped"] = "stopped"
    step: Step


class Failed(Event, ErrorReport):
    type: Literal["failed"] = "failed"
    step: Step = 0


class UnknownEvent(Event):
    """An event of a newer Manul; kept, so that nothing is lost in a copy."""

    type: str = "unknown"
    content: dict[str, Any] = {}


KnownEvent = (
    Started | Queued | PlanChosen | BaseModelRead | BaseModelMoved | ClassImagesChosen
    | PlanChanged | StageProgressed | StepDone | Evaluated | Converged | Overfitting | Suggested
    | SampleSaved | CheckpointSaved | RolledBack | Extended | Noted | Paused | Resumed
    | CommandHandled | Heartbeat | Finished | Stopped | Failed
)  # fmt: skip
_KNOWN: TypeAdapter[KnownEvent] = TypeAdapter(Annotated[KnownEvent, Field(discriminator="type")])


def parse_event(content: dict[str, Any]) -> Event:
    """A known event, or an UnknownEvent for a type or shape this version does not know."""
    try:
        # One that does not say when it was is not of now.
        return _KNOWN.validate_python({"time": 0.0} | content)
    except ValidationError:
        kind, moment = content.get("type"), content.get("time")
        is_moment = isinstance(moment, float) and 0 <= moment <= _LAST_MOMENT
        return UnknownEvent(
            type=str(plain_value(kind)) if isinstance(kind, str) else "unknown",
            time=moment if is_moment else 0.0,
            content=content,
        )


class EventFollower:
    """The events of a run as they are appended."""

    def __init__(self, path: Path) -> None:
        self._lines = LineFollower(path)

    @property
    def unreadable(self) -> int:
        return self._lines.unreadable

    def poll(self) -> list[Event]:
        return list(self.new())

    def new(self) -> Iterator[Event]:
        """One at a time: a long run has a million. OSError if there is no file to follow."""
        return map(parse_event, self._lines.new())


def append_event(path: Path, event: Event) -> None:
    append_line(path, event.model_dump(mode="json"))


def read_events(path: Path) -> list[Event]:
    return EventFollower(path).poll()
