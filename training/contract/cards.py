"""Graphics cards that Manul knows, and what a step takes on them: estimates, none was measured.

Peaks are the makers' figures for 16-bit products summed in 32 bits; the H200's was measured.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """`flops` a second in 16 bits, `bandwidth` in bytes a second."""

    name: str
    flops: float
    bandwidth: float
    has_bf16: bool = True


CARDS = (
    Card("RTX 2070 SUPER", flops=36.3e12, bandwidth=448e9, has_bf16=False),
    Card("RTX 3060", flops=25.5e12, bandwidth=360e9),
    Card("RTX 4060", flops=30.2e12, bandwidth=272e9),
    Card("H200", flops=790e12, bandwidth=4.3e12),
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


def step_seconds(card: Card, *, flops: int, kernels: int, optimizer_bytes: float) -> float:
    """One step: `optimizer_bytes` are read or written once it has its gradients."""
    computing = flops / (card.flops * UTILISATION)
    return max(computing, kernels * LAUNCH_SECONDS) + optimizer_bytes / card.bandwidth
