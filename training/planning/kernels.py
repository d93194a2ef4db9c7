"""Stands in for what a card computes otherwise than torch's formulas: attention and autocast."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
import torch.nn.functional as functional
from torch import Tensor

from training.planning.ledger import Ledger

# What CUDA's autocast computes in 16 and in 32 bits, as far as our models use it:
# https://docs.pytorch.org/docs/stable/amp.html#cuda-op-specific-behavior
_IN_16_BITS = ("linear", "conv2d")
_IN_32_BITS = ("layer_norm", "group_norm", "mse_loss")
# Of attention's arithmetic: two matrix products, and in the backward pass five, one of them again.
_FORWARD_FLOPS, _BACKWARD_FLOPS = 4, 10


class _Flash(torch.autograd.Function):
    """Attention as a flash kernel (arXiv 2205.14135, 2307.08691) keeps memory: no table of all
    pairs; the backward pass adds up the queries' gradient in 32 bits."""

    @staticmethod
    def forward(ctx: Any, ledger: Ledger, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        ctx.ledger = ledger
        out = torch.empty_like(query)
        sums = query.new_empty(query.shape[:-1], dtype=torch.float32)
        ctx.save_for_backward(query, key, value, out, sums)
        ledger.flops += _FORWARD_FLOPS * query.numel() * key.shape[-2]
        return out

    @staticmethod
    def backward(ctx: Any, *_: Tensor) -> tuple[Tensor | None, ...]:
        query, key, value, *_rest = ctx.saved_tensors
        summed = query.new_empty(query.shape, dtype=torch.float32)
        gradients = [torch.empty_like(part) for part in (query, key, value)]
        del summed
        ctx.ledger.flops += _BACKWARD_FLOPS * query.numel() * key.shape[-2]
        return (None, *gradients)


def _cast(content: Any, dtype: torch.dtype) -> Any:
    if isinstance(content, torch.Tensor):
        return content.to(dtype) if content.is_floating_point() else content
    if isinstance(content, dict):
        return {name: _cast(value, dtype) for name, value in content.items()}
    if isinstance(content, tuple):
        return tuple(_cast(value, dtype) for value in content)
    return content


class _Autocast:
    """Stands in for `torch.autocast`, which refuses tensors without values. The casts of weights
    are not cached (`BaseModel.predict`)."""

    def __init__(self, *, is_on: bool) -> None:
        self.is_on = is_on

    @contextmanager
    def switched(
        self, device_type: str, dtype: torch.dtype | None = None, *, enabled: bool = True,
        **_: object,
    ) -> Iterator[None]:  # fmt: skip
        before, self.is_on = self.is_on, enabled and self.is_on
        try:
            yield
        finally:
            self.is_on = before

    def casting(self, function: Callable[..., Tensor], dtype: torch.dtype) -> Any:
        def cast(*args: Any, **kwargs: Any) -> Tensor:
            if self.is_on:
                args, kwargs = _cast(args, dtype), _cast(kwargs, dtype)
            return function(*args, **kwargs)

        return cast


@contextmanager
def as_on_a_card(ledger: Ledger, *, mixed: bool = False) -> Iterator[None]:
    """Count in `ledger` what is computed inside, as a card would compute it; `mixed` = autocast
    is on. Functions are replaced by name: a mode of torch's would not reach what checkpointing
    computes again in the backward pass."""
    autocast = _Autocast(is_on=mixed)

    def attention(query: Tensor, key: Tensor, value: Tensor, *_: Any, **__: Any) -> Tensor:
        if autocast.is_on:
            query, key, value = _cast((query, key, value), torch.float16)
        return _Flash.apply(ledger, query, key, value)

    names = dict.fromkeys(_IN_16_BITS, torch.float16)
    names |= dict.fromkeys(_IN_32_BITS, torch.float32)
    replaced = {
        name: autocast.casting(getattr(functional, name), dtype) for name, dtype in names.items()
    }
    replaced["scaled_dot_product_attention"] = attention
    real = {name: getattr(functional, name) for name in replaced}
    real_autocast = torch.autocast
    try:
        for name, function in replaced.items():
            setattr(functional, name, function)
        torch.autocast = autocast.switched
        with ledger:
            yield
    finally:
        torch.autocast = real_autocast
        for name, function in real.items():
            setattr(functional, name, function)
