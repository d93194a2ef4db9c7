"""Settles which measures a run works with, each with the reason."""

from collections.abc import Iterable

import torch

from training.bitsandbytes_check import NEED_BITSANDBYTES, why_not
from training.contract.config import RunConfig
from training.contract.events import Choice, PlanChosen
from training.contract.measures import (
    MEASURES,
    TEACH_WHOLE_MODEL,
    Measure,
    check_measures,
    wishes,
)
from training.contract.messages import Message, say

# What the optimizer's state on disk depends on: kept even where a run goes on with other hardware.
_KEPT_EVERYWHERE: frozenset[Measure] = frozenset({"adamw_8bit", "adafactor"})


def settle_measures(
    config: RunConfig, *, precision: str, planned: PlanChosen | None, device: torch.device
) -> tuple[Choice, ...]:
    """What was asked for and works here, and what the rest of the run makes necessary. A resumed
    run keeps its plan's; on another kind of device it keeps its optimizer. ManulError
    "measures_excluded"."""
    if planned is not None and planned.device == device.type:
        return planned.measures
    asked = [name for name in _asked(config) if name not in refused(_asked(config), device)]
    if planned is not None:
        kept = measure_names(planned.measures) & _KEPT_EVERYWHERE
        asked = [name for name in asked if name not in _KEPT_EVERYWHERE] + sorted(kept)
    choices = [Choice(name="cache_latents", reason=say("reason.cache_latents"))]
    choices += [Choice(name=name, reason=say("reason.measure.asked")) for name in asked]
    whole = config.method.name in TEACH_WHOLE_MODEL
    if whole and precision != "fp32" and "bf16_stochastic_rounding" not in asked:
        choices.append(Choice(name="fp32_master", reason=say("reason.measure.master")))
    check_measures(
        measure_names(tuple(choices)), method=config.method.name, precision=precision,  # type: ignore[arg-type]
        gradient_accumulation_steps=config.training.gradient_accumulation_steps,
        family=config.family,
    )  # fmt: skip
    return tuple(choices)


def refused(asked: Iterable[Measure], device: torch.device) -> frozenset[Measure]:
    """Of these what cannot work on `device`."""
    needing = NEED_BITSANDBYTES.intersection(asked)
    return needing if needing and why_not(device.type) is not None else frozenset()


def notes_on_refused(config: RunConfig, device: torch.device) -> list[Message]:
    """What was asked for and is left out."""
    left_out = refused(_asked(config), device)
    reason = why_not(device.type) if left_out else None
    notes = []
    if "adamw_8bit" in left_out:
        notes.append(say("note.no_8_bit", reason=str(reason)))
    if "nf4_base" in left_out:
        notes.append(say("note.no_packed_base", reason=str(reason)))
    return notes


def _asked(config: RunConfig) -> list[Measure]:
    wished = wishes(config.training, config.memory)
    return [name for name, wish in wished.items() if wish]


def measure_names(choices: tuple[Choice, ...]) -> frozenset[Measure]:
    """Those this version knows."""
    return frozenset(measure for measure in MEASURES if measure in {c.name for c in choices})
