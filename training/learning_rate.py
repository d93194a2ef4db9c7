"""The learning rate as a pure function of the step, so that a resumed run needs no state."""

import math

from training.contract.rate_steps import parse_rate_steps
from training.contract.settings import TrainingSettings

# Added steps go on at this share of the learning rate: enough to move, too little to spoil.
EXTENSION_SHARE = 0.1


def learning_rate_at(step: int, settings: TrainingSettings) -> float:
    """The rate of step `step`, counted from 0. After the last planned step it stays constant."""
    if rates := parse_rate_steps(settings.learning_rate_steps):
        return next(
            (pair.rate for pair in rates if pair.last_step is None or step < pair.last_step),
            rates[-1].rate,
        )
    total, warmup = settings.max_train_steps, settings.lr_warmup_steps
    if step >= total:
        return extension_rate(settings)
    if step < warmup:
        return settings.learning_rate * (step + 1) / warmup
    return settings.learning_rate * _share(step, total, settings)


def extension_rate(settings: TrainingSettings) -> float:
    """What added steps use, once the schedule has ended."""
    if rates := parse_rate_steps(settings.learning_rate_steps):
        return rates[-1].rate
    if settings.lr_scheduler == "constant":
        return settings.learning_rate
    return settings.learning_rate * EXTENSION_SHARE


def _share(step: int, total: int, settings: TrainingSettings) -> float:
    progress = (step - settings.lr_warmup_steps) / max(total - settings.lr_warmup_steps, 1)
    match settings.lr_scheduler:
        case "linear":
            return 1 - progress
        case "cosine":
            return 0.5 * (1 + math.cos(math.pi * progress))
        case "warmup_stable_decay" if settings.lr_decay_steps:
            return min(1.0, (total - step) / settings.lr_decay_steps)
    return 1.0
