"""Does bitsandbytes work here? It can be imported even where its own library cannot be loaded."""

import logging
from functools import cache

import torch

from training.contract.measures import Measure

log = logging.getLogger(__name__)

# What cannot be done without it.
NEED_BITSANDBYTES: frozenset[Measure] = frozenset({"adamw_8bit", "nf4_base"})
# From this size on states are packed.
_SIZE = 4096


@cache
def why_not(device: str) -> str | None:
    """What keeps it from working on `device` ("cuda", "cpu"), found by letting it work; None if
    nothing does."""
    try:
        from bitsandbytes.functional import quantize_4bit
        from bitsandbytes.optim import AdamW8bit

        value = torch.nn.Parameter(torch.zeros(_SIZE, device=device))
        value.grad = torch.ones_like(value)
        AdamW8bit([value]).step()
        quantize_4bit(value.detach(), quant_type="nf4")
    except Exception as error:
        # Whatever a broken installation raises: a missing library file, another torch.
        log.warning("bitsandbytes cannot be used", exc_info=True)
        return str(error)
    return None
