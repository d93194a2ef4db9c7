"""What a run may switch on to save memory or time; what was asked for, and what excludes what."""

from collections.abc import Collection
from typing import Literal, get_args

from training.contract.base_models import Family
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

# The settings that ask for measures or refuse them, where "auto" may save memory.
SETTINGS: dict[str, tuple[Measure, ...]] = {
    "training.optimizer": ("adamw_8bit", "adafactor"),
    "memory.frozen_base": ("int8_base", "nf4_base"),
    "memory.step_in_backward": ("step_in_backward",),
    "memory.stochastic_rounding": ("bf16_stochastic_rounding",),
    "memory.channels_last": ("channels_last",),
}

_SWITCHES = {"on": True, "off": False, "auto": None}
_PACKED: frozenset[Measure] = frozenset({"int8_base", "nf4_base"})
# Mostly convolutions, which are not packed. The demo model, whatever is tried with it, is small.
_HARDLY_LINEAR = ("sd1", "sd2")
_TENSORWISE = frozenset({"step_in_backward", "bf16_stochastic_rounding", "adafactor"})
# bitsandbytes' own loop would lay the weights out anew.
_TENSORWISE_TOGETHER = frozenset({"adamw_8bit", "channels_last"})


def moves_one_tensor_at_a_time(measures: Collection[str]) -> bool:
    """Does the optimizer work through 32-bit copies of one tensor, not on all at once?"""
    on = frozenset(measures)
    return bool(on & _TENSORWISE) or on >= _TENSORWISE_TOGETHER


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
    precision: Precision = "auto", family: Family | None = None, text_is_fixed: bool = True,
) -> None:  # fmt: skip
    """ManulError "measures_excluded" if two of them, or one and the rest of the run, do not go
    together. `precision` and `family` are the run's, as far as they are known; `text_is_fixed` =
    neither a word nor the text encoder is taught."""
    on = frozenset(measures)
    whole = method in TEACH_WHOLE_MODEL
    if {"adamw_8bit", "adafactor"} <= on:
        raise ManulError("measures_excluded.optimizers")
    if {"int8_base", "nf4_base"} <= on:
        raise ManulError("measures_excluded.bases")
    if {"bf16_stochastic_rounding", "fp32_master"} <= on:
        raise ManulError("measures_excluded.weights")
    if whole and on & _PACKED:
        raise ManulError("measures_excluded.base_is_taught", method=method)
    if family in _HARDLY_LINEAR and on & _PACKED:
        raise ManulError("measures_excluded.family", family=family)
    if "cache_text" in on and not text_is_fixed:
        raise ManulError("measures_excluded.text")
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
