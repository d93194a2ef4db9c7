"""The libraries' own optimizers, shown one tensor at a time; the caller keeps the states."""

from typing import Any

import torch

State = dict[str, Any]


class OneTensorUpdate:
    """A step of a library's optimizer for a single tensor, as if the model had no other.

    The optimizer is borrowed for its arithmetic alone: tensor, gradient, state and learning rate
    are put in, and the state is taken out again.
    """

    def __init__(self, library: torch.optim.Optimizer, *, flattens: bool = False) -> None:
        self._library = library
        self._flattens = flattens

    def __call__(
        self, values: torch.Tensor, gradient: torch.Tensor, state: State, *, rate: float
    ) -> None:
        """Move float32 `values` in place; `state` is empty before the first step. Both tensors
        are contiguous and of the same shape."""
        if self._flattens and values.ndim > 2:
            # Adafactor factors the last two sides: of a convolution that would be its 3 x 3, and
            # the states would be as large as two thirds of the weights.
            values, gradient = values.flatten(1), gradient.flatten(1)
        values = values.detach()
        values.grad = gradient
        (group,) = self._library.param_groups
        group["params"], group["lr"] = [values], rate
        self._library.state.clear()
        self._library.state[values] = state
        try:
            self._step(group, values)
        finally:
            values.grad = None
            group["params"] = []
            self._library.state.clear()

    def _step(self, group: dict[str, Any], values: torch.Tensor) -> None:
        self._library.step()


class OneTensorUpdate8bit(OneTensorUpdate):
    """The same for bitsandbytes, which keeps states of fewer than 4,096 numbers at 32 bits."""

    def _step(self, group: dict[str, Any], values: torch.Tensor) -> None:
        # What its `step` does, less the wait for the card after every tensor.
        library: Any = self._library
        if not library.state[values]:
            library.init_state(group, values, 0, 0)
        library.update_step(group, values, 0, 0)


def nothing() -> list[torch.nn.Parameter]:
    """A stand-in: optimizers refuse an empty list."""
    return [torch.nn.Parameter(torch.zeros(1))]
