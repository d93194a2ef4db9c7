"""The ladder: what is switched on, one measure after the other, until a training fits."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from training.contract.cards import free_gigabytes, needed_gigabytes
from training.contract.errors import ManulError
from training.contract.events import Choice
from training.contract.measures import MEASURES, Measure, check_measures
from training.contract.messages import Message, say
from training.contract.plan import Plan, Prediction, Request, Traces, predict, verdict
from training.contract.plan_advice import Wishes, smallest_change

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
    is on every rung, what was refused on none. LookupError if the traces do not know it; ManulError
    "measures_excluded"."""
    wished = dict(wishes or {})
    choices = dict(_start(request, wished))
    _check(request, choices)
    rung = Rung(_as_choices(choices), predict(request, choices, traces))
    yield rung
    later: list[_Move] = []
    for move in _WHOLE_MODEL if request.teaches_whole_model else _SMALL_PARTS:
        if not _may(move, choices, wished):
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


def _may(move: _Move, choices: Collection[str], wished: Wishes) -> bool:
    removed, added = move
    if added in choices or wished.get(added) is False:
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
    return Rung((*kept, Choice(name=added, reason=_reason(request, added, saved))), prediction)


def _reason(request: Request, added: Measure, saved: int) -> Message:
    gigabytes = round(saved / _GIB, 1)
    if request.takes_turns((added,)):
        return say("plan.measure.step_in_backward.take_turns", saved=gigabytes)
    return say(f"plan.measure.{added}", saved=gigabytes)


def _measure(name: str) -> Measure:
    return next(measure for measure in MEASURES if measure == name)


def choose_plan(
    request: Request, traces: Traces, *, free_bytes: int | None, wishes: Wishes | None = None,
    kept: tuple[Choice, ...] | None = None,
) -> Plan:  # fmt: skip
    """The first rung that fits, else the first that is tight, else the last; without a card the
    first. `kept` = the measures whose optimizer states and weights a run goes on with. ManulError
    "measures_excluded" where wishes do not go together."""
    fixed = {**(wishes or {}), **(states_as_in(kept) if kept is not None else {})}
    ladder = list(rungs(request, traces, fixed))
    verdicts = [verdict(rung.prediction.peak, free_bytes) for rung in ladder]
    place = next(
        (verdicts.index(wanted) for wanted in (None, "fits", "tight") if wanted in verdicts),
        len(ladder) - 1,
    )
    advise = _by_ladder(request, traces, wishes)
    return _plan(request, traces, ladder[place], free_bytes=free_bytes, advise=advise)


def plan_with(
    request: Request, traces: Traces, measures: tuple[Measure, ...], *, free_bytes: int | None
) -> Plan:
    """Exactly these measures; ManulError "measures_excluded"."""

    def needed(changed: Request, _wishes: Wishes) -> int:
        _check(changed, measures)
        return predict(changed, measures, traces).peak

    def advise(free_bytes: int) -> Message:
        least = _least(traces, request, {})
        if verdict(least, free_bytes) != "does_not_fit":
            return say("plan.change.measures", needed=needed_gigabytes(least))
        return smallest_change(request, {}, needed, free_bytes=free_bytes)

    _check(request, measures)
    choices = tuple(Choice(name=name, reason=_asked(request, name)) for name in measures)
    rung = Rung(choices, predict(request, measures, traces))
    return _plan(request, traces, rung, free_bytes=free_bytes, advise=advise)


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
            rung = replace(rung, measures=same)
            advise = _by_ladder(request, traces, wishes)
            return _plan(request, traces, rung, free_bytes=free_bytes, advise=advise)
    return None


def states_as_in(measures: tuple[Choice, ...]) -> dict[Measure, bool | None]:
    """The wish to keep optimizer states and weights as they are with `measures`."""
    names = {choice.name for choice in measures}
    return {name: name in names for name in _STATES}


def smaller_than(
    request: Request, traces: Traces, measures: tuple[Choice, ...], wishes: Wishes | None = None
) -> tuple[float, Message]:
    """The GB that `measures` are predicted to need, and the smallest change of the run or of what
    its settings wish that needs less."""
    names = [choice.name for choice in measures]
    peak = predict(request, names, traces).peak
    advise = _by_ladder(request, traces, wishes)
    return needed_gigabytes(peak), advise(peak - _WORTH_BYTES)


def does_not_fit(plan: Plan) -> ManulError:
    """The error with which a run ends before anything is loaded."""
    return ManulError(
        "out_of_memory.no_rung",
        method=plan.method,
        resolution=plan.resolution,
        needed=needed_gigabytes(plan.peak_bytes),
        free=free_gigabytes(plan.free_bytes or 0),
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
        yield name, _asked(request, name)


def _asked(request: Request, name: Measure) -> Message:
    if request.takes_turns((name,)):
        return say("reason.measure.asked.take_turns")
    return say("reason.measure.asked")


def _go_together(request: Request, measures: tuple[Measure, ...]) -> bool:
    if request.precision != "bf16" and "bf16_stochastic_rounding" in measures:
        return False
    if request.accumulation > 1 and "step_in_backward" in measures:
        return False
    try:
        _check(request, measures)
    except ManulError:
        return False
    return True


def _check(request: Request, measures: Collection[Measure]) -> None:
    check_measures(
        measures, method=request.method, precision=request.precision,
        gradient_accumulation_steps=request.accumulation, text_is_fixed=request.text_is_fixed,
        family="demo" if request.is_demo else request.family,
    )  # fmt: skip


def _as_choices(choices: Mapping[Measure, Message]) -> tuple[Choice, ...]:
    return tuple(Choice(name=name, reason=reason) for name, reason in choices.items())


def _least(traces: Traces, request: Request, wishes: Wishes) -> int:
    return min(rung.prediction.peak for rung in rungs(request, traces, wishes))


def _by_ladder(request: Request, traces: Traces, wishes: Wishes | None) -> Callable[[int], Message]:
    """The smallest change for so many free bytes."""

    def advise(free_bytes: int) -> Message:
        least = partial(_least, traces)
        return smallest_change(request, wishes or {}, least, free_bytes=free_bytes)

    return advise


def _plan(
    request: Request, traces: Traces, rung: Rung, *, free_bytes: int | None,
    advise: Callable[[int], Message],
) -> Plan:  # fmt: skip
    prediction = rung.prediction
    judged = verdict(prediction.peak, free_bytes)
    advice = None
    if judged == "does_not_fit" and free_bytes is not None:
        advice = advise(free_bytes)
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
