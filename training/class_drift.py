"""The class prompt's loss where there are no pictures of the class."""

from collections.abc import Callable, Iterable

import torch

from training.loss import loss_target, squared_error
from training.methods import Batch, predict
from training.model import BaseModel


class ClassDrift:
    """What the untaught model loses with the class prompt on the user's pictures, plus how far
    the model has moved from that answer since. For a model that is right about its class, which
    is what the untaught one is taken for, this is its loss on pictures of the class: |a - noise|²
    is in the mean |a - right|² + |right - noise|². It costs as many passes and no pictures."""

    @torch.no_grad()
    def __init__(self, model: BaseModel, batches: list[Batch]) -> None:
        """`model` as it came, before a method hangs anything into it."""
        self._model = model
        self._batches = batches
        model.learn(False)
        self._answers = [predict(model, batch) for batch in batches]
        scheduler = model.noise_scheduler
        self._untaught = _mean(
            squared_error(answer, loss_target(scheduler, b.latents, b.noise, b.timesteps))
            for answer, b in zip(self._answers, batches, strict=True)
        )

    @torch.no_grad()
    def loss(self, progress: Callable[[], None]) -> float:
        moved = []
        for answer, batch in zip(self._answers, self._batches, strict=True):
            moved.append(squared_error(predict(self._model, batch), answer.float()))
            progress()
        return self._untaught + _mean(moved)


def _mean(losses: Iterable[torch.Tensor]) -> float:
    return float(torch.cat(list(losses)).mean())
