"""Says what the fixed tests mean: when it converged, when it over-fits, which step to take."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.best_step import BestStep, Likeness, best_step
from training.contract import events as ev
from training.contract.kept_steps import kept_steps
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.convergence import convergence_step
from training.event_log import EventLog
from training.overfitting import overfit_signs


@dataclass(frozen=True)
class Verdicts:
    """`window` = tests that have to agree on convergence; everything else is in the events, so
    that a resumed run says the same and nothing twice."""

    run: RunFolder
    events: EventLog
    likeness: Likeness
    window: int
    has_held_out: bool

    def tell(self, *, is_last: bool = False) -> None:
        """What is new after a test of the step reached. After the last there is nothing to stop."""
        history = self.events.history
        if history.converged is None and not is_last:
            step = convergence_step(self._tests(), window=self.window)
            if step is not None:
                reason = say("converged", step=step)
                self.events.emit(ev.Converged(step=history.step, reason=reason))
        signs = overfit_signs(self._tests(), has_held_out=self.has_held_out)
        for sign, warning in signs.items():
            if sign not in history.warnings:
                self.events.emit(ev.Overfitting(step=history.step, sign=sign, warning=warning))
        best, told = self.best(kept_steps(self.run)), history.suggestion
        if best and (told is None or (told.step, told.reasons) != (best.step, best.reasons)):
            self.events.emit(
                ev.Suggested(at_step=history.step, step=best.step, reasons=best.reasons)
            )

    def best(self, kept: Sequence[int]) -> BestStep | None:
        """Of these steps."""
        return best_step(
            self._tests(), kept, window=self.window, has_held_out=self.has_held_out,
            likeness=self.likeness,
        )  # fmt: skip

    def _tests(self) -> list[ev.Evaluated]:
        tests = self.events.history.evaluations
        return [tests[step] for step in sorted(tests)]
