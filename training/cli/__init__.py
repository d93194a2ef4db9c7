"""`manul-train`: the engine's command line, one file a verb."""

from training.cli.main import main

__all__ = ["main"]
