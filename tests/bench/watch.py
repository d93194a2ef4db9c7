"""Watches a process from outside: what it takes of the card, by NVML, and of the computer."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import psutil
import pynvml

_EVERY_SECONDS = 0.02
# Looking for new children takes longer than a sample.
_LOOK_SECONDS = 0.5

Counted = Literal["process", "card"]


class Nvml:
    """One card, by the UUID that torch says. ValueError if NVML does not know it."""

    def __init__(self, uuid: str, library: Any = pynvml) -> None:
        self._nvml = library
        try:
            library.nvmlInit()
            self._handle = self._find(uuid)
            self.driver = str(library.nvmlSystemGetDriverVersion())
        except library.NVMLError as error:
            raise ValueError(f"NVML: {error}") from error

    def _find(self, uuid: str) -> Any:
        try:
            return self._nvml.nvmlDeviceGetHandleByUUID(f"GPU-{uuid}")
        except self._nvml.NVMLError:
            # A part of a card.
            return self._nvml.nvmlDeviceGetHandleByUUID(f"MIG-{uuid}")

    def used(self) -> int | None:
        """Bytes of the whole card."""
        try:
            return int(self._nvml.nvmlDeviceGetMemoryInfo(self._handle).used)
        except self._nvml.NVMLError:
            return None

    def used_by(self, pids: set[int]) -> int | None:
        """None where the driver does not tell processes apart: Windows, and containers in which
        processes have other numbers."""
        try:
            running = self._nvml.nvmlDeviceGetComputeRunningProcesses(self._handle)
        except self._nvml.NVMLError:
            return None
        ours = [one.usedGpuMemory for one in running if one.pid in pids]
        return sum(ours) if ours and None not in ours else None


@dataclass(frozen=True)
class Sample:
    """Bytes at a time; `by_card` is more than before the process began."""

    time: float
    ram: int
    by_process: int | None = None
    by_card: int | None = None


class Watch:
    """Samples a process and its children every 20 ms, until closed. Make it before the process
    opens the card."""

    def __init__(self, pid: int, nvml: Nvml | None = None) -> None:
        self.samples: list[Sample] = []
        self._nvml = nvml
        self._before = nvml.used() if nvml else None
        self._processes = [psutil.Process(pid)]
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> "Watch":
        self._closing.set()
        self._thread.join()
        return self

    @property
    def counted(self) -> Counted:
        """Whose memory `peak` is: the process's, or all that the card has besides."""
        return "process" if any(one.by_process is not None for one in self.samples) else "card"

    def peak(self, start: float = 0.0, end: float = float("inf")) -> int | None:
        """Most bytes of the card between two times; None if NVML says nothing."""
        name = "by_process" if self.counted == "process" else "by_card"
        values = [getattr(one, name) for one in self.samples if start <= one.time <= end]
        return max((value for value in values if value is not None), default=None)

    def ram_peak(self) -> int | None:
        return max((one.ram for one in self.samples), default=None)

    def _run(self) -> None:
        looked = 0.0
        while not self._closing.wait(_EVERY_SECONDS):
            if time.monotonic() > looked + _LOOK_SECONDS:
                looked = time.monotonic()
                with suppress(psutil.Error):
                    first = self._processes[0]
                    self._processes = [first, *first.children(recursive=True)]
            self.samples.append(self._sample())

    def _sample(self) -> Sample:
        now, ram = time.time(), 0
        for process in self._processes:
            with suppress(psutil.Error):
                ram += process.memory_info().rss
        if self._nvml is None:
            return Sample(now, ram)
        used = self._nvml.used()
        more = None if used is None or self._before is None else max(used - self._before, 0)
        return Sample(now, ram, self._nvml.used_by({one.pid for one in self._processes}), more)
