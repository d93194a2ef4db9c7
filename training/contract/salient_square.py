"""Suggests which square of a picture to train: the one that holds what stands out.

Spectral residual (Hou and Zhang, CVPR 2007): what is left of a picture's spectrum without its
smooth average is what the eye goes to. Written out here, since the window has no numpy.
"""

import cmath
from collections.abc import Iterator, Sequence
from math import exp, hypot, log, pi
from pathlib import Path

from PIL import Image, ImageFilter

from training.contract.concept import Crop
from training.contract.pictures import load_upright

_SIDE = 64
# The paper smooths the map with a Gaussian of sigma 8 on pictures of 64 points, ours of half that.
_BLUR = 4
# Of what stands out, the square should hold this much.
_SHARE = 0.75
_SIDES = (0.6, 0.7, 0.8, 0.9, 1.0)
_STEPS = 24


def suggest_crop(path: Path, *, least_side: int) -> Crop:
    """A square as shares of the picture's width and height; at least `least_side` pixels where it
    has as many. ManulError "unreadable"."""
    picture = load_upright(path)
    return salient_square(picture.size, saliency(picture), least_side=least_side)


def saliency(picture: Image.Image) -> list[list[float]]:
    """How much each point of a 64x64 grid over the picture stands out."""
    grey = picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    values = grey.tobytes()
    rows = [[complex(v) for v in values[y * _SIDE : (y + 1) * _SIDE]] for y in range(_SIDE)]
    spectrum = _fft2(rows)
    amplitude = [[log(abs(value) + 1e-9) for value in row] for row in spectrum]
    average = _mean3(amplitude)
    residual = [
        [cmath.rect(exp(a - m), cmath.phase(value)) for value, a, m in zip(*lines, strict=True)]
        for lines in zip(spectrum, amplitude, average, strict=True)
    ]
    back = _fft2([[value.conjugate() for value in row] for row in residual])
    return _smooth([[abs(value) ** 2 for value in row] for row in back])


def salient_square(
    size: tuple[int, int], grid: Sequence[Sequence[float]], *, least_side: int
) -> Crop:
    """The smallest square that holds most of what stands out, else the largest best placed."""
    width, height = size
    short, sums = min(size), _sums(grid)
    total = sums[-1][-1] or 1.0
    best: Crop = (0.0, 0.0, short / width, short / height)
    for share in _SIDES:
        side = min(float(short), max(share * short, float(least_side)))
        held, best = max(
            (_held(sums, crop) - 1e-6 * _eccentricity(crop), crop)
            for crop in _squares(width, height, side)
        )
        if held / total >= _SHARE:
            break
    return best


def _squares(width: int, height: int, side: float) -> Iterator[Crop]:
    across, down = (width - side) / width, (height - side) / height
    for x in range(_STEPS + 1 if across > 0 else 1):
        for y in range(_STEPS + 1 if down > 0 else 1):
            left, top = across * x / _STEPS, down * y / _STEPS
            yield left, top, min(1.0, left + side / width), min(1.0, top + side / height)


def _eccentricity(crop: Crop) -> float:
    """Where nothing tells one place from another, the middle is the best."""
    return hypot(crop[0] + crop[2] - 1, crop[1] + crop[3] - 1)


def _held(sums: Sequence[Sequence[float]], crop: Crop) -> float:
    left, top, right, bottom = (round(edge * _SIDE) for edge in crop)
    return sums[bottom][right] - sums[top][right] - sums[bottom][left] + sums[top][left]


def _sums(grid: Sequence[Sequence[float]]) -> list[list[float]]:
    """`sums[y][x]` = all of the grid above and left of there."""
    sums = [[0.0] * (_SIDE + 1)]
    for row in grid:
        line, sum_of_row = [0.0], 0.0
        for x, value in enumerate(row):
            sum_of_row += value
            line.append(sums[-1][x + 1] + sum_of_row)
        sums.append(line)
    return sums


def _mean3(grid: list[list[float]]) -> list[list[float]]:
    """The mean of each point and its eight neighbours; the spectrum goes round its edges."""
    last = _SIDE - 1
    across = [
        [row[x - 1] + row[x] + row[0 if x == last else x + 1] for x in range(_SIDE)] for row in grid
    ]
    return [
        [(a + b + c) / 9 for a, b, c in zip(across[y - 1], across[y], below, strict=True)]
        for y in range(_SIDE)
        for below in [across[0 if y == last else y + 1]]
    ]


def _smooth(grid: list[list[float]]) -> list[list[float]]:
    highest = max(map(max, grid)) or 1.0
    flat = bytes(round(255 * value / highest) for row in grid for value in row)
    values = Image.frombytes("L", (_SIDE, _SIDE), flat)
    soft = values.filter(ImageFilter.GaussianBlur(_BLUR)).tobytes()
    return [[float(v) for v in soft[y * _SIDE : (y + 1) * _SIDE]] for y in range(_SIDE)]


def _fft2(rows: list[list[complex]]) -> list[list[complex]]:
    """The transform of both directions; the result is transposed, twice of which is none."""
    columns = [list(column) for column in zip(*(_fft(row) for row in rows), strict=True)]
    return [_fft(column) for column in columns]


def _fft(values: list[complex]) -> list[complex]:
    """Cooley and Tukey's, of a power of two."""
    count = len(values)
    if count == 1:
        return values
    even, odd = _fft(values[::2]), _fft(values[1::2])
    turned = [_TURNS[count][k] * odd[k] for k in range(count // 2)]
    return [e + t for e, t in zip(even, turned, strict=True)] + [
        e - t for e, t in zip(even, turned, strict=True)
    ]


_TURNS = {
    1 << bits: [cmath.exp(-2j * pi * k / (1 << bits)) for k in range(1 << bits >> 1)]
    for bits in range(1, _SIDE.bit_length())
}
