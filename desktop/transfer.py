"""How fast something comes, as far as its last seconds tell."""

import time
from collections import deque
from collections.abc import Callable

_SECONDS = 10.0
# A rate of less than this says nothing yet.
_LEAST_SECONDS = 1.0


class Transfer:
    """`clock` counts seconds; tests have their own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def add(self, done: int) -> None:
        """So many bytes are here now."""
        now = self._clock()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[1][0] >= _SECONDS:
            self._seen.popleft()

    @property
    def rate(self) -> float:
        """Bytes a second; 0 = not known yet, or nothing comes."""
        if len(self._seen) < 2:
            return 0.0
        (began, first), (now, last) = self._seen[0], self._seen[-1]
        return (last - first) / (now - began) if now - began >= _LEAST_SECONDS else 0.0
