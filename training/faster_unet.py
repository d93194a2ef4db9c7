"""Switches that make the UNet faster and change nothing else: layout and compilation."""

import logging

import torch
from diffusers import UNet2DConditionModel

from training.contract.measures import Measure
from training.contract.messages import Message, say

log = logging.getLogger(__name__)


def speed_up(unet: UNet2DConditionModel, measures: frozenset[Measure]) -> list[Message]:
    """Lay the UNet out and compile it where that was chosen; what could not be done is said."""
    if "channels_last" in measures:
        unet.to(memory_format=torch.channels_last)
    if "compile" not in measures:
        return []
    problem = _no_compiler(unet.device)
    if problem is not None:
        return [say("note.no_compile", reason=problem)]
    # What still cannot be compiled runs as it is, and says so in engine.log.
    torch._dynamo.config.suppress_errors = True
    # The repeated blocks alone: a tenth of the time that compiling everything takes.
    # https://huggingface.co/docs/diffusers/optimization/fp16#regional-compilation
    unet.compile_repeated_blocks()
    return []


def _no_compiler(device: torch.device) -> str | None:
    """Why nothing can be compiled for `device`: torch itself notices only in the first step."""
    try:
        if device.type == "cuda":
            from torch.utils._triton import has_triton

            return None if has_triton() else "triton is missing"
        from torch._inductor.cpp_builder import get_cpp_compiler

        get_cpp_compiler()
    except Exception as error:
        # Not ours to list: whatever torch raises on a machine without a compiler.
        log.warning("nothing can be compiled", exc_info=True)
        return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return None
