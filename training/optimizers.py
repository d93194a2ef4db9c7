"""Builds the optimizer, and takes its state out and puts it back without any rounding."""

import torch

from training.contract.settings import TrainingSettings

Tensors = dict[str, torch.Tensor]


def build_optimizer(
    parameters: list[torch.nn.Parameter], settings: TrainingSettings
) -> torch.optim.Optimizer:
    """AdamW (arXiv 1711.05101) over `parameters`."""
    return torch.optim.AdamW(
        parameters, lr=settings.learning_rate, weight_decay=settings.adam_weight_decay
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
        device = "cpu" if name == "step" else parameter.device
        optimizer.state[parameter][name] = value.to(device)


def _parameters(optimizer: torch.optim.Optimizer) -> list[torch.nn.Parameter]:
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]
