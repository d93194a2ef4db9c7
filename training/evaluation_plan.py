"""How much the fixed test looks at and how often, by arithmetic alone, so that it costs little."""

import math
from dataclasses import dataclass

from training.contract.config import RunConfig
from training.contract.settings import DreamBoothSettings

# Fewer pairs say more about the noise in them than about what was learned.
LEAST_PAIRS = 4
# What a step costs for each of its pictures, in forward passes: forward and back, and back once
# more for the gradients of the weights where all of them learn. Where most are frozen the way back
# ends early: 1.7 to 1.8 in all on the demo model, on the safe side of which this is.
_PASSES, _PASSES_OF_ALL = 1.5, 3.0
_LEAST_WINDOW = 3


@dataclass(frozen=True)
class EvaluationPlan:
    """`pairs` of picture and noise are looked at, and `class_pairs` for the class, before the first
    step, at every multiple of `every`, and at the end."""

    pairs: int
    class_pairs: int
    every: int
    max_train_steps: int

    @property
    def tests(self) -> int:
        return _tests(self.max_train_steps, self.every)

    @property
    def window(self) -> int:
        """How many tests in a row have to agree that nothing moves any more: an eighth of all."""
        return max(_LEAST_WINDOW, self.tests // 8)

    def is_due(self, step: int) -> bool:
        return step % self.every == 0


def plan_evaluation(config: RunConfig, *, has_class: bool) -> EvaluationPlan:
    """The most tests that evaluation.time_share of the run's passes through the model pays for,
    with fewer pairs if otherwise a step with samples would stay untested. A function of run.toml,
    so a resumed run tests at the same steps. A run too short for it tests its start and its end."""
    steps = config.training.max_train_steps
    rows = min(config.sampling.sample_every, steps)
    affordable = int(config.evaluation.time_share * passes_per_step(config) * steps)

    def looks(pairs: int) -> int:
        return pairs + (_class_pairs(pairs) if has_class else 0)

    most = config.evaluation.pairs
    fitting = [
        pairs for pairs in range(1, most + 1) if looks(pairs) * _tests(steps, rows) <= affordable
    ]
    pairs = min(most, max([LEAST_PAIRS, *fitting]))
    tests = affordable // looks(pairs)
    intervals = [part for part in range(1, rows + 1) if rows % part == 0]
    intervals += range(2 * rows, steps, rows)
    every = next((each for each in intervals if _tests(steps, each) <= tests), steps)
    return EvaluationPlan(pairs, looks(pairs) - pairs, every, steps)


def passes_per_step(config: RunConfig) -> float:
    """What one optimizer step costs, in forward passes of one picture."""
    training = config.training
    pictures = training.train_batch_size * training.gradient_accumulation_steps
    if config.data.prior_preservation:
        pictures *= 2
    learns_all = isinstance(config.method, DreamBoothSettings)
    return pictures * (_PASSES_OF_ALL if learns_all else _PASSES)


def _class_pairs(pairs: int) -> int:
    """Half of them: it is only watched, nothing is chosen by small differences."""
    return math.ceil(pairs / 2)


def _tests(steps: int, every: int) -> int:
    return 1 + math.ceil(steps / every)
