"""Shares out the time that there is."""

import time
from dataclasses import dataclass, field

# With less left nothing is begun, and this much is kept for the table.
_WORTH_SECONDS = 10.0
_PATIENCE_SECONDS = 3600.0


@dataclass
class Budget:
    """`minutes` for works of these `weights` in all; None = as long as it takes."""

    minutes: float | None
    weights: float
    _start: float = field(default_factory=time.monotonic)

    def left(self) -> float | None:
        if self.minutes is None:
            return None
        return max(0.0, self._start + 60 * self.minutes - time.monotonic())

    def take(self, weight: float) -> float | None:
        """Seconds for the next work; None = no matter. LookupError once the time is up."""
        left, share = self.left(), weight / max(self.weights, weight)
        self.weights -= weight
        if left is None:
            return None
        if left < _WORTH_SECONDS:
            raise LookupError("not run: the time was up")
        return max(left * share, _WORTH_SECONDS)

    def limit(self, seconds: float | None) -> float:
        """When to end a work that was given so many seconds."""
        left = self.left()
        if left is None or seconds is None:
            return _PATIENCE_SECONDS
        return min(left, max(3 * seconds, 90.0))
