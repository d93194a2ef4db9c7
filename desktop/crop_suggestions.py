"""Finds the square around what stands out, of one picture or of many, as one edit."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.engine import Engine
from desktop.facts import Report
from training.contract.concept import Crop
from training.contract.salient_square import suggest_crop


class CropSuggestions(QObject):
    """One request at a time; a new one forgets the one before."""

    suggested = Signal(object)  # dict[Path, Crop]
    failed = Signal(object)  # Report
    progressed = Signal()

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._request = 0
        self._waiting = self._total = 0
        self._found: dict[Path, Crop] = {}
        self._problem: Report | None = None

    @property
    def progress(self) -> tuple[int, int] | None:
        """(done, total) while there is something to do for more than one picture."""
        if self._waiting and self._total > 1:
            return self._total - self._waiting, self._total
        return None

    def suggest(self, paths: Sequence[Path], *, least_side: int) -> None:
        self._request += 1
        self._waiting = self._total = len(paths)
        self._found, self._problem = {}, None
        for path in paths:
            self._engine.compute_later(
                partial(suggest_crop, path, least_side=least_side),
                partial(self._on_done, self._request, path),
                partial(self._on_failed, self._request),
            )

    def forget(self) -> None:
        """Other pictures are shown now."""
        self._request += 1
        self._waiting = 0

    def _on_done(self, request: int, path: Path, crop: Crop) -> None:
        if request == self._request:
            self._found[path] = crop
            self._one_less()

    def _on_failed(self, request: int, problem: Report) -> None:
        if request == self._request:
            self._problem = problem
            self._one_less()

    def _one_less(self) -> None:
        self._waiting -= 1
        if self._waiting:
            self.progressed.emit()
            return
        self.suggested.emit(self._found)
        if self._problem is not None:
            self.failed.emit(self._problem)
