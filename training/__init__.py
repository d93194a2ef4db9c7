"""The engine: teaches a base model a concept, headless, in a run folder."""

__version__ = "0.1.0"
