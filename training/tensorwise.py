"""An optimizer that moves one tensor at a time: after the backward pass, or in the middle of it."""

import math
import weakref
from dataclasses import dataclass

import torch

from training import randomness
from training.one_tensor import OneTensorUpdate
from training.stochastic_rounding import copy_rounded


@dataclass(frozen=True)
class Treatment:
    """What happens to gradient and weights around the update. `max_norm` cuts each gradient by
    itself (0 = off): in the backward pass nobody knows the length of all of them. `loss_scale` is
    what the loss was multiplied by. With `rounds`, bfloat16 weights are rounded by chance, the
    draws being a function of `seed`, step and the parameter's number."""

    seed: int
    rounds: bool = False
    max_norm: float = 0.0
    loss_scale: float = 1.0


class TensorwiseOptimizer(torch.optim.Optimizer):
    """Holds each parameter's state, and works through float32 copies of one parameter and its
    gradient. The loop sets `lr` and `step` of each group before the backward pass."""

    def __init__(
        self, groups: list[list[torch.nn.Parameter]], update: OneTensorUpdate,
        treatment: Treatment, *, learning_rate: float,
    ) -> None:  # fmt: skip
        # The groups' settings; torch's own class then holds parameters, states and gradients.
        super().__init__([{"params": group} for group in groups], {"lr": learning_rate, "step": 0})
        self._update = update
        self.treatment = treatment
        places = [(group, value) for group in self.param_groups for value in group["params"]]
        self._places = {value: (number, group) for number, (group, value) in enumerate(places)}
        # Updates left out so far because the gradient was not finite.
        self.skipped = 0

    def step_in_backward(self) -> None:
        """From now on every backward pass moves each parameter as soon as its gradient is whole,
        and drops the gradient; `step` finds nothing left to do."""
        ourselves = weakref.ref(self)

        def move(parameter: torch.Tensor) -> None:
            optimizer = ourselves()
            if optimizer is not None:
                optimizer.step_tensor(parameter)

        for parameter in self._places:
            parameter.register_post_accumulate_grad_hook(move)

    @torch.no_grad()
    def step(self, closure: None = None) -> None:
        """Move what has a gradient."""
        for parameter in self._places:
            if parameter.grad is not None:
                self.step_tensor(parameter)

    @torch.no_grad()
    def step_tensor(self, parameter: torch.Tensor) -> None:
        """Move one parameter and drop its gradient. If that is not finite, leave parameter and
        state as they are and count it."""
        assert parameter.grad is not None
        gradient = parameter.grad.float().contiguous()
        # The 16-bit gradient's memory is free from here on.
        parameter.grad = None
        length = float(torch.linalg.vector_norm(gradient)) / self.treatment.loss_scale
        if not math.isfinite(length):
            self.skipped += 1
            return
        factor = 1 / self.treatment.loss_scale
        if 0 < self.treatment.max_norm < length:
            factor *= self.treatment.max_norm / length
        if factor != 1:
            gradient = gradient.mul_(factor)
        number, group = self._places[parameter]
        weights = parameter.detach()
        values = weights.float().contiguous()
        self._update(values, gradient, self.state[parameter], rate=group["lr"])
        del gradient
        if values is weights:
            return
        if self.treatment.rounds and weights.dtype == torch.bfloat16:
            copy_rounded(weights, values, self._noise(weights.device, group["step"], number))
        else:
            weights.copy_(values)

    def _noise(self, device: torch.device, step: int, number: int) -> torch.Generator:
        seed = self.treatment.seed
        place = randomness.stream_seed(seed, "stochastic_rounding", step, number)
        return torch.Generator(device).manual_seed(place)
