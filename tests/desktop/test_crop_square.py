"""Whatever is done to the crop's square, it stays a square inside the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.widgets.crop_square import Square

pytestmark = pytest.mark.quick
SIDES = st.integers(1, 5000)
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["move", "grow", "pull"]), st.floats(-6000, 6000), st.booleans(),
        st.booleans(),
    ),
    max_size=8,
)  # fmt: skip


@given(SIDES, SIDES, MOVES)
def test_it_stays_inside(
    width: int, height: int, moves: list[tuple[str, float, bool, bool]]
) -> None:
    square = Square(0, 0, min(width, height)).inside(width, height)
    for kind, by, right, down in moves:
        if kind == "move":
            square = Square(square.x + by, square.y + (by if down else -by), square.side)
        elif kind == "grow":
            square = square.grown(by)
        else:
            square = square.pulled(by, right=right, down=down, size=(width, height))
        square = square.inside(width, height)
        assert square.side >= 0.1 * min(width, height) - 1e-6
        assert square.x >= -1e-6 and square.y >= -1e-6
        assert square.x + square.side <= width + 1e-6
        assert square.y + square.side <= height + 1e-6


def test_a_pulled_corner_leaves_the_opposite_one_where_it_is() -> None:
    square = Square(20, 30, 40)
    assert square.pulled(10, right=True, down=True, size=(200, 100)) == Square(20, 30, 50)
    assert square.pulled(10, right=False, down=False, size=(200, 100)) == Square(10, 20, 50)
    assert square.pulled(-10, right=True, down=False, size=(200, 100)) == Square(20, 40, 30)
    assert square.pulled(500, right=True, down=True, size=(200, 100)) == Square(20, 30, 70)
