"""Windows' ITaskbarList3, called through its table of functions: no COM library is needed.

https://learn.microsoft.com/windows/win32/api/shobjidl_core/nn-shobjidl_core-itaskbarlist3
"""

import ctypes
import sys
import uuid
from collections.abc import Callable
from typing import Protocol

from desktop.taskbar import TaskbarState

_TASKBAR_LIST = uuid.UUID("56FDF344-FD6D-11d0-958A-006097C9A090")
_TASKBAR_LIST_3 = uuid.UUID("EA1AFB91-9E28-4B86-90E9-9E9F8A5EEFAF")
_IN_PROCESS = 1
# Places in the table: three of IUnknown, five of ITaskbarList, one of ITaskbarList2.
_INIT, _SET_VALUE, _SET_STATE = 3, 9, 10
_NO_PROGRESS, _INDETERMINATE, _NORMAL, _ERROR, _PAUSED = 0, 1, 2, 4, 8
_STATES = {"working": _NORMAL, "paused": _PAUSED, "failed": _ERROR}
_WHOLE = 1000


class TaskbarList(Protocol):
    """The two functions of ITaskbarList3 that are used; `window` is its handle."""

    def set_value(self, window: int, done: int, total: int) -> None: ...

    def set_state(self, window: int, flag: int) -> None: ...


class WindowsTaskbar:
    """Colours the button: green while it works, yellow while it pauses, red where it failed."""

    def __init__(self, task_bar: TaskbarList, window: Callable[[], int]) -> None:
        self._task_bar = task_bar
        self._window = window

    def show(self, share: float | None, state: TaskbarState) -> None:
        window = self._window()
        if share is None and state == "working":
            self._task_bar.set_state(window, _INDETERMINATE)
            return
        self._task_bar.set_state(window, _STATES[state])
        self._task_bar.set_value(window, round(_WHOLE * (share or 0.0)), _WHOLE)

    def clear(self) -> None:
        self._task_bar.set_state(self._window(), _NO_PROGRESS)


class _ComTaskbarList:
    """ITaskbarList3 by the addresses in its table."""

    def __init__(self, pointer: ctypes.c_void_p) -> None:
        self._pointer = pointer
        table = ctypes.cast(pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
        self._set_value = self._function(
            table[_SET_VALUE], ctypes.c_void_p, ctypes.c_ulonglong, ctypes.c_ulonglong
        )
        self._set_state = self._function(table[_SET_STATE], ctypes.c_void_p, ctypes.c_int)
        self._function(table[_INIT])(pointer)

    @staticmethod
    def _function(address: int | None, *arguments: type) -> Callable[..., int]:
        kind = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p, *arguments)
        return kind(address or 0)

    def set_value(self, window: int, done: int, total: int) -> None:
        self._set_value(self._pointer, window, done, total)

    def set_state(self, window: int, flag: int) -> None:
        self._set_state(self._pointer, window, flag)


def task_bar_list() -> TaskbarList | None:
    """None where the system has none, such as a server without a desktop."""
    if sys.platform != "win32":
        return None
    pointer = ctypes.c_void_p()
    identities = [
        (ctypes.c_char * 16).from_buffer_copy(known.bytes_le)
        for known in (_TASKBAR_LIST, _TASKBAR_LIST_3)
    ]
    ole = ctypes.windll.ole32
    ole.CoInitialize(None)
    failed = ole.CoCreateInstance(
        identities[0], None, _IN_PROCESS, identities[1], ctypes.byref(pointer)
    )
    return None if failed or not pointer else _ComTaskbarList(pointer)
