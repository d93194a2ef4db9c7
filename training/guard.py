"""Watches over the card: keeps within what is free, tells running out from other errors, and
notices when steps suddenly take longer."""

import gc
import logging
import traceback
from collections.abc import Callable
from statistics import median

import torch

log = logging.getLogger(__name__)

# Libraries take some of the card beside the allocator: workspaces, compiled kernels.
_LEFT_FREE_BYTES = 200 * 2**20
# Libraries that reserve memory for themselves say it in their own words.
_OTHER_WORDS = ("CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED", "out of memory")


def cap_memory(device: torch.device) -> None:
    """From now on the allocator raises before the card is full: on Windows the driver would move
    what does not fit into the computer's memory, and a step would take ten times as long."""
    if device.type != "cuda":
        return
    _, total = torch.cuda.mem_get_info(device)
    # Without an index torch takes no device here, only None for the current one.
    torch.cuda.set_per_process_memory_fraction(min(usable_bytes(device) / total, 1.0), device.index)


def usable_bytes(device: torch.device) -> int:
    """What the allocator may come to on a card: what it has and what is free, less a reserve."""
    free, _ = torch.cuda.mem_get_info(device)
    return max(free + torch.cuda.memory_reserved(device) - _LEFT_FREE_BYTES, 0)


def is_out_of_memory(error: BaseException) -> bool:
    """Of the card; the computer's own memory has no lower rung."""
    if isinstance(error, torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _OTHER_WORDS)


def fits(work: Callable[[], object]) -> bool:
    """Do `work`; False if the card ran out of memory. By then nothing that the work held is left,
    not even in a traceback."""
    try:
        work()
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        log.warning("out of memory\n%s", traceback.format_exc())
    else:
        return True
    give_back_memory()
    return False


def give_back_memory() -> None:
    """What nobody holds any more is free for all."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


class Pace:
    """Steps of a training, and whether they suddenly became slow."""

    _KNOWN_STEPS = 20
    _SLOW_STEPS = 3
    _FACTOR = 4.0

    def __init__(self) -> None:
        self._seconds: list[float] = []
        self._slow: list[float] = []
        self._is_told = False

    def add(self, seconds: float) -> float | None:
        """How many times longer than before the last steps took, when it is worth a word: once,
        after several such steps on end."""
        if len(self._seconds) < self._KNOWN_STEPS:
            self._seconds.append(seconds)
            return None
        usual = median(self._seconds)
        if seconds < self._FACTOR * usual:
            self._seconds = [*self._seconds[1:], seconds]
            self._slow = []
            return None
        self._slow.append(seconds)
        if self._is_told or len(self._slow) < self._SLOW_STEPS:
            return None
        self._is_told = True
        return median(self._slow) / usual
