"""The ladder: what is switched on, one measure after the other, until a training fits."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from training.contract.errors import ManulError
from training.contract.events import Choice
from training.contract.measures import MEASURES, Measure, check_measures
from training.contract.messages import Message, say
from training.contract.plan import Plan, Prediction, Request, Traces, predict, verdict
from training.contract.plan_examples import planned_methods

Wishes = Mapping[Measure, bool | None]

# What a rung takes away from the one before, and what it adds.
_Move = tuple[frozenset[Measure], Measure]
# Cheapest first: in quality, then in time. A whole model in 16 bits that rounds by chance learns
# as in 32, and faster.
_WHOLE_MODEL: tuple[_Move, ...] = (
    (frozenset({"fp32_master"}), "bf16_stochastic_rounding"),
    (frozenset(), "adamw_8bit"),
    (frozenset(), "step_in_backward"),
    (frozenset(), "gradient_checkpointing"),
    (frozenset({"adamw_8bit"}), "adafactor"),
)
_SMALL_PARTS: tuple[_Move, ...] = (
    (frozenset(), "gradient_checkpointing"),
    (frozenset(), "adamw_8bit"),
    (frozenset(), "int8_base"),
    (frozenset({"int8_base"}), "nf4_base"),
)
_PACKED: frozenset[Measure] = frozenset({"int8_base", "nf4_base"})
# A rung that saves less is left out.
_WORTH_BYTES = 100 * 2**20
# What a kept step's optimizer states and weights depend on.
_STATES: frozenset[Measure] = frozenset(
    {"adamw_8bit", "adafactor", "bf16_stochastic_rounding", "fp32_master"}
)
_GIB = 2**30


@dataclass(frozen=True)
class Rung:
    """Measures with their reasons, and what they come to."""

    measures: tuple[Choice, ...]
    prediction: Prediction

    @property
    def names(self) -> frozenset[str]:
        return frozenset(choice.name for choice in self.measures)


def rungs(request: Request, traces: Traces, wishes: Wishes | None = None) -> Iterator[Rung]:
    """The ladder of one training, from the rung where nothing is saved down. What was wished for
    is on every rung, what was refused on none. LookupError if the traces do not know it."""
    wished = dict(wishes or {})
    choices = dict(_start(request, wished))
    rung = Rung(_as_choices(choices), predict(request, choices, traces))
    yield rung
    later: list[_Move] = []
    for move in _WHOLE_MODEL if request.teaches_whole_model else _SMALL_PARTS:
        if not _may(move, request, choices, wished):
            continue
        # What saved nothing so far may do so now: gradients weigh once activations do not.
        for tried in (move, *later):
            found = _tried(tried, request, traces, rung)
            if found is not None:
                rung = found
                later = [other for other in later if other != tried]
                yield rung
            elif tried == move:
                later.append(move)
                break
        choices = {_measure(choice.name): choice.reason for choice in rung.measures}


def _may(move: _Move, request: Request, choices: Collection[str], wished: Wishes) -> bool:
    removed, added = move
    if added in choices or wished.get(added) is False:
        return False
    # SD 1.x and 2.x are mostly convolutions, which are not packed.
    if added in _PACKED and request.family != "sdxl":
        return False
    return not any(wished.get(name) for name in removed)


def _tried(move: _Move, request: Request, traces: Traces, rung: Rung) -> Rung | None:
    """The next rung, if this move is possible and worth it."""
    removed, added = move
    kept = tuple(choice for choice in rung.measures if choice.name not in removed)
    names = (*(_measure(choice.name) for choice in kept), added)
    if not _go_together(request, names):
        return None
    prediction = predict(request, names, traces)
    saved = rung.prediction.peak - prediction.peak
    if saved < _WORTH_BYTES:
        return None
    reason = say(f"plan.measure.{added}", saved=_gigabytes(saved))
    return Rung((*kept, Choice(name=added, reason=reason)), prediction)


def _measure(name: str) -> Measure:
    return next(measure for measure in MEASURES if measure == name)


def choose_plan(
    request: Request, traces: Traces, *, free_bytes: int | None, wishes: Wishes | None = None
) -> Plan:
    """The first rung that fits, else the first that is tight, else the last; without a card the
    first."""
    ladder = list(rungs(request, traces, wishes))
    verdicts = [verdict(rung.prediction.peak, free_bytes) for rung in ladder]
    place = next(
        (verdicts.index(wanted) for wanted in (None, "fits", "tight") if wanted in verdicts),
        len(ladder) - 1,
    )
    return _plan(request, traces, ladder[place], free_bytes)


def plan_with(
    request: Request, traces: Traces, measures: tuple[Measure, ...], *, free_bytes: int | None
) -> Plan:
    """Exactly these measures; ManulError "measures_excluded"."""
    check_measures(
        measures, method=request.method, precision=request.precision,
        gradient_accumulation_steps=request.accumulation,
    )  # fmt: skip
    choices = tuple(Choice(name=name, reason=say("reason.measure.asked")) for name in measures)
    rung = Rung(choices, predict(request, measures, traces))
    return _plan(request, traces, rung, free_bytes)


def next_plan(
    request: Request, traces: Traces, measures: tuple[Choice, ...], *,
    free_bytes: int | None = None, wishes: Wishes | None = None, keep_states: bool = False,
) -> Plan | None:  # fmt: skip
    """After out-of-memory with `measures`: the next rung, which needs less; None = that was the
    last. What stays on keeps its reason. `keep_states` = only rungs that can go on from optimizer
    states and weights as they are (what was kept is of a step beyond 0)."""
    known = {choice.name: choice for choice in measures}
    before = predict(request, known, traces).peak
    fixed = dict(wishes or {})
    if keep_states:
        fixed |= states_as_in(measures)
    for rung in rungs(request, traces, fixed):
        if before - rung.prediction.peak >= _WORTH_BYTES:
            same = tuple(known.get(choice.name, choice) for choice in rung.measures)
            return _plan(request, traces, replace(rung, measures=same), free_bytes)
    return None


def states_as_in(measures: tuple[Choice, ...]) -> dict[Measure, bool | None]:
    """The wish to keep optimizer states and weights as they are with `measures`."""
    names = {choice.name for choice in measures}
    return {name: name in names for name in _STATES}


def smaller_than(
    request: Request, traces: Traces, measures: tuple[Choice, ...]
) -> tuple[float, Message]:
    """The GB that `measures` are predicted to need, and the smallest change that needs less."""
    names = [choice.name for choice in measures]
    peak = predict(request, names, traces).peak
    return _gigabytes(peak), _change(request, traces, peak - _WORTH_BYTES)


def does_not_fit(plan: Plan) -> ManulError:
    """The error with which a run ends before anything is loaded."""
    return ManulError(
        "out_of_memory.no_rung",
        method=plan.method,
        resolution=plan.resolution,
        needed=_gigabytes(plan.peak_bytes),
        free=_gigabytes(plan.free_bytes or 0),
        change=plan.advice or say("plan.change.none"),
    )


def _start(
    request: Request, wished: dict[Measure, bool | None]
) -> Iterator[tuple[Measure, Message]]:
    yield "cache_latents", say("reason.cache_latents")
    if request.text_is_fixed:
        yield "cache_text", say("plan.cache_text")
    asked: list[Measure] = [name for name, wish in wished.items() if wish]
    in_16_bits = "bf16_stochastic_rounding" in asked or request.precision == "fp32"
    if request.teaches_whole_model and not in_16_bits and "fp32_master" not in asked:
        yield "fp32_master", say("reason.measure.master")
    for name in asked:
        yield name, say("reason.measure.asked")


def _go_together(request: Request, measures: tuple[Measure, ...]) -> bool:
    if request.precision != "bf16" and "bf16_stochastic_rounding" in measures:
        return False
    if request.accumulation > 1 and "step_in_backward" in measures:
        return False
    try:
        check_measures(
            measures, method=request.method, precision=request.precision,
            gradient_accumulation_steps=request.accumulation,
        )  # fmt: skip
    except ManulError:
        return False
    return True


def _as_choices(choices: Mapping[Measure, Message]) -> tuple[Choice, ...]:
    return tuple(Choice(name=name, reason=reason) for name, reason in choices.items())


def _plan(request: Request, traces: Traces, rung: Rung, free_bytes: int | None) -> Plan:
    prediction = rung.prediction
    judged = verdict(prediction.peak, free_bytes)
    advice = None
    if judged == "does_not_fit" and free_bytes is not None:
        advice = _change(request, traces, free_bytes)
    return Plan(
        family=request.family,
        method=request.method,
        resolution=request.resolution,
        batch=request.batch,
        precision=request.precision,
        measures=rung.measures,
        tensor_peak_bytes=prediction.tensor_peak,
        peak_bytes=prediction.peak,
        peak_phase=prediction.peak_phase,
        breakdown=prediction.breakdown,
        free_bytes=free_bytes,
        verdict=judged,
        advice=advice,
        seconds_per_step=prediction.seconds,
        source=traces.source,
    )


def _change(request: Request, traces: Traces, free_bytes: int) -> Message:
    """The smallest change with which some rung fits."""
    for changed, message in _smaller(request):
        try:
            ladder = list(rungs(changed, traces))
        except LookupError:
            continue
        needed = min(rung.prediction.peak for rung in ladder)
        if verdict(needed, free_bytes) != "does_not_fit":
            return message(_gigabytes(needed))
    return say("plan.change.none")


def _smaller(request: Request) -> Iterator[tuple[Request, "_Say"]]:
    if request.batch > 1:
        yield replace(request, batch=1), _Say("batch", 1)
    request = replace(request, batch=1)
    if request.prior_preservation:
        yield replace(request, prior_preservation=False), _Say("prior", 0)
    request = replace(request, prior_preservation=False)
    for resolution in (768, 512):
        if resolution < request.resolution:
            yield replace(request, resolution=resolution), _Say("resolution", resolution)
    for method in ("hypernetwork", "lora", "textual_inversion"):
        if request.teaches_whole_model and method in planned_methods(request.family):
            smaller = replace(request, method=method, trains_text=False)
            yield smaller, _Say("method", method)


@dataclass(frozen=True)
class _Say:
    """The sentence of a change, once it is known what it needs."""

    what: str
    value: str | int

    def __call__(self, needed: float) -> Message:
        match self.what:
            case "batch":
                return say("plan.change.batch", needed=needed)
            case "prior":
                return say("plan.change.prior", needed=needed)
            case "resolution":
                return say("plan.change.resolution", resolution=self.value, needed=needed)
            case _:
                return say("plan.change.method", method=self.value, needed=needed)


def _gigabytes(amount: int) -> float:
    return round(amount / _GIB, 1)
