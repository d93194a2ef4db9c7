"""Builds the optimizer, and takes its state out and puts it back without any rounding."""

from functools import partial
from typing import Any

import torch

from training.bitsandbytes_check import why_not
from training.contract.errors import ManulError
from training.contract.measures import Measure, moves_one_tensor_at_a_time
from training.contract.settings import TrainingSettings
from training.one_tensor import OneTensorUpdate, OneTensorUpdate8bit, nothing
from training.tensorwise import TensorwiseOptimizer, Treatment

Tensors = dict[str, torch.Tensor]
# What stands for a parameter's number in the names of the loss scale.
_SCALE = "loss_scale"


def build_optimizer(
    groups: list[list[torch.nn.Parameter]], settings: TrainingSettings,
    measures: frozenset[Measure] = frozenset(), *, loss_scale: float = 1.0,
) -> torch.optim.Optimizer:  # fmt: skip
    """AdamW (arXiv 1711.05101), its 8-bit form (arXiv 2110.02861) or Adafactor (arXiv 1804.04235)
    over groups of parameters. ManulError "optimizer_missing" if a run goes on that had 8 bits, and
    bitsandbytes does not work here."""
    kind, update = _kind(measures, groups[0][0].device)
    rate, decay = settings.learning_rate, settings.adam_weight_decay
    if not moves_one_tensor_at_a_time(measures):
        parameters = [{"params": group} for group in groups]
        optimizer: torch.optim.Optimizer = kind(parameters, lr=rate, weight_decay=decay)
        return optimizer
    in_backward = "step_in_backward" in measures
    treatment = Treatment(
        seed=settings.seed, rounds="bf16_stochastic_rounding" in measures,
        max_norm=settings.max_grad_norm if in_backward else 0.0, loss_scale=loss_scale,
    )  # fmt: skip
    library = kind(nothing(), lr=rate, weight_decay=decay)
    tensorwise = TensorwiseOptimizer(groups, update(library), treatment, learning_rate=rate)
    if in_backward:
        tensorwise.step_in_backward()
    return tensorwise


def _kind(measures: frozenset[Measure], device: torch.device) -> tuple[Any, Any]:
    """The library's class, and how it is shown one tensor."""
    if "adafactor" in measures:
        return _adafactor, partial(OneTensorUpdate, flattens=True)
    if "adamw_8bit" not in measures:
        return torch.optim.AdamW, OneTensorUpdate
    if (reason := why_not(device.type)) is not None:
        raise ManulError("optimizer_missing", reason=reason)
    from bitsandbytes.optim import AdamW8bit

    return AdamW8bit, OneTensorUpdate8bit


def state_bytes(measures: frozenset[Measure]) -> float:
    """Bytes of state for each number taught."""
    if "adafactor" in measures:
        return 0.02
    # Two numbers of a byte each, and a 32-bit scale for every 256 of them.
    return 2 * (1 + 4 / 256) if "adamw_8bit" in measures else 8


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


def scale_state(scaler: torch.amp.GradScaler | None) -> Tensors:
    """fp16's loss scale as tensors; nothing without one."""
    found = scaler.state_dict() if scaler is not None else {}
    return {
        f"{_SCALE}.{name}": torch.tensor(value, dtype=torch.float64)
        for name, value in found.items()
    }


def restore_scale(scaler: torch.amp.GradScaler | None, state: Tensors) -> None:
    """Put it back where there is one, and one was kept."""
    if scaler is None or not any(key.startswith(f"{_SCALE}.") for key in state):
        return
    now = scaler.state_dict()
    kept = {name: state[f"{_SCALE}.{name}"].item() for name in now}
    scaler.load_state_dict({name: type(now[name])(value) for name, value in kept.items()})


def restore_optimizer(optimizer: torch.optim.Optimizer, state: Tensors) -> None:
    """Put tensors back as they were. `load_state_dict` would cast them to the parameter's type
    and move Adam's step counter, which belongs on the CPU."""
    parameters = _parameters(optimizer)
    for key, value in state.items():
        index, _, name = key.partition(".")
        if index == _SCALE:
            continue
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
