"""Builds, checks, switches and repairs the engine's environment, with uv. No torch, no Qt.

`python -m training.contract.engine_setup` does it and tells how it goes, a JSON line a step.
"""
