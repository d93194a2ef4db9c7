"""Learning rates with the step each ends at, as A1111 writes them: `5e-5:100, 5e-6:1500`."""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from training.contract.problems import problem


class RateStep(NamedTuple):
    """A learning rate and how many steps are done when it ends; None = it does not end."""

    rate: float
    last_step: int | None


@lru_cache(maxsize=8)
def parse_rate_steps(text: str) -> tuple[RateStep, ...]:
    """What `text` says, () if it is empty. PydanticCustomError "problem.rate_steps" unless steps
    rise; the last rate may go without one (or with A1111's -1): it holds to the end."""
    pairs = tuple(map(_pair, text.split(","))) if text.strip() else ()
    ends = [pair.last_step for pair in pairs]
    steps = [0, *(step for step in ends if step is not None)]
    if None in ends[:-1] or steps != sorted(set(steps)):
        raise problem("problem.rate_steps")
    return pairs


def _pair(text: str) -> RateStep:
    rate, separator, step = text.partition(":")
    try:
        pair = RateStep(float(rate), int(step) if separator else None)
    except ValueError:
        raise problem("problem.rate_steps") from None
    if not (math.isfinite(pair.rate) and 0 < pair.rate <= 1):
        raise problem("problem.rate_steps")
    return RateStep(pair.rate, None) if pair.last_step == -1 else pair


def check_first_rate(text: str, learning_rate: float | None) -> None:
    """The rates begin with the learning rate, where both are given."""
    pairs = parse_rate_steps(text)
    if pairs and learning_rate not in (None, pairs[0].rate):
        raise problem("problem.rate_steps_begin", rate=learning_rate or 0)


def check_last_step(text: str, max_train_steps: int) -> None:
    """The training ends with the last rate, and no rate begins after its end."""
    pairs = parse_rate_steps(text)
    last = max((pair.last_step for pair in pairs if pair.last_step is not None), default=None)
    if last is None:
        return
    is_open = pairs[-1].last_step is None
    if last >= max_train_steps if is_open else last != max_train_steps:
        raise problem("problem.rate_steps_end", last=last)


def settle_rate_steps(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of one source, complete: rates with steps say the first rate and the last step
    as well, and a plain rate replaces what an earlier source said about steps. Text that is not
    written so stays, for the validation to refuse."""
    training = dict(tables.get("training", {}))
    if isinstance(rate := training.get("learning_rate"), str) and ":" in rate:
        # Where A1111's users write it.
        training["learning_rate_steps"] = training.pop("learning_rate")
    text = training.get("learning_rate_steps")
    if text is None and "learning_rate" in training:
        training["learning_rate_steps"] = ""
    try:
        pairs = parse_rate_steps(text) if isinstance(text, str) else ()
    except ValueError:
        pairs = ()
    if pairs:
        training.setdefault("learning_rate", pairs[0].rate)
        if pairs[-1].last_step is not None:
            training.setdefault("max_train_steps", pairs[-1].last_step)
    return {**tables, "training": training} if training else dict(tables)
