"""Downloads base models for a command line, with a bar where a person watches."""

import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from training.cli.progress_lines import ProgressLines
from training.contract.base_models import is_hub_model
from training.contract.errors import ManulError
from training.contract.hub_cache import cached_model

if TYPE_CHECKING:
    from tqdm import tqdm

_BAR = "{desc}{bar:28} {n_fmt:>5} of {total_fmt}, {rate_fmt}  {remaining} left"
_MIB, _GIB = 2**20, 2**30


def download_if_missing(name: str) -> None:
    """Fetch `name` if it is a model of the hub that this machine lacks."""
    if is_hub_model(name) and cached_model(name) is None:
        download(name)


def download(name: str, *, as_json: bool = False) -> Path:
    """The model's folder. Needs the engine's packages only if it is not in the cache. `as_json` =
    progress for a program that reads along."""
    if (folder := cached_model(name)) is not None:
        return folder
    try:
        from huggingface_hub.utils import logging

        from training.hub import download_model
    except ModuleNotFoundError as error:
        raise ManulError("engine_missing", package=error.name) from error
    # What matters of the library's remarks is said in sentences of ours.
    logging.set_verbosity_error()
    display = ProgressLines(sys.stderr) if as_json else _Display(name, sys.stderr)
    try:
        return download_model(name, progress=display.show)
    finally:
        display.close()


def size_text(count: int) -> str:
    return f"{count / _GIB:.1f} GB" if count >= _GIB else f"{math.ceil(count / _MIB)} MB"


class _Display:
    """A bar on a terminal, one line in a log."""

    def __init__(self, name: str, terminal: TextIO) -> None:
        self._name = name
        self._terminal = terminal
        self._has_begun = False
        self._bar: tqdm | None = None

    def show(self, done: int, total: int) -> None:
        try:
            self._show(done, total)
        except (OSError, ValueError):
            # A terminal that was closed meanwhile is no reason to stop.
            self._bar = None

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()

    def _show(self, done: int, total: int) -> None:
        if not self._has_begun:
            self._has_begun = True
            size = size_text(total - done)
            print(f"Downloading {self._name}: {size} ...", file=self._terminal, flush=True)
            if self._terminal.isatty():
                self._bar = self._new_bar(done, total)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def _new_bar(self, done: int, total: int) -> "tqdm":
        from tqdm import tqdm

        return tqdm(
            total=total, initial=done, desc=f"{'Downloading':<25}", file=self._terminal,
            bar_format=_BAR, unit="B", unit_scale=True, unit_divisor=1024,
        )  # fmt: skip
