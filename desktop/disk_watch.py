"""Keeps the sizes of concepts and runs up to date, in the pool and not too often."""

import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from desktop.background import LATER, background
from training.contract.disk_use import DiskUse
from training.contract.errors import ManulError
from training.contract.layout import concepts

_REST_SECONDS = 5.0


class DiskWatch(QObject):
    """`look` may be called as often as one likes; what it finds is there for the next one."""

    def __init__(self, workspace: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._use = DiskUse()
        self._to_forget: set[Path] = set()
        self._is_measuring = False
        self._next_at = 0.0

    @property
    def sizes(self) -> dict[Path, int]:
        """By folder; another dictionary after each change."""
        return self._use.sizes

    def move_to(self, workspace: Path) -> None:
        """Sizes of the former workspace do no harm."""
        self._workspace, self._next_at = workspace, 0.0

    def look(self) -> None:
        if self._is_measuring or time.monotonic() < self._next_at:
            return
        self._is_measuring = True
        forgotten, self._to_forget = self._to_forget, set()
        background(self, partial(self._measure, forgotten), self._on_measured, priority=LATER)

    def remeasure(self, path: Path) -> None:
        """Something below `path` has gone, which its folders need not show."""
        self._to_forget.add(path)
        self._next_at = 0.0
        self.look()

    def _measure(self, forgotten: set[Path]) -> None:
        for path in forgotten:
            self._use.forget(path)
        # A drive that is away for a moment: the sizes that were known stay.
        with suppress(OSError, ManulError):
            self._use.look(concepts(self._workspace))

    def _on_measured(self, _: object) -> None:
        self._is_measuring = False
        self._next_at = 0.0 if self._to_forget else time.monotonic() + _REST_SECONDS
