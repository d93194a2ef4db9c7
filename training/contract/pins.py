"""Which kept steps the user pinned: written by the window, read by the engine before it drops any.

Of full models only the best, the last and the newest pinned ones stay, as many as the run keeps.
"""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.toml_file import StrictModel, read_model, write_model

_Step = Annotated[int, Field(ge=0, le=1_000_000_000)]


class Pins(StrictModel):
    """`unpinned` = pinned by "save now", and no longer wanted."""

    pinned: tuple[_Step, ...] = ()
    unpinned: tuple[_Step, ...] = ()


def pinned_steps(run: RunFolder, saved: Iterable[int]) -> frozenset[int]:
    """The pinned steps; `saved` = those that "save now" pinned. A damaged list pins nothing."""
    try:
        pins = _read(run)
    except ManulError:
        pins = Pins()
    return (frozenset(saved) - frozenset(pins.unpinned)) | frozenset(pins.pinned)


def set_pin(run: RunFolder, step: int, *, pinned: bool) -> None:
    """Pin a step or let go of it; ManulError if the list is damaged or a newer Manul's."""
    pins = _read(run)
    chosen, refused = set(pins.pinned) - {step}, set(pins.unpinned) - {step}
    (chosen if pinned else refused).add(step)
    write_model(run.pins, Pins(pinned=tuple(sorted(chosen)), unpinned=tuple(sorted(refused))))


def _read(run: RunFolder) -> Pins:
    return read_model(run.pins, Pins) if run.pins.is_file() else Pins()
