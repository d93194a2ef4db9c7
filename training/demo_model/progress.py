"""A progress bar on standard error: what, how far, how long still, and one number."""

import sys
import time
from collections.abc import Iterator, Sequence


class progress:
    """Iterates over a sequence and shows a bar; set `note` for the number at its end."""

    def __init__(self, items: Sequence[int], what: str) -> None:
        self.items = items
        self.what = what
        self.note = ""

    def __iter__(self) -> Iterator[int]:
        started = shown = time.monotonic()
        interval = 0.2 if sys.stderr.isatty() else 10.0
        for done, item in enumerate(self.items):
            yield item
            now = time.monotonic()
            if now - shown >= interval or done + 1 == len(self.items):
                shown = now
                self._show(done + 1, seconds=now - started)

    def _show(self, done: int, *, seconds: float) -> None:
        total = len(self.items)
        filled = 24 * done // total
        left = seconds / done * (total - done)
        bar = "#" * filled + "." * (24 - filled)
        end = "\r" if sys.stderr.isatty() and done < total else "\n"
        line = f"{self.what:<24} [{bar}] {done}/{total}  {left:5.0f} s left  {self.note}"
        print(line, end=end, file=sys.stderr, flush=True)
