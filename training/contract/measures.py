"""What a run may switch on to save memory or time; what was asked for, and what excludes what."""

from collections.abc import Collection
from typing import Literal, get_args

from training.contract.errors import ManulError
from training.contract.settings import MemorySettings, Precision, TrainingSettings

Measure = Literal[
    "gradient_checkpointing", "adamw_8bit", "adafactor", "step_in_backward",
    "bf16_stochastic_rounding", "fp32_master", "int8_base", "nf4_base", "cache_latents",
    "cache_text", "compile", "channels_last",
]  # fmt: skip
MEASURES: tuple[Measure, ...] = get_args(Measure)
# Methods that teach every weight of the UNet; the others leave it as it is.
TEACH_WHOLE_MODEL = frozenset({"dreambooth"})

_SWITCHES = {"on": True, "off": False, "auto": None}


def wishes(training: TrainingSettings, memory: MemorySettings) -> dict[Measure, bool | None]:
    """What the settings say of each measure that has one: on, off, or None = Manul decides."""
    optimizer, base = training.optimizer, memory.frozen_base
    return {
        "gradient_checkpointing": True if training.gradient_checkpointing else None,
        "adamw_8bit": None if optimizer == "auto" else optimizer == "adamw_8bit",
        "adafactor": None if optimizer == "auto" else optimizer == "adafactor",
        "int8_base": None if base == "auto" else base == "int8",
        "nf4_base": None if base == "auto" else base == "nf4",
        "step_in_backward": _SWITCHES[memory.step_in_backward],
        "bf16_stochastic_rounding": _SWITCHES[memory.stochastic_rounding],
        "compile": _SWITCHES[memory.compile],
        "channels_last": _SWITCHES[memory.channels_last],
    }


def take_turns(measures: Collection[str], *, batch: int, prior_preservation: bool) -> bool:
    """Do pictures of the concept and of its class come at alternating steps? Where weights move in
    the backward pass, two pictures in one step need the room of two; by turns, of one."""
    return prior_preservation and batch == 1 and "step_in_backward" in measures


def check_measures(
    measures: Collection[Measure], *, method: str, gradient_accumulation_steps: int = 1,
    precision: Precision = "auto",
) -> None:  # fmt: skip
    """ManulError "measures_excluded" if two of them, or one and the rest of the run, do not go
    together. `precision` is what the run computes in, as far as it is known."""
    on = frozenset(measures)
    whole = method in TEACH_WHOLE_MODEL
    if {"adamw_8bit", "adafactor"} <= on:
        raise ManulError("measures_excluded.optimizers")
    if {"int8_base", "nf4_base"} <= on:
        raise ManulError("measures_excluded.bases")
    if {"bf16_stochastic_rounding", "fp32_master"} <= on:
        raise ManulError("measures_excluded.weights")
    if whole and on & {"int8_base", "nf4_base"}:
        raise ManulError("measures_excluded.base_is_taught", method=method)
    if not whole and "bf16_stochastic_rounding" in on:
        raise ManulError("measures_excluded.small_parts", method=method)
    if not whole and "fp32_master" in on:
        raise ManulError("measures_excluded.small_parts_master", method=method)
    if "step_in_backward" in on and gradient_accumulation_steps > 1:
        raise ManulError("measures_excluded.accumulation", count=gradient_accumulation_steps)
    if "bf16_stochastic_rounding" in on and precision not in ("auto", "bf16"):
        raise ManulError("measures_excluded.precision", precision=precision)
    if "fp32_master" in on and precision == "fp32":
        raise ManulError("measures_excluded.all_fp32")
