"""What SDXL is told about a picture's size and crop, against numbers worked out by hand."""

from typing import Any

import pytest

from training.contract.concept import ImageEntry
from training.time_ids import picture_time_ids, sample_time_ids

pytestmark = pytest.mark.quick

# Three quarters of the width, from the left edge on.
LEFT_PART = (0.0, 0.0, 0.75, 1.0)


def ids(size: tuple[int, int], resolution: int, *, flipped: bool = False, **entry: Any) -> Any:
    facts = {"file": "a.png", "original_name": "a.png", "sha256": "-", "look": "0" * 16}
    image = ImageEntry.model_validate(facts | entry)
    return picture_time_ids(size, image, resolution, flipped=flipped).tolist()


def test_a_square_picture_has_nothing_cut_off() -> None:
    assert ids((2048, 2048), 1024) == [2048, 2048, 0, 0, 1024, 1024]


def test_height_comes_before_width_and_the_crop_is_in_pixels_of_the_scaled_picture() -> None:
    """1500 x 1000 becomes 1536 x 1024; of it the middle 1024, 256 from the left."""
    assert ids((1500, 1000), 1024) == [1000, 1500, 0, 256, 1024, 1024]
    assert ids((1000, 1500), 512) == [1500, 1000, 128, 0, 512, 512]


def test_a_small_picture_says_that_it_is_small() -> None:
    assert ids((300, 300), 1024)[:2] == [300, 300]


@pytest.mark.parametrize(("mirror", "flipped"), [(True, False), (False, True)])
def test_a_mirrored_picture_is_cropped_from_its_other_side(mirror: bool, flipped: bool) -> None:
    """Of 800 x 400 the square at 100 to 500: mirrored, 300 are cut off at its left."""
    assert ids((800, 400), 400, crop=LEFT_PART)[2:4] == [0, 100]
    assert ids((800, 400), 400, crop=LEFT_PART, mirror=mirror, flipped=flipped)[2:4] == [0, 300]


def test_mirrored_twice_is_not_mirrored() -> None:
    assert ids((800, 400), 400, crop=LEFT_PART, mirror=True, flipped=True)[2:4] == [0, 100]


def test_samples_are_pictures_of_their_own_size() -> None:
    assert sample_time_ids(1024).tolist() == [1024, 1024, 0, 0, 1024, 1024]
