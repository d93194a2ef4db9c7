"""Types of command-line arguments that several verbs share."""

import argparse
import math


def count(text: str) -> int:
    """A whole number above zero."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number above zero")
    return number


def natural(text: str) -> int:
    """A whole number, zero included."""
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number")
    return int(text)


def number(text: str) -> float:
    """Any number but the infinite ones."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number")
    return value
