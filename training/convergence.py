"""Has the fixed test stopped moving? DVAR, arXiv 2302.04841."""

from collections.abc import Sequence
from statistics import fmean, pvariance

from training.contract.events import Evaluated

# The paper's own value.
THRESHOLD = 0.15


def convergence_step(tests: Sequence[Evaluated], *, window: int) -> int | None:
    """The first tested step at which the last `window` losses vary by less than THRESHOLD of all
    until then; None = it still moves, or nothing was learned."""
    known = [(test.step, test.loss) for test in tests if test.loss is not None]
    losses = [loss for _, loss in known]
    for end in range(window + 1, len(losses) + 1):
        recent, everything = losses[end - window : end], losses[:end]
        is_steady = pvariance(recent) < THRESHOLD * pvariance(everything)
        if is_steady and fmean(recent) < losses[0]:
            return known[end - 1][0]
    return None
