"""A suggested square holds what stands out, and never leads out of the picture."""

import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from training.contract.salient_square import saliency, salient_square, suggest_crop

pytestmark = pytest.mark.quick


def scene(size: tuple[int, int], middle: tuple[int, int], radius: int) -> Image.Image:
    """A soft ground with grain, and one thing with an edge and a pattern."""
    dice = random.Random(3)
    ground = Image.frombytes("RGB", (24, 16), dice.randbytes(24 * 16 * 3)).resize(size)
    picture = Image.blend(ground.filter(ImageFilter.GaussianBlur(20)),
                          Image.new("RGB", size, "gray"), 0.6)  # fmt: skip
    pen, (x, y) = ImageDraw.Draw(picture), middle
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill="white", outline="black")
    for eye in (-radius // 2, radius // 2):
        pen.ellipse((x + eye - 6, y - 16, x + eye + 6, y - 4), fill="black")
    return picture


@pytest.mark.parametrize("middle", [(90, 120), (240, 100), (390, 130)])
def test_the_square_holds_the_thing(tmp_path: Path, middle: tuple[int, int]) -> None:
    scene((480, 240), middle, 55).save(tmp_path / "a.png")
    left, top, right, bottom = suggest_crop(tmp_path / "a.png", least_side=64)
    assert (right - left) * 480 == pytest.approx((bottom - top) * 240), "a square"
    assert left * 480 <= middle[0] - 40 and right * 480 >= middle[0] + 40
    assert top * 240 <= middle[1] - 40 and bottom * 240 >= middle[1] + 40


def test_no_smaller_than_what_is_taught() -> None:
    picture = scene((480, 240), (90, 120), 30)
    left, _, right, _ = salient_square(picture.size, saliency(picture), least_side=230)
    assert (right - left) * 480 >= 230 - 1e-6
    left, _, right, _ = salient_square(picture.size, saliency(picture), least_side=9999)
    assert (right - left) * 480 == pytest.approx(240)


@pytest.mark.parametrize("size", [(1, 1), (500, 20), (20, 500), (64, 64)])
def test_plain_pictures_get_the_middle(size: tuple[int, int]) -> None:
    grid = saliency(Image.new("RGB", size, "gray"))
    left, top, right, bottom = salient_square(size, grid, least_side=1)
    assert 0 <= left < right <= 1 and 0 <= top < bottom <= 1
    assert left + right == pytest.approx(1, abs=0.1) and top + bottom == pytest.approx(1, abs=0.1)
