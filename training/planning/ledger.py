"""Counts the bytes that live while a piece of code computes, and its arithmetic.

It watches every operation that reaches torch's dispatcher, forward and backward: a storage counts
from the operation that made it until nobody holds it. That needs no memory of any size when the
tensors are on the device "meta". What was there before (the weights) does not count.
"""

import weakref
from collections.abc import Iterator
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry

# CUDA's allocator hands out nothing smaller: c10/cuda/CUDACachingAllocator.cpp, kMinBlockSize.
_BLOCK = 512


class Ledger(TorchDispatchMode):
    """`live` and `peak` in bytes; `flops` of matrix products, convolutions and attention;
    `kernels` = operations that had something to compute."""

    def __init__(self) -> None:
        super().__init__()
        self.live = 0
        self.peak = 0
        self.flops = 0
        self.kernels = 0
        self._known: dict[int, weakref.ref[torch.UntypedStorage]] = {}

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        for tensor in _tensors((args, kwargs)):
            self._remember(tensor.untyped_storage(), size=0)
        result = func(*args, **(kwargs or {}))
        is_new = False
        for tensor in _tensors(result):
            storage = tensor.untyped_storage()
            if storage._cdata not in self._known:
                self._remember(storage, size=-(-storage.nbytes() // _BLOCK) * _BLOCK)
                is_new = True
        packet = func._overloadpacket
        self.kernels += is_new or func._schema.is_mutable
        if packet in flop_registry:
            self.flops += flop_registry[packet](*args, **(kwargs or {}), out_val=result)
        return result

    def _remember(self, storage: torch.UntypedStorage, *, size: int) -> None:
        """Count a storage until its memory is given back; 0 = it was there before."""
        key = storage._cdata
        if key in self._known:
            return

        def forget(_: object) -> None:
            del self._known[key]
            self.live -= size

        self._known[key] = weakref.ref(storage, forget)
        self.live += size
        self.peak = max(self.peak, self.live)


def _tensors(content: Any) -> Iterator[torch.Tensor]:
    if isinstance(content, torch.Tensor):
        yield content
    elif isinstance(content, (tuple, list)):
        for part in content:
            yield from _tensors(part)
    elif isinstance(content, dict):
        yield from _tensors(tuple(content.values()))
