"""Which kept step Manul would take, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from training.contract.events import Evaluated
from training.contract.messages import Message, say
from training.convergence import convergence_step
from training.overfitting import CLASS_RISE, class_rise

# Of what was won: pictures that nobody learned from show what is known, so nearly all of it; on
# pictures that are learned from the test always falls, at last by learning them by heart.
_HELD_OUT_SHARE, _OWN_SHARE = 0.98, 0.9
# Likenesses closer than this are the same.
_SAME_LIKENESS = 0.01


class Likeness(Protocol):
    """How much the samples of a step look like the user's pictures, as `model` sees it; `model`
    is empty where there are no weights to look with."""

    @property
    def model(self) -> str: ...

    def of_step(self, step: int) -> float | None:
        """Mean cosine, 1 = the same; None where nothing was drawn."""


@dataclass(frozen=True)
class BestStep:
    """A kept step with the reasons for it."""

    step: int
    reasons: tuple[Message, ...]


def best_step(
    tests: Sequence[Evaluated], kept: Sequence[int], *, window: int, has_held_out: bool,
    likeness: Likeness,
) -> BestStep | None:  # fmt: skip
    """The first of the `kept` steps that knows enough by the fixed tests and has not spoiled the
    class; where likeness is known, the most alike of those. None before anything was tested."""
    by_step = {test.step: test for test in tests if test.loss is not None}
    untaught = by_step.get(0)
    choices = [step for step in sorted(kept) if step > 0 and step in by_step]
    if not choices or untaught is None:
        return None
    limit = None if has_held_out else convergence_step(tests, window=window)
    share = _HELD_OUT_SHARE if has_held_out else _OWN_SHARE
    losses = {step: test.loss for step, test in by_step.items() if test.loss is not None}
    line = _line_of_enough(losses, share=share, limit=limit)
    enough = _knowing_enough(losses, choices, line=line, limit=limit)
    rises = {step: class_rise(by_step[step], untaught) for step in enough}
    sound = [step for step in enough if rises[step] <= CLASS_RISE]
    chosen, alike = _most_alike(sound or [min(enough, key=rises.__getitem__)], likeness)
    reasons = [_loss_words(losses, chosen, line=line, limit=limit, has_held_out=has_held_out)]
    if untaught.class_loss:
        reasons.append(_class_words(rises[chosen]))
    return BestStep(chosen, (*reasons, alike))


def _line_of_enough(losses: Mapping[int, float], *, share: float, limit: int | None) -> float:
    """The loss at which `share` of what was won by step `limit` is known."""
    lowest = min(loss for step, loss in losses.items() if limit is None or step <= limit)
    return losses[0] - share * (losses[0] - lowest)


def _knowing_enough(
    losses: Mapping[int, float], choices: list[int], *, line: float, limit: int | None
) -> list[int]:
    """Of `choices` those below `line`, and none beyond `limit` if some lie before; the best one
    where there are none, or where nothing was learned."""
    enough = [step for step in choices if losses[step] <= line and losses[step] < losses[0]]
    if not enough:
        return [min(choices, key=losses.__getitem__)]
    return [step for step in enough if limit is None or step <= limit] or enough[:1]


def _loss_words(
    losses: Mapping[int, float], step: int, *, line: float, limit: int | None, has_held_out: bool
) -> Message:
    percent = round(100 * (1 - losses[step] / losses[0]))
    if percent <= 0:
        return say("suggestion.not_learned")
    if losses[step] > line:
        return say("suggestion.lowest", percent=percent)
    if has_held_out:
        return say("suggestion.held_out", percent=percent)
    if limit is not None:
        return say("suggestion.levelled", percent=percent, step=limit)
    return say("suggestion.enough", percent=percent)


def _class_words(rise: float) -> Message:
    percent = round(100 * rise)
    if percent <= 0:
        return say("suggestion.class_steady")
    return say("suggestion.class", percent=percent)


def _most_alike(steps: list[int], likeness: Likeness) -> tuple[int, Message]:
    """The first of the most alike; asked for these few only, for it takes a while."""
    found = {step: likeness.of_step(step) for step in steps} if likeness.model else {}
    known = {step: value for step, value in found.items() if value is not None}
    if not known:
        return steps[0], say("suggestion.no_likeness")
    most = max(known.values())
    chosen = next(step for step in known if known[step] >= most - _SAME_LIKENESS)
    value = round(known[chosen], 2)
    return chosen, say("suggestion.likeness", model=likeness.model, likeness=value)
