"""A small antialiased canvas: signed distances in, painted pixels out."""

from collections.abc import Sequence
from functools import cache

import numpy as np

SIZE = 64
Field = np.ndarray
Point = tuple[float, float]


@cache
def _grid() -> tuple[Field, Field]:
    axis: Field = (np.arange(SIZE, dtype=np.float32) + 0.5) * (2 / SIZE) - 1
    return np.tile(axis, (SIZE, 1)), np.tile(axis[:, None], (1, SIZE))


class Canvas:
    """SIZE x SIZE pixels over [-1, 1]^2, y downwards; shapes are given in the subject's frame."""

    def __init__(self, *, centre: Point, scale: float) -> None:
        x, y = _grid()
        self.scale = scale
        self.x = (x - centre[0]) / scale
        self.y = (y - centre[1]) / scale
        self.rgb: Field = np.zeros((SIZE, SIZE, 3), dtype=np.float32)
        self.silhouette: Field = np.full((SIZE, SIZE), 9.0, dtype=np.float32)

    def cover(self, distance: Field) -> Field:
        """Share of each pixel inside a shape, from its signed distance in the subject's frame."""
        return np.clip(0.5 - distance * (self.scale * SIZE / 2), 0, 1)

    def paint(self, distance: Field, colour: Field, *, opacity: float = 1.0) -> None:
        share = (self.cover(distance) * opacity)[..., None]
        self.rgb += share * (colour - self.rgb)

    def disc(self, centre: Point, radius: float) -> Field:
        return np.hypot(self.x - centre[0], self.y - centre[1]) - radius

    def ellipse(self, centre: Point, radii: Point, *, angle: float = 0.0) -> Field:
        """Near enough to a distance for outlines: exact at zero, first order beside it."""
        x, y = self.x - centre[0], self.y - centre[1]
        if angle:
            c, s = np.cos(angle, dtype=np.float32), np.sin(angle, dtype=np.float32)
            x, y = c * x + s * y, c * y - s * x
        inside = np.hypot(x / radii[0], y / radii[1])
        slope = np.hypot(x / radii[0] ** 2, y / radii[1] ** 2)
        return inside * (inside - 1) / np.maximum(slope, 1e-4)

    def box(self, centre: Point, half: Point, *, corner: float = 0.0) -> Field:
        x = np.abs(self.x - centre[0]) - half[0] + corner
        y = np.abs(self.y - centre[1]) - half[1] + corner
        outside = np.hypot(np.maximum(x, 0), np.maximum(y, 0))
        return outside + np.minimum(np.maximum(x, y), 0) - corner

    def stroke(self, start: Point, end: Point, width: float) -> Field:
        along = np.array(end, dtype=np.float32) - np.array(start, dtype=np.float32)
        x, y = self.x - start[0], self.y - start[1]
        t = np.clip((x * along[0] + y * along[1]) / float(along @ along), 0, 1)
        return np.hypot(x - t * along[0], y - t * along[1]) - width

    def polygon(self, points: Sequence[Point], *, corner: float = 0.0) -> Field:
        nearest = np.full_like(self.x, 9.0)
        inside = np.zeros(self.x.shape, dtype=bool)
        for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
            ex, ey = bx - ax, by - ay
            px, py = self.x - ax, self.y - ay
            t = np.clip((px * ex + py * ey) / (ex * ex + ey * ey), 0, 1)
            np.minimum(nearest, np.hypot(px - t * ex, py - t * ey), out=nearest)
            if ey:
                crosses = (ay > self.y) != (by > self.y)
                inside ^= crosses & (px < py * (ex / ey))
        return np.where(inside, -nearest, nearest) - corner


def union(*fields: Field) -> Field:
    return np.minimum.reduce(fields)


def difference(field: Field, hole: Field) -> Field:
    return np.maximum(field, -hole)
