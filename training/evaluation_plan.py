"""How much the fixed test looks at and how often, by arithmetic alone, so that it costs little."""

import math
from dataclasses import dataclass

from training.contract.config import RunConfig
from training.contract.settings import DreamBoothSettings

# Fewer pairs say more about the noise in them than about what was learned.
LEAST_PAIRS = 4
# A step passes through the model with each of its pictures forward and back, which costs as much
# again; and once more for the gradients of the weights, where all of them learn.
_PASSES, _PASSES_OF_ALL = 2, 3
_LEAST_WINDOW = 3


@dataclass(frozen=True)
class EvaluationPlan:
    """`pairs` of picture and noise are looked at (as many again for the class) before the first
    step, at every multiple of `every`, and at the end."""

    pairs: int
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
    per_pair = 2 if has_class else 1
    affordable = int(config.evaluation.time_share * passes_per_step(config) * steps)
    wanted = affordable // (_tests(steps, rows) * per_pair)
    pairs = min(config.evaluation.pairs, max(LEAST_PAIRS, wanted))
    tests = affordable // (pairs * per_pair)
    intervals = [part for part in range(1, rows + 1) if rows % part == 0]
    intervals += range(2 * rows, steps, rows)
    every = next((each for each in intervals if _tests(steps, each) <= tests), steps)
    return EvaluationPlan(pairs, every, steps)


def passes_per_step(config: RunConfig) -> int:
    """What one optimizer step costs, in forward passes of one picture."""
    training = config.training
    pictures = training.train_batch_size * training.gradient_accumulation_steps
    if config.data.prior_preservation:
        pictures *= 2
    learns_all = isinstance(config.method, DreamBoothSettings)
    return pictures * (_PASSES_OF_ALL if learns_all else _PASSES)


def _tests(steps: int, every: int) -> int:
    return 1 + math.ceil(steps / every)
