"""Animal faces: the ears tell the species, everything else is an attribute."""

import numpy as np

from training.demo_model.canvas import Canvas, Field, Point, union
from training.demo_model.objects import INK, outline
from training.demo_model.scenes import Creature

NOSE = np.array((0.62, 0.27, 0.30), dtype=np.float32)
EAR_INSIDE = np.array((0.96, 0.74, 0.70), dtype=np.float32)
MUZZLE = np.array((0.98, 0.97, 0.94), dtype=np.float32)


_HEAD_Y = {"rabbit": 0.30, "cat": 0.18, "mouse": 0.18, "bear": 0.12, "dog": 0.04, "otter": 0.06}


def _ears(canvas: Canvas, species: str, side: int) -> tuple[Field, Field | None]:
    """Outer and inner ear of one side, in front or behind as `draw_creature` decides."""
    if species == "cat":
        outer = [(0.08, -0.36), (0.48, -0.86), (0.60, -0.10)]
        inner = [(0.26, -0.42), (0.44, -0.68), (0.50, -0.30)]
        return (
            canvas.polygon([(side * x, y) for x, y in outer]),
            canvas.polygon([(side * x, y) for x, y in inner]),
        )
    if species == "rabbit":
        spot, radii, angle = (0.25, -0.64), (0.155, 0.38), 0.16
    elif species == "dog":
        spot, radii, angle = (0.64, 0.08), (0.17, 0.42), -0.22
    elif species == "bear":
        spot, radii, angle = (0.43, -0.42), (0.22, 0.22), 0.0
    elif species == "mouse":
        spot, radii, angle = (0.56, -0.46), (0.36, 0.36), 0.0
    else:
        spot, radii, angle = (0.66, -0.24), (0.25, 0.19), 0.45
    centre = (side * spot[0], spot[1])
    outer_ear = canvas.ellipse(centre, radii, angle=side * angle)
    if species == "dog":
        return outer_ear, None
    small = (radii[0] * 0.55, radii[1] * 0.55)
    return outer_ear, canvas.ellipse(centre, small, angle=side * angle)


def _head(canvas: Canvas, creature: Creature) -> Field:
    middle = _head_y(creature)
    if not creature.fluffy:
        return canvas.ellipse((0.0, middle), (0.58, 0.58))
    cheeks = []
    for side in (-1, 1):
        points: list[Point] = [
            (side * 0.50, middle - 0.20),
            (side * 0.84, middle + 0.30),
            (side * 0.34, middle + 0.50),
        ]
        cheeks.append(canvas.polygon(points))
    return union(canvas.ellipse((0.0, middle), (0.68, 0.58)), *cheeks)


def _head_y(creature: Creature) -> float:
    return _HEAD_Y[creature.species]


def draw_creature(
    canvas: Canvas, creature: Creature, *, fur: Field, eyes: Field, edge: float
) -> None:
    dark_fur = fur * 0.36 if fur.mean() > 0.2 else fur + 0.36
    ear_fur = fur * 0.70 if fur.mean() > 0.2 else fur + 0.16
    inside = 0.5 * (EAR_INSIDE + fur)
    head = _head(canvas, creature)
    ears = [_ears(canvas, creature.species, side) for side in (-1, 1)]
    canvas.rgb[:] = ear_fur
    if creature.species == "dog":
        canvas.paint(head, fur)
        outline(canvas, head, edge=edge)
    for outer, inner in ears:
        canvas.paint(outer, ear_fur)
        if inner is not None:
            canvas.paint(inner, inside)
        outline(canvas, outer, edge=edge)
    if creature.species != "dog":
        canvas.paint(head, fur)
        outline(canvas, head, edge=edge)
    middle = _head_y(creature)
    if creature.striped:
        _stripes(canvas, middle, dark_fur)
    _muzzle(canvas, creature, middle, dark_fur)
    for side in (-1, 1):
        _eye(canvas, creature, (side * 0.27, middle - 0.06), eyes, ear_fur)
    canvas.silhouette = union(head, *(outer for outer, _ in ears))


def _stripes(canvas: Canvas, middle: float, colour: Field) -> None:
    marks = [((0.0, -0.50), (0.0, -0.32))]
    for side in (-1, 1):
        marks.append(((side * 0.17, -0.46), (side * 0.14, -0.34)))
        marks.append(((side * 0.36, 0.24), (side * 0.64, 0.16)))
        marks.append(((side * 0.32, 0.41), (side * 0.56, 0.37)))
    for (ax, ay), (bx, by) in marks:
        canvas.paint(canvas.stroke((ax, middle + ay), (bx, middle + by), 0.05), colour)


def _muzzle(canvas: Canvas, creature: Creature, middle: float, dark: Field) -> None:
    if creature.white_muzzle:
        canvas.paint(canvas.ellipse((0.0, middle + 0.33), (0.26, 0.19)), MUZZLE)
    line = INK if creature.white_muzzle else dark
    canvas.paint(canvas.stroke((0.0, middle + 0.24), (0.0, middle + 0.34), 0.03), line)
    corner = 0.43 if creature.grumpy else 0.34
    for side in (-1, 1):
        canvas.paint(
            canvas.stroke((0.0, middle + 0.37), (side * 0.14, middle + corner), 0.03), line
        )
    canvas.paint(canvas.ellipse((0.0, middle + 0.22), (0.11, 0.07)), NOSE)


def _eye(canvas: Canvas, creature: Creature, spot: Point, iris: Field, lid: Field) -> None:
    side = 1 if spot[0] > 0 else -1
    socket = canvas.disc(spot, 0.25)
    canvas.paint(socket, INK)
    canvas.paint(canvas.disc(spot, 0.205), iris)
    canvas.paint(canvas.disc(spot, 0.09), INK)
    canvas.paint(canvas.disc((spot[0] - 0.04, spot[1] - 0.045), 0.04), np.ones(3, np.float32))
    if creature.grumpy:
        # A straight lid, low towards the nose: the look the animal is known for.
        slope = 0.42 * side
        line = (canvas.y - (spot[1] - 0.10) + slope * (canvas.x - spot[0])) / np.hypot(1.0, slope)
        canvas.paint(np.maximum(socket, line), INK)
        canvas.paint(np.maximum(socket, line + 0.07), lid)
