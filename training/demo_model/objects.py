"""The lifeless subjects: eight plain shapes and a mug with an emblem."""

import math

import numpy as np

from training.demo_model.canvas import Canvas, Field, Point, difference, union
from training.demo_model.scenes import Mug, Shape

INK = np.array((0.10, 0.09, 0.11), dtype=np.float32)
OUTLINE_WIDTH = 0.075


def shape_distance(
    canvas: Canvas, kind: str, *, centre: Point = (0.0, 0.0), size: float = 1.0
) -> Field:
    """Signed distance of a named shape that fills about the circle of radius 0.6 * size."""
    if kind in ("circle", "dot"):
        return canvas.disc(centre, 0.58 * size)
    if kind == "square":
        return canvas.box(centre, (0.52 * size, 0.52 * size))
    if kind == "cross":
        arm, thick = 0.62 * size, 0.21 * size
        return union(canvas.box(centre, (arm, thick)), canvas.box(centre, (thick, arm)))
    if kind == "moon":
        hole = canvas.disc((centre[0] + 0.30 * size, centre[1] - 0.10 * size), 0.50 * size)
        return difference(canvas.disc(centre, 0.64 * size), hole)
    points = [(centre[0] + size * x, centre[1] + size * y) for x, y in _POLYGONS[kind]]
    return canvas.polygon(points)


def _star() -> list[Point]:
    corners = []
    for index in range(10):
        radius = 0.70 if index % 2 == 0 else 0.32
        angle = math.pi * index / 5
        corners.append((radius * math.sin(angle), 0.05 - radius * math.cos(angle)))
    return corners


def _heart() -> list[Point]:
    corners = []
    for index in range(22):
        t = 2 * math.pi * (index + 0.5) / 22
        x = 16 * math.sin(t) ** 3
        y = 13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)
        corners.append((0.039 * x, -0.039 * (y + 2)))
    return corners


_POLYGONS: dict[str, list[Point]] = {
    "triangle": [(0.0, -0.62), (0.66, 0.50), (-0.66, 0.50)],
    "star": _star(),
    "heart": _heart(),
    "tree": [
        (0.0, -0.74), (0.34, -0.26), (0.20, -0.26), (0.54, 0.30), (0.13, 0.30), (0.13, 0.68),
        (-0.13, 0.68), (-0.13, 0.30), (-0.54, 0.30), (-0.20, -0.26), (-0.34, -0.26),
    ],
}  # fmt: skip


def outline(canvas: Canvas, distance: Field, *, edge: float) -> None:
    """A dark line just inside the border; the photo medium has it fainter, as a contact shadow."""
    canvas.paint(np.abs(distance + OUTLINE_WIDTH / 2) - OUTLINE_WIDTH / 2, INK, opacity=edge)


def draw_shape(canvas: Canvas, shape: Shape, *, colour: Field, edge: float) -> None:
    distance = shape_distance(canvas, shape.kind)
    canvas.rgb[:] = colour
    # Faint edges are for telling parts apart; a plain photo shape has only one part.
    outline(canvas, distance, edge=edge if edge == 1.0 else 0.0)
    canvas.silhouette = distance


def draw_mug(canvas: Canvas, mug: Mug, *, colour: Field, emblem: Field, edge: float) -> None:
    body = canvas.box((-0.14, 0.02), (0.54, 0.60), corner=0.12)
    ring = difference(canvas.disc((0.42, 0.04), 0.36), canvas.disc((0.42, 0.04), 0.18))
    canvas.rgb[:] = colour * 0.82
    outline(canvas, ring, edge=edge)
    canvas.paint(body, colour)
    if mug.emblem == "band":
        band = np.maximum(canvas.box((-0.14, 0.06), (0.60, 0.20)), body)
        canvas.paint(band, emblem)
    elif mug.emblem is not None:
        canvas.paint(shape_distance(canvas, mug.emblem, centre=(-0.14, 0.04), size=0.66), emblem)
    outline(canvas, body, edge=edge)
    canvas.silhouette = union(body, difference(ring, body))
