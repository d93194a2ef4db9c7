"""Does a run learn its pictures by heart, or forget the class?"""

from collections.abc import Sequence

from training.contract.events import Evaluated, OverfitSign
from training.contract.messages import Message, say

# Above what the untaught model loses with the class prompt.
CLASS_RISE = 0.25
# Of what the fixed test had won, so much is lost again.
_LOST_SHARE = 0.1
# One test may be an outlier.
_IN_A_ROW = 2


def overfit_signs(
    tests: Sequence[Evaluated], *, has_held_out: bool
) -> dict[OverfitSign, Message]:  # fmt: skip
    """What the last tests show, by kind, in words; empty = nothing of the sort."""
    if len(tests) <= _IN_A_ROW:
        return {}
    signs: dict[OverfitSign, Message] = {}
    rises = [class_rise(test, tests[0]) for test in tests[-_IN_A_ROW:]]
    if all(rise > CLASS_RISE for rise in rises):
        signs["class"] = say("warning.class", step=tests[-1].step, percent=round(100 * rises[-1]))
    losses = [(test.loss, test.step) for test in tests if test.loss is not None]
    if len(losses) <= _IN_A_ROW:
        return signs
    lowest, best = min(losses)
    line = lowest + _LOST_SHARE * (losses[0][0] - lowest)
    if lowest < losses[0][0] and all(loss > line for loss, _ in losses[-_IN_A_ROW:]):
        percent = round(100 * (losses[-1][0] / lowest - 1))
        signs["pictures"] = say(
            "warning.held_out" if has_held_out else "warning.unlearning", step=best, percent=percent
        )
    return signs


def class_rise(test: Evaluated, untaught: Evaluated) -> float:
    """By what share the class prompt's loss has risen; 0 where it is not watched."""
    if not test.class_loss or not untaught.class_loss:
        return 0.0
    return test.class_loss / untaught.class_loss - 1
