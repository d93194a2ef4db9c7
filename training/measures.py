"""Settles which measures a run works with, each with the reason."""

from training.contract.config import RunConfig
from training.contract.events import Choice, PlanChosen
from training.contract.measures import (
    MEASURES,
    TEACH_WHOLE_MODEL,
    Measure,
    check_measures,
    wishes,
)
from training.contract.messages import say

# What the optimizer's state on disk depends on: kept even where a run goes on with other hardware.
_KEPT_EVERYWHERE: frozenset[Measure] = frozenset({"adamw_8bit", "adafactor"})


def settle_measures(
    config: RunConfig, *, precision: str, planned: PlanChosen | None, same_device: bool = True
) -> tuple[Choice, ...]:
    """What was asked for, and what the rest of the run makes necessary. A resumed run keeps its
    plan's; on another kind of device it keeps its optimizer. ManulError "measures_excluded"."""
    if planned is not None and same_device:
        return planned.measures
    wished = wishes(config.training, config.memory)
    asked = [name for name, wish in wished.items() if wish]
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
    )  # fmt: skip
    return tuple(choices)


def measure_names(choices: tuple[Choice, ...]) -> frozenset[Measure]:
    """Those this version knows."""
    return frozenset(measure for measure in MEASURES if measure in {c.name for c in choices})
