"""A square inside a picture: moved, grown, pulled at a corner, and always kept inside."""

from dataclasses import dataclass

# Smaller than this share of the short side is no picture any more.
_LEAST = 0.1


@dataclass(frozen=True)
class Square:
    """In pixels of the picture as it is shown."""

    x: float
    y: float
    side: float

    def inside(self, width: float, height: float) -> "Square":
        """The same, not too small and not outside."""
        short = min(width, height)
        side = max(_LEAST * short, min(self.side, short))
        x, y = max(0.0, min(self.x, width - side)), max(0.0, min(self.y, height - side))
        return Square(x, y, side)

    def grown(self, by: float) -> "Square":
        """Larger or smaller around its middle."""
        return Square(self.x - by / 2, self.y - by / 2, self.side + by)

    def pulled(self, by: float, *, right: bool, down: bool, size: tuple[float, float]) -> "Square":
        """One corner moves by this much in both directions, the opposite one stays."""
        edge, lower = self.x + self.side, self.y + self.side
        room = min(size[0] - self.x if right else edge, size[1] - self.y if down else lower)
        side = max(_LEAST * min(size), min(self.side + by, room))
        return Square(self.x if right else edge - side, self.y if down else lower - side, side)
