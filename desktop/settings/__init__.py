"""The settings: a dialog, and one file for each of its sections."""
