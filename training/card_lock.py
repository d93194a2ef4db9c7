"""One training a card: whoever holds its lock works, the others wait in the queue."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from filelock import FileLock, Timeout

from training.contract.errors import ManulError
from training.contract.layout import runtime_folder

_POLL_SECONDS = 0.2


def card_name(device: torch.device) -> str | None:
    """What tells this card from others on this machine; None for the CPU, which needs no lock."""
    if device.type != "cuda":
        return None
    return str(torch.cuda.get_device_properties(device).uuid)


@contextmanager
def hold_card(
    name: str | None, *, queued: Callable[[], None], check: Callable[[], None]
) -> Iterator[None]:
    """Hold the card. If it is taken, say so once through `queued` and wait; `check` is called
    meanwhile and may raise to give up."""
    if name is None:
        yield
        return
    lock = _lock(name)
    is_waiting = False
    while True:
        try:
            lock.acquire(timeout=0)
            break
        except Timeout:
            if not is_waiting:
                queued()
                is_waiting = True
            check()
            time.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        lock.release()


def check_card_is_free(name: str | None) -> None:
    """ManulError "card_busy" while a training holds the card."""
    if name is None:
        return
    lock = _lock(name)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ManulError("card_busy") from error
    lock.release()


def _lock(name: str) -> FileLock:
    return FileLock(runtime_folder() / f"card-{name}.lock")
