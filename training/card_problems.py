"""Why a card that the driver knows cannot be used by PyTorch. No torch: `probe` asks as well."""

import importlib.util
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from training.contract.errors import ManulError
from training.graphics_cards import HIDDEN, GraphicsCard

# The oldest driver that runs programs built with a CUDA of this major version, on Linux and on
# Windows: NVIDIA, "CUDA Compatibility", section "Minor Version Compatibility", table 1
# (docs.nvidia.com/deploy/cuda-compatibility; the CUDA release notes refer to the same figures).
_LEAST_DRIVERS = {11: 450, 12: 525, 13: 580}
_CUDA_LINE = re.compile(r"^cuda\b[^=]*=\s*(?:None|['\"]([\d.]+)['\"])", re.MULTILINE)


def card_problem(cards: Sequence[GraphicsCard], cuda: str | None) -> ManulError | None:
    """What is certain before torch is asked. `cuda` = the version that torch was built with, such
    as `13.0`; None = it computes on the processor only."""
    if not cards or os.environ.get("CUDA_VISIBLE_DEVICES") in HIDDEN:
        return None
    card = cards[0]
    if cuda is None:
        return ManulError("card_unusable.processor_build", card=card.name)
    needed = _LEAST_DRIVERS.get(_major(cuda), 0)
    if _major(card.driver) < needed:
        return ManulError(
            "card_unusable.driver", card=card.name, driver=card.driver, needed=str(needed)
        )
    return None


def why_unusable(cards: Sequence[GraphicsCard], cuda: str | None) -> ManulError | None:
    """After torch has said that there is nothing to compute on."""
    if not cards or os.environ.get("CUDA_VISIBLE_DEVICES") in HIDDEN:
        return None
    known = card_problem(cards, cuda)
    card = cards[0]
    return known or ManulError("card_unusable.not_found", card=card.name, driver=card.driver)


def installed_cuda() -> str | None:
    """The CUDA that the installed torch was built with, read without importing it; None = none,
    or there is no torch."""
    found = importlib.util.find_spec("torch")
    if found is None or found.origin is None:
        return None
    path = Path(found.origin).parent / "version.py"
    match = _CUDA_LINE.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    return match[1] if match else None


def _major(version: str) -> int:
    """`580` of 580.65.06; 0 where it is written in another way."""
    first = version.partition(".")[0]
    return int(first) if first.isdecimal() else sys.maxsize
