"""How far a training is, on the window's button in the task bar, where a system can show it."""

import sys
from typing import Literal, Protocol

from PySide6.QtWidgets import QWidget

TaskbarState = Literal["working", "paused", "failed"]


class TaskbarProgress(Protocol):
    """`share` = how much is done, None = nobody knows."""

    def show(self, share: float | None, state: TaskbarState) -> None: ...

    def clear(self) -> None: ...


class NoTaskbar:
    """Systems whose task bars show no progress."""

    def show(self, share: float | None, state: TaskbarState) -> None:
        """There is nothing to show it on."""

    def clear(self) -> None:
        """There is nothing to clear."""


def make_taskbar(window: QWidget) -> TaskbarProgress:
    """What this system has."""
    if sys.platform == "win32":
        from desktop.windows_taskbar import WindowsTaskbar, task_bar_list

        if (task_bar := task_bar_list()) is not None:
            return WindowsTaskbar(task_bar, lambda: int(window.winId()))
    return NoTaskbar()
