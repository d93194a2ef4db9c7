"""Builds the optimizer, and takes its state out and puts it back without any rounding."""

import logging
from functools import partial
from typing import Any

import torch

from training.contract.measures import Measure
from training.contract.messages import Message, say
from training.contract.settings import TrainingSettings
from training.one_tensor import OneTensorUpdate, OneTensorUpdate8bit, nothing
from training.tensorwise import TensorwiseOptimizer, Treatment

log = logging.getLogger(__name__)
Tensors = dict[str, torch.Tensor]

# Measures that need the weights one at a time.
_TENSORWISE: frozenset[Measure] = frozenset(
    {"step_in_backward", "bf16_stochastic_rounding", "adafactor"}
)
# bitsandbytes' own loop would lay the weights out anew.
_UNDONE: frozenset[Measure] = frozenset({"adamw_8bit", "channels_last"})


def build_optimizer(
    groups: list[list[torch.nn.Parameter]], settings: TrainingSettings,
    measures: frozenset[Measure] = frozenset(), *, loss_scale: float = 1.0,
) -> tuple[torch.optim.Optimizer, list[Message]]:  # fmt: skip
    """AdamW (arXiv 1711.05101), its 8-bit form (arXiv 2110.02861) or Adafactor (arXiv 1804.04235)
    over groups of parameters, and what there is to say about it. 8 bits need bitsandbytes; without
    it the states take four times the memory, and the training is the same."""
    kind, update, notes = _kind(measures)
    rate, decay = settings.learning_rate, settings.adam_weight_decay
    if not (measures & _TENSORWISE or measures >= _UNDONE):
        parameters = [{"params": group} for group in groups]
        return kind(parameters, lr=rate, weight_decay=decay), notes
    in_backward = "step_in_backward" in measures
    treatment = Treatment(
        seed=settings.seed, rounds="bf16_stochastic_rounding" in measures,
        max_norm=settings.max_grad_norm if in_backward else 0.0, loss_scale=loss_scale,
    )  # fmt: skip
    library = kind(nothing(), lr=rate, weight_decay=decay)
    optimizer = TensorwiseOptimizer(groups, update(library), treatment, learning_rate=rate)
    if in_backward:
        optimizer.step_in_backward()
    return optimizer, notes


def _kind(measures: frozenset[Measure]) -> tuple[Any, Any, list[Message]]:
    """The library's class, how it is shown one tensor, and notes."""
    if "adafactor" in measures:
        return _adafactor, partial(OneTensorUpdate, flattens=True), []
    if "adamw_8bit" in measures:
        try:
            return _adamw_8bit(), OneTensorUpdate8bit, []
        except Exception as error:
            # Whatever a broken installation raises: a missing library file, another torch.
            log.warning("bitsandbytes cannot be used", exc_info=True)
            return torch.optim.AdamW, OneTensorUpdate, [say("note.no_8_bit", reason=str(error))]
    return torch.optim.AdamW, OneTensorUpdate, []


def state_bytes(measures: frozenset[Measure]) -> float:
    """Bytes of state for each number taught."""
    if "adafactor" in measures:
        return 0.02
    # Two numbers of a byte each, and a 32-bit scale for every 256 of them.
    return 2 * (1 + 4 / 256) if "adamw_8bit" in measures else 8


def _adamw_8bit() -> Any:
    from bitsandbytes.optim import AdamW8bit

    return AdamW8bit


def _adafactor(parameters: Any, *, lr: float, weight_decay: float) -> torch.optim.Optimizer:
    """With a learning rate that means what AdamW's means; torch's own form multiplies it by the
    size of the weights."""
    from transformers.optimization import Adafactor

    return Adafactor(
        parameters, lr=lr, weight_decay=weight_decay, scale_parameter=False, relative_step=False
    )


def optimizer_state(optimizer: torch.optim.Optimizer) -> Tensors:
    """`INDEX.NAME` -> tensor for every parameter; indices count through all groups."""
    state: Tensors = {}
    for index, parameter in enumerate(_parameters(optimizer)):
        for name, value in optimizer.state[parameter].items():
            state[f"{index}.{name}"] = torch.as_tensor(value).detach().cpu().contiguous()
    return state


def restore_optimizer(optimizer: torch.optim.Optimizer, state: Tensors) -> None:
    """Put tensors back as they were. `load_state_dict` would cast them to the parameter's type
    and move Adam's step counter, which belongs on the CPU."""
    parameters = _parameters(optimizer)
    for key, value in state.items():
        index, _, name = key.partition(".")
        parameter = parameters[int(index)]
        # Copies: what was loaded is still the file, which Windows would not let us delete.
        if name == "step":
            # torch counts in a tensor, the other libraries in Python's numbers.
            is_tensor = value.is_floating_point()
            optimizer.state[parameter][name] = value.clone() if is_tensor else value.item()
        else:
            optimizer.state[parameter][name] = value.to(parameter.device, copy=True)


def _parameters(optimizer: torch.optim.Optimizer) -> list[torch.nn.Parameter]:
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]
