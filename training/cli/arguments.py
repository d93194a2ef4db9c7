"""Types of command-line arguments that several verbs share."""

import argparse
import math

_STRONGEST = 2.0


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


def gigabytes(text: str) -> float:
    """A size above zero."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number above zero")
    return value


def strength(text: str) -> float:
    """How much of what was taught: from -2 to 2, beyond which nothing but noise is left."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= _STRONGEST:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from -2 to 2")
    return value
