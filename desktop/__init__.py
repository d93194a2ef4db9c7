"""The window. Shows and edits concepts, starts the engine and follows it; never imports torch."""

import gc

# While modules load, a tenth of the time went into looking for garbage of which there is none.
gc.set_threshold(50_000)

# Before PySide6: shiboken's import hook breaks pydantic while that is half imported.
import training.contract.config  # noqa: E402, F401
