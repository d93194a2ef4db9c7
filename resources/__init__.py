"""Data that ships with Manul: presets, the demo model, word lists, templates."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent
