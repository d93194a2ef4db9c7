"""What AUTOMATIC1111 wants beside a hypernetwork to train it further: `NAME.pt.optim`."""

import hashlib
from io import BytesIO
from typing import Any

import torch

from training.exports import ExportFacts
from training.exports.legacy_pickle import write_legacy
from training.learning_rate import learning_rate_at

_SHORT_HASH = 10


def is_adams(facts: ExportFacts) -> bool:
    """Is what the step kept AdamW's state in 32 bits, which A1111 reads?"""
    return any(name.endswith(".exp_avg_sq") for name in facts.optimizer_state())


def optimizer_content(
    tensors: list[torch.Tensor], facts: ExportFacts, *, beside: dict[str | int, Any]
) -> dict[Any, Any]:
    """The state of AdamW as torch describes it, and the hash of the file `beside`, without which
    A1111 does not read it. `tensors` = what was taught, in the optimizer's order."""
    written = BytesIO()
    write_legacy(beside, written)
    training = facts.config.training
    adam = torch.optim.AdamW(
        [torch.nn.Parameter(values) for values in tensors],
        lr=learning_rate_at(max(facts.step - 1, 0), training),
        weight_decay=training.adam_weight_decay,
    )
    state: dict[int, dict[str, torch.Tensor]] = {}
    for key, value in facts.optimizer_state().items():
        index, _, name = key.partition(".")
        if not index.isdecimal():
            # fp16's loss scale, which belongs to no parameter.
            continue
        state.setdefault(int(index), {})[name] = value
    groups = adam.state_dict()["param_groups"]
    return {
        "optimizer_name": "AdamW",
        "hash": hashlib.sha256(written.getvalue()).hexdigest()[:_SHORT_HASH],
        "optimizer_state_dict": {"state": dict(sorted(state.items())), "param_groups": groups},
    }
