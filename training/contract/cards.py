"""Graphics cards that Manul knows, and what a step takes on them: estimates, none was measured.

Peaks are the makers' figures, of 16-bit products summed in 32 bits (the H200's was measured) and of
32-bit numbers without tensor cores, which torch leaves alone there unless one asks for TF32:
NVIDIA's whitepapers of Turing (appendix A), GA102 and Ada, and the data sheet of the H200.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """`flops` a second in 16 bits and in 32, `bandwidth` in bytes a second."""

    name: str
    flops: float
    flops_32: float
    bandwidth: float
    has_bf16: bool = True


CARDS = (
    Card("RTX 2070 SUPER", flops=36.3e12, flops_32=9.1e12, bandwidth=448e9, has_bf16=False),
    Card("RTX 3060", flops=25.5e12, flops_32=12.7e12, bandwidth=360e9),
    Card("RTX 4060", flops=30.2e12, flops_32=15.1e12, bandwidth=272e9),
    Card("H200", flops=790e12, flops_32=67e12, bandwidth=4.3e12),
)
# Share of the peak that training reaches on cards of this class.
UTILISATION = 0.6
# Python needs this long to start one kernel: what a fast card waits for.
LAUNCH_SECONDS = 15e-6
# Cards that people have, by their GB; each also shows a desktop.
CARD_SIZES = (6, 8, 10, 12)
# A card is sold by GB of which the desktop and the driver keep some.
DESKTOP_BYTES = round(1.1 * 2**30)


def free_on_a_card(gigabytes: float) -> int:
    """What a training finds free on a card of this size that also shows a desktop."""
    return max(0, round(gigabytes * 2**30) - DESKTOP_BYTES)


def needed_gigabytes(amount: int) -> float:
    """As people are told what they need: rounded up, by a tenth."""
    return math.ceil(round(amount / 2**30 * 10, 6)) / 10


def free_gigabytes(amount: int) -> float:
    """As people are told what they have: rounded down, by a tenth."""
    return math.floor(round(amount / 2**30 * 10, 6)) / 10


def step_seconds(
    card: Card, *, flops: int, kernels: int, optimizer_bytes: float, optimizer_kernels: int = 0,
    unpacking_bytes: float = 0.0, in_32_bits: bool = False,
) -> float:  # fmt: skip
    """One step. `optimizer_bytes` are read or written, and `optimizer_kernels` started, once it
    has its gradients; `unpacking_bytes` are moved while it computes."""
    peak = card.flops_32 if in_32_bits else card.flops
    computing = flops / (peak * UTILISATION) + unpacking_bytes / card.bandwidth
    moving = max(optimizer_bytes / card.bandwidth, optimizer_kernels * LAUNCH_SECONDS)
    return max(computing, kernels * LAUNCH_SECONDS) + moving
