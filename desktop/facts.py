"""What the window knows of concepts, runs, models and the engine: plain values, no files open."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from training.contract.base_models import BaseModelInfo
from training.contract.concept import ImageEntry, Kind
from training.contract.concept_folder import PictureNote, PictureUse
from training.contract.errors import ManulError
from training.contract.events import has_learned
from training.contract.messages import Message, Values
from training.contract.outlook import CardHere
from training.contract.run_state import RunState

# "newer" = made by a newer Manul: it can be looked at, and nothing is done to it.
State = RunState | Literal["unreadable", "newer"]

# States in which an engine is at work, or about to be.
LIVE: frozenset[State] = frozenset(
    ("queued", "starting", "running", "paused", "not_responding")
)  # fmt: skip
# States that "resume" leads out of.
RESUMABLE: frozenset[State] = frozenset(("stopped", "failed", "died"))
# States of a run with which nothing can be done here.
CLOSED: frozenset[State] = frozenset(("unreadable", "newer"))


@dataclass(frozen=True)
class Report:
    """A failure as it is shown: sentences, and the key and values to translate them by."""

    message: str
    advice: str
    key: str = ""
    values: Values = field(default_factory=dict)


def report_of(error: ManulError) -> Report:
    said = error.report()
    return Report(said.message, said.advice, said.key, dict(said.values))


@dataclass(frozen=True)
class SampleFact:
    """A picture drawn while training; `version` changes when the file is drawn anew."""

    step: int
    prompt_index: int
    prompt: str
    path: Path
    version: float
    seed: int = 0


@dataclass(frozen=True)
class TryFact:
    """A picture drawn with a kept step after a wish; `version` as a sample's."""

    path: Path
    step: int
    seed: int
    prompt: str
    version: float

    @property
    def key(self) -> str:
        return str(self.path)


@dataclass(frozen=True)
class TryWish:
    """`count` pictures of a prompt with a kept step, from the seeds `seed`, `seed` + 1 ..."""

    run_key: str
    step: int
    prompt: str
    seed: int = 0
    count: int = 1
    on_processor: bool = False


@dataclass(frozen=True)
class StepFact:
    """A step with its picture, if one was drawn. Where steps are looked at large, those `is_shown`,
    and two that are compared have a `letter`."""

    step: int
    sample: SampleFact | None = None
    is_suggested: bool = False
    letter: str = ""
    is_shown: bool = False

    @property
    def key(self) -> int:
        return self.step


@dataclass(frozen=True)
class SuggestionFact:
    """The kept step that Manul would take, with the reasons."""

    step: int
    reasons: tuple[Message, ...]


@dataclass(frozen=True)
class WarningFact:
    """Over-fitting, seen at `step`: of the class, or of the pictures."""

    step: int
    is_class: bool
    message: Message


@dataclass(frozen=True)
class TurnFact:
    """The plan was changed when the training stood at `step`; it went on from `from_step`. Pace
    and memory are those of before."""

    from_step: int
    step: int
    reason: Message
    added: tuple[Message, ...] = ()
    step_seconds: float | None = None
    memory_bytes: int | None = None


@dataclass(frozen=True)
class CardFact:
    """How the card that is worked on is just now; None = its driver does not say."""

    celsius: int | None = None
    used_bytes: int | None = None
    total_bytes: int | None = None


@dataclass(frozen=True)
class RunFact:
    """One run as far as its files tell. Losses are thinned out to what a plot can show; `subject`
    is what stands for the concept in prompts; `changes` = settings in which it differs from its
    preset; `handled` = the commands that were answered."""

    key: str
    concept_key: str
    concept_name: str
    number: int
    state: State
    method: str = ""
    preset: str = ""
    base_model: str = ""
    family: str = ""
    subject: str = ""
    prompts: tuple[str, ...] = ()
    sample_every: int = 0
    changes: tuple[tuple[str, Any], ...] = ()
    waits: bool = False
    attempt: int = 0
    step: int = 0
    max_train_steps: int = 0
    stage: str = ""
    stage_done: int = 0
    stage_total: int = 0
    step_seconds: float | None = None
    memory_bytes: int | None = None
    card: CardFact | None = None
    device: str = ""
    samples: tuple[SampleFact, ...] = ()
    kept_steps: tuple[int, ...] = ()
    pinned_steps: frozenset[int] = frozenset()
    turns: tuple[TurnFact, ...] = ()
    handled: frozenset[str] = frozenset()
    losses: tuple[tuple[int, float], ...] = ()
    evaluations: tuple[tuple[int, float], ...] = ()
    suggestion: SuggestionFact | None = None
    warnings: tuple[WarningFact, ...] = ()
    converged: Message | None = None
    failure: Report | None = None
    notes: tuple[Message, ...] = ()
    slowness: Message | None = None
    unreadable_lines: int = 0
    log_tail: str = ""
    changed_at: float = 0.0
    library_name: str = ""
    size: int | None = None

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def name(self) -> str:
        """What the concept is called now."""
        return self.library_name or self.concept_name

    @property
    def used_at(self) -> float:
        """What is being taught is in use."""
        return math.inf if self.is_live else self.changed_at

    @property
    def seconds_left(self) -> float | None:
        if self.step_seconds is None or self.state != "running":
            return None
        return self.step_seconds * max(0, self.max_train_steps - self.step)

    @property
    def kept(self) -> tuple[StepFact, ...]:
        """The kept steps with the first prompt's picture."""
        first = {sample.step: sample for sample in reversed(self.samples)}
        suggested = self.suggested_step
        return tuple(StepFact(step, first.get(step), step == suggested) for step in self.kept_steps)

    @property
    def suggested_step(self) -> int:
        """-1 if there is none that is still kept."""
        step = self.suggestion.step if self.suggestion else -1
        return step if step in self.kept_steps and not self._failed_in_vain else -1

    @property
    def _failed_in_vain(self) -> bool:
        """A failed training that never learned anything has no step to keep."""
        reasons = self.suggestion.reasons if self.suggestion else ()
        return self.state == "failed" and not has_learned(reasons)

    @property
    def best_sample(self) -> SampleFact | None:
        """Of the step to keep, if Manul suggests one, else the newest."""
        best = [sample for sample in self.samples if sample.step == self.suggested_step]
        return min(best, key=lambda sample: sample.prompt_index, default=self.last_sample)

    @property
    def last_sample(self) -> SampleFact | None:
        first = [sample for sample in self.samples if sample.prompt_index == 0]
        return max(first or self.samples, key=lambda sample: sample.step, default=None)


@dataclass(frozen=True)
class QueueFact:
    """Keys of the runs that wait for their turn, the next one first; does anybody begin them?"""

    runs: tuple[str, ...] = ()
    is_worked_on: bool = False


@dataclass(frozen=True)
class PictureFact:
    """One picture of a concept, with how it is used; a draft's picture has no entry yet."""

    path: Path
    title: str
    entry: ImageEntry | None = None
    caption: str = ""


@dataclass(frozen=True)
class PictureJudgement:
    """What was found when a picture was looked at; `look` is None where it cannot be read."""

    path: Path
    width: int = 0
    height: int = 0
    look: int | None = None
    problems: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Description:
    """What a concept's file says besides its name; empty texts = as usual for its kind."""

    kind: Kind = "object"
    initializer_token: str = ""
    class_prompt: str = ""
    sample_prompts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConceptFact:
    """One concept of the library with its runs, oldest first."""

    key: str
    name: str
    kind: Kind
    initializer_token: str
    pictures: tuple[PictureFact, ...]
    runs: tuple[RunFact, ...]
    class_prompt: str = ""
    sample_prompts: tuple[str, ...] = ()
    problem: Report | None = None
    changed_at: float = 0.0
    size: int | None = None

    @property
    def is_live(self) -> bool:
        return any(run.is_live for run in self.runs)

    @property
    def used_at(self) -> float:
        return max(self.changed_at, *(run.used_at for run in self.runs), 0.0)

    @property
    def description(self) -> Description:
        return Description(
            self.kind, self.initializer_token, self.class_prompt, self.sample_prompts
        )

    @property
    def last_run(self) -> RunFact | None:
        return self.runs[-1] if self.runs else None

    @property
    def used(self) -> int:
        return sum(not (picture.entry and picture.entry.excluded) for picture in self.pictures)


@dataclass(frozen=True)
class WebUIFact:
    """A web UI on this machine with the folders it reads; empty = it has no such folder."""

    tool: str
    name: str
    path: str
    embeddings: str = ""
    hypernetworks: str = ""
    loras: str = ""
    checkpoints: str = ""


@dataclass(frozen=True)
class RunningFact:
    """A web UI that answers; `embeddings` = a folder that it reads, empty where it does not say."""

    tool: str
    embeddings: str = ""


@dataclass(frozen=True)
class ModelFact:
    """A base model that a web UI has; `usable` is None while nobody has looked into it."""

    path: str
    title: str
    origin: str
    size: int
    family: str = ""
    usable: bool | None = None
    problem: Report | None = None


@dataclass(frozen=True)
class BaseModelChoice:
    """`found` = what a web UI has, as the engine told; `info` or `problem` = what was seen when
    the window looked into it. While it `is_loading` from the hub, `size` is what has come of
    `total`, and `rate` the bytes a second."""

    name: str
    found: ModelFact | None = None
    info: BaseModelInfo | None = None
    problem: Report | None = None
    size: int = 0
    is_loading: bool = False
    total: int = 0
    rate: float = 0.0

    @property
    def key(self) -> str:
        return self.name

    @property
    def can_be_loaded(self) -> bool:
        """It is a model of the hub that this machine lacks."""
        return self.problem is not None and self.problem.key == "error.model_missing.hub"

    @property
    def is_usable(self) -> bool:
        """As far as anybody knows yet."""
        if self.info is not None or self.problem is not None:
            return self.problem is None
        return self.found is None or self.found.usable is not False


@dataclass(frozen=True)
class CardChoice:
    """A card of this machine, whether it is used or not."""

    uuid: str
    name: str
    memory_total: int | None = None


@dataclass(frozen=True)
class EngineFact:
    """Is there an engine, what would it compute on, and which web UIs and models are here?
    `card_problem` = why it cannot compute on the card; `cards` = all that there are."""

    here: bool | None = None
    card: str = ""
    memory_free: int | None = None
    memory_total: int | None = None
    compute_capability: str = ""
    card_problem: Report | None = None
    detail: str = ""
    web_uis: tuple[WebUIFact, ...] = ()
    models: tuple[ModelFact, ...] = ()
    cards: tuple[CardChoice, ...] = ()
    driver: str = ""

    @property
    def card_here(self) -> CardHere | None:
        """None where there is no card, or its memory is not known."""
        if not self.card or self.memory_free is None or self.memory_total is None:
            return None
        able = self.compute_capability or None
        return CardHere(self.card, self.memory_free, self.memory_total, able)


@dataclass(frozen=True)
class ConceptWish:
    """A concept as the user described it, ready to be made."""

    name: str
    description: Description
    pictures: Mapping[Path, PictureUse]


@dataclass(frozen=True)
class ConceptMade:
    """Its key, and what became of each picture."""

    key: str
    notes: tuple[PictureNote, ...]


@dataclass(frozen=True)
class ExportChoice:
    """How the file is made; empty = what suits the place best. `strength` = how much of a LoRA is
    merged, where it is."""

    format: str = ""
    precision: str = ""
    strength: float | None = None


USUAL_EXPORT = ExportChoice()


@dataclass(frozen=True)
class ExportWish:
    """Which kept step of which run is to be written where: a web UI's own folder, or any, or the
    address of one that runs. `name` is empty where the file is called like the concept."""

    run_key: str
    step: int
    place: str
    is_web_ui: bool = False
    overwrite: bool = False
    name: str = ""
    options: ExportChoice = USUAL_EXPORT


@dataclass(frozen=True)
class ExportFact:
    """The file that was written, a prompt to try it with, and what its web UI said; `refreshed`
    is None where nobody could be told."""

    path: str
    prompt: str
    refreshed: bool | None = None
    messages: tuple[Message, ...] = ()
