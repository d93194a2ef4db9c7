"""How long a step takes on the cards that Manul knows: what it computes, moves and starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.contract.cards import CARDS, step_seconds
from training.contract.measures import moves_one_tensor_at_a_time
from training.contract.plan_bytes import STATE_BYTES, OptimizerKind, optimizer_kind, packed_bytes

if TYPE_CHECKING:
    from training.contract.plan import Request
    from training.contract.plan_table import Parts, TrainingRow

# What is started for one tensor, measuring, cutting and rounding included: counted, about.
_KERNELS: dict[OptimizerKind, int] = {"adamw": 20, "adamw_8bit": 15, "adafactor": 40}


def seconds_per_step(
    request: Request, measures: frozenset[str], row: TrainingRow, parts: Parts
) -> dict[str, float]:
    """By card. Small parts count as few tensors."""
    kind = optimizer_kind(measures)
    taught = 2 if "bf16_stochastic_rounding" in measures else 4
    tensorwise = request.teaches_whole_model and moves_one_tensor_at_a_time(measures)
    traffic = row.taught * (_passes(measures, taught) + 2 * STATE_BYTES[kind])
    unpacking = _unpacking(measures, parts)
    return {
        card.name: round(
            step_seconds(
                card,
                flops=row.flops * request.accumulation,
                kernels=row.kernels * request.accumulation,
                optimizer_bytes=traffic,
                optimizer_kernels=parts.unet_tensors * _KERNELS[kind] if tensorwise else 0,
                unpacking_bytes=unpacking * request.accumulation,
                in_32_bits=request.precision == "fp32",
            ),
            4,
        )
        for card in CARDS
        if card.has_bf16 or request.precision != "bf16"
    }


def _passes(measures: frozenset[str], taught: int) -> int:
    """Bytes that an optimizer reads and writes for each number of `taught` bytes, without its
    states. A library reads weights and gradients and writes weights. One tensor at a time, the
    gradient is measured, and cut into a 32-bit copy, before the library sees it."""
    if not moves_one_tensor_at_a_time(measures):
        return 3 * taught
    exact = taught + (taught + 4) + 3 * 4
    # A 32-bit copy of the weights, the noise, their sum, and its upper half put back.
    return exact if taught == 4 else exact + (taught + 4) + 4 + 3 * 4 + (4 + taught)


def _unpacking(measures: frozenset[str], parts: Parts) -> float:
    """Bytes of a pass: packed weights are read, and 16-bit copies of them written and read, for
    the forward pass, for the backward one, and where that computes again."""
    packed = packed_bytes(measures)
    if packed is None:
        return 0.0
    times = 3 if "gradient_checkpointing" in measures else 2
    return times * parts.linear * (packed + 2 + 2)
