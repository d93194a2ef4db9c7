"""The last things that went wrong in the window itself, for the diagnostics."""

import time
from collections import deque

_MOST = 50
_lines: deque[str] = deque(maxlen=_MOST)


def note(text: str) -> None:
    """Remember it, with the time of day."""
    _lines.append(f"{time.strftime('%H:%M:%S')} {text.rstrip()}\n")


def recent() -> str:
    return "".join(_lines)
