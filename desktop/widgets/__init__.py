"""Pieces that know nothing of the application: they take plain values and report."""
