"""The window. Shows and edits concepts, starts the engine and follows it; never imports torch."""

# Before PySide6: shiboken's import hook breaks pydantic while that is half imported.
import training.contract.config  # noqa: F401
