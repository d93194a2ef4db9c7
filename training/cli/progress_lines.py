"""Progress for a program that reads along on standard error."""

import json
from typing import TextIO


class ProgressLines:
    """`{"done": BYTES, "total": BYTES}`, a line each time that more is done."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal: TextIO | None = terminal

    def show(self, done: int, total: int) -> None:
        if self._terminal is None:
            return
        try:
            line = json.dumps({"done": done, "total": total})
            print(line, file=self._terminal, flush=True)
        except (OSError, ValueError):
            # Whoever read along has gone.
            self._terminal = None

    def close(self) -> None:
        """There is nothing to tidy up."""
