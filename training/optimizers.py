"""Builds the optimizer, and takes its state out and puts it back without any rounding."""

import logging
from typing import Any

import torch

from training.contract.messages import Message, say
from training.contract.settings import TrainingSettings

log = logging.getLogger(__name__)
Tensors = dict[str, torch.Tensor]


def build_optimizer(
    groups: list[list[torch.nn.Parameter]], settings: TrainingSettings
) -> tuple[torch.optim.Optimizer, list[Message]]:
    """AdamW (arXiv 1711.05101) over groups of parameters, and what there is to say about it. Its
    8-bit form (arXiv 2110.02861) needs bitsandbytes; without it the states take four times the
    memory, and the training is the same."""
    kind, notes = torch.optim.AdamW, []
    if settings.optimizer == "adamw_8bit":
        try:
            kind = _adamw_8bit()
        except Exception as error:
            # Whatever a broken installation raises: a missing library file, another torch.
            log.warning("bitsandbytes cannot be used", exc_info=True)
            notes.append(say("note.no_8_bit", reason=str(error)))
    parameters = [{"params": group} for group in groups]
    rate, decay = settings.learning_rate, settings.adam_weight_decay
    return kind(parameters, lr=rate, weight_decay=decay), notes


def _adamw_8bit() -> Any:
    from bitsandbytes.optim import AdamW8bit

    return AdamW8bit


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
        device = "cpu" if name == "step" else parameter.device
        # A copy: what was loaded is still the file, which Windows would not let us delete.
        optimizer.state[parameter][name] = value.to(device, copy=True)


def _parameters(optimizer: torch.optim.Optimizer) -> list[torch.nn.Parameter]:
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]
