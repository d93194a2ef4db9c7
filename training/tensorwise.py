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
    """What happens to gradient and weights around the update. `max_norm` is the greatest length of
    all gradients together (0 = any): in the backward pass nobody knows that, so each is cut to its
    share of it. `loss_scale` is what the loss was multiplied by. With `rounds`, bfloat16 weights
    are rounded by chance, the draws being a function of `seed`, step and the parameter's number."""

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
        # Of this step's gradients, left on the card: asking for each would make it wait.
        self._lengths: list[torch.Tensor] = []

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
        """Move one parameter and drop its gradient."""
        gradient = self._taken(parameter)
        if gradient is None:
            return
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

    def all_finite(self) -> bool:
        """Were all gradients since the last time one asked? If not, the weights are spoiled."""
        lengths, self._lengths = self._lengths, []
        return not lengths or math.isfinite(torch.stack(lengths).sum())

    def _taken(self, parameter: torch.Tensor) -> torch.Tensor | None:
        """The gradient in float32, cut and without the loss scale. With a loss scale gradients
        may overflow: such a one is left out (None) and counted."""
        gradient, scale = parameter.grad, self.treatment.loss_scale
        assert gradient is not None
        parameter.grad = None
        length = torch.linalg.vector_norm(gradient, dtype=torch.float32) / scale
        if scale == 1:
            self._lengths.append(length)
        elif not math.isfinite(length):
            self.skipped += 1
            return None
        factor = torch.full_like(length, 1 / scale)
        if self.treatment.max_norm:
            share = self.treatment.max_norm / math.sqrt(len(self._places))
            factor *= torch.clamp(share / length, max=1)
        # Of one side, not of none: so that the product is as wide as the factor.
        return (gradient * factor.view(1)).contiguous()

    def _noise(self, device: torch.device, step: int, number: int) -> torch.Generator:
        seed = self.treatment.seed
        place = randomness.stream_seed(seed, "stochastic_rounding", step, number)
        return torch.Generator(device).manual_seed(place)
