"""The window. Shows and edits concepts, starts the engine and follows it; never imports torch."""

import sys

# Before PySide6: shiboken's import hook breaks pydantic while that is half imported.
import training.contract.config  # noqa: F401

# Qt's calls hand the interpreter over and ask for it back, hundreds of times a frame. While the
# pool computes, each waits this long; at Python's own 5 ms scrolling stutters.
sys.setswitchinterval(0.001)
