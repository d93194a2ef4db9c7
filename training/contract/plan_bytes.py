"""Bytes a number of what a training keeps in other widths than 16 and 32 bits."""

from collections.abc import Collection
from typing import Literal

OptimizerKind = Literal["adamw", "adamw_8bit", "adafactor"]

# 8-bit states carry a 32-bit scale for 256 numbers; Adafactor keeps a row and a column of each
# matrix.
STATE_BYTES: dict[OptimizerKind, float] = {"adamw": 8.0, "adamw_8bit": 2.03, "adafactor": 0.02}
# int8 has a scale a row, nf4 an 8-bit scale for 64 numbers.
_PACKED_BYTES = {"int8_base": 1.002, "nf4_base": 0.516}


def optimizer_kind(measures: Collection[str]) -> OptimizerKind:
    if "adamw_8bit" in measures:
        return "adamw_8bit"
    return "adafactor" if "adafactor" in measures else "adamw"


def packed_bytes(measures: Collection[str]) -> float | None:
    """Of a number of the packed base; None = it is not packed."""
    return next((size for name, size in _PACKED_BYTES.items() if name in measures), None)
