"""Sends what libraries print to the run's engine.log, at the level of file descriptors."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

_STDOUT, _STDERR = 1, 2


@contextmanager
def output_to(log: Path) -> Iterator[TextIO]:
    """Within it descriptors 1 and 2 and Python's logging write to `log`; yields the terminal
    that standard error was, for progress."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(_STDOUT), os.dup(_STDERR)]
    with log.open("ab") as file:
        os.dup2(file.fileno(), _STDOUT)
        os.dup2(file.fileno(), _STDERR)
    handler = logging.StreamHandler(os.fdopen(os.dup(_STDERR), "w", encoding="utf-8"))
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    terminal = os.fdopen(os.dup(kept[1]), "w", encoding="utf-8", errors="replace")
    try:
        yield terminal
    finally:
        # Closing flushes, which fails where the terminal has gone away.
        with suppress(OSError):
            terminal.close()
        logging.getLogger().removeHandler(handler)
        handler.stream.close()
        sys.stdout.flush()
        sys.stderr.flush()
        for saved, descriptor in zip(kept, (_STDOUT, _STDERR), strict=True):
            os.dup2(saved, descriptor)
            os.close(saved)
