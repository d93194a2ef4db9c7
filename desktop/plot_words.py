"""What the loss plot shows, in words: for a pointer that rests on it, and for who cannot see it."""

from bisect import bisect_right

from PySide6.QtCore import QCoreApplication

from desktop import words
from desktop.facts import RunFact

translate = QCoreApplication.translate


def summary(run: RunFact) -> str:
    """The whole plot in a sentence or two."""
    said = []
    if run.evaluations:
        (_, first), (step, last) = run.evaluations[0], run.evaluations[-1]
        said.append(
            translate(
                "plot",
                "The fixed test went from {first} to {last} by step {step}; lower is better.",
            ).format(first=_loss(first), last=_loss(last), step=words.number(step))
        )
    said += [_turn(turn.step) for turn in run.turns]
    if run.suggested_step >= 0:
        said.append(f"{words.the_one_to_keep(words.number(run.suggested_step))}.")
    return " ".join(said)


def at_step(run: RunFact, step: int) -> str:
    """The values at a step, one a line."""
    said = [translate("plot", "Step {step}").format(step=words.number(step))]
    if (test := _latest(run.evaluations, step)) is not None:
        at, value = test
        line = translate("plot", "Fixed test: {loss}, at step {step}")
        said.append(line.format(loss=_loss(value), step=words.number(at)))
    if (own := _latest(run.losses, step)) is not None:
        said.append(translate("plot", "Each step: {loss}").format(loss=_loss(own[1])))
    if step == run.suggested_step:
        said.append(translate("plot", "The step to keep"))
    elif step in run.kept_steps:
        said.append(translate("plot", "Kept"))
    said += [_turn(turn.step) for turn in run.turns if turn.step == step]
    return "\n".join(said)


def _turn(step: int) -> str:
    return translate("plot", "At step {step} the plan was changed.").format(step=words.number(step))


def _latest(points: tuple[tuple[int, float], ...], step: int) -> tuple[int, float] | None:
    """The newest value at or before `step`."""
    at = bisect_right(points, step, key=lambda point: point[0])
    return points[at - 1] if at else None


def _loss(value: float) -> str:
    return words.decimal(value, 3)
