"""How far a large file is written."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
# Often enough for a bar that moves; a model has a thousand tensors.
_SHARES = 200


class Meter:
    """Adds up bytes, and tells `progress` of them now and then."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._done = self._told = 0
        self.total = 0

    def count(self, more: int) -> None:
        self._done += more
        if self._progress is None or _SHARES * (self._done - self._told) < self.total:
            return
        self._told = self._done
        self._progress(min(self._done, self.total), self.total)
