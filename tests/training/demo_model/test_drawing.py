"""Pictures follow from their description alone."""

from dataclasses import replace

import numpy as np
import pytest

from training.demo_model.drawing import draw, draw_array
from training.demo_model.pictures import draw_pictures, scene_number
from training.demo_model.scenes import COLOURS, Creature, Mug, Scene, Shape

pytestmark = pytest.mark.quick

CAT = Creature("cat", "orange", "green", False, False, False, False)


def test_a_scene_is_always_drawn_alike() -> None:
    for index in range(20):
        scene = scene_number(index)
        assert scene == scene_number(index)
        assert draw(scene).tobytes() == draw(scene_number(index)).tobytes()


def test_scenes_of_other_numbers_and_seeds_differ() -> None:
    assert len({scene_number(index) for index in range(50)}) == 50
    assert scene_number(0) != scene_number(0, seed=2)


def test_the_background_fills_the_corners() -> None:
    for background, colour in COLOURS.items():
        picture = draw(Scene(Shape("star", "teal"), background, "photo"))
        assert picture.size == (64, 64)
        assert picture.getpixel((0, 0)) == colour
        assert picture.getpixel((63, 63)) == colour


@pytest.mark.parametrize(
    "change",
    [
        {"species": "otter"},
        {"fur": "teal"},
        {"eyes": "blue"},
        {"striped": True},
        {"fluffy": True},
        {"grumpy": True},
        {"white_muzzle": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_attribute_of_a_creature_shows(change: dict[str, object]) -> None:
    plain = draw_array(Scene(CAT, "blue", "drawing"))
    changed = draw_array(Scene(replace(CAT, **change), "blue", "drawing"))  # type: ignore[arg-type]
    visible = np.abs(plain - changed).max(axis=2) > 0.2
    assert visible.sum() >= 20


def test_both_eyes_are_alike() -> None:
    picture = draw(Scene(CAT, "blue", "drawing"))
    left, right = picture.getpixel((23, 39)), picture.getpixel((40, 39))
    assert left == right


@pytest.mark.parametrize(
    "change", [{"medium": "photo"}, {"rim": "yellow"}, {"split": True}, {"x": 0.07}, {"size": 1.06}]
)
def test_every_property_of_a_scene_shows(change: dict[str, object]) -> None:
    scene = Scene(Mug("red", "star", "white"), "blue", "drawing")
    changed = replace(scene, **change)  # type: ignore[arg-type]
    assert np.abs(draw_array(scene) - draw_array(changed)).max() > 0.1


def test_edges_are_antialiased() -> None:
    picture = draw_array(Scene(Shape("circle", "white"), "black", "photo"))
    grey = (picture.mean(axis=2) > 0.2) & (picture.mean(axis=2) < 0.7)
    assert 20 <= grey.sum() <= 300


def test_drawn_pictures_are_kept_and_taken_up_again(tmp_path) -> None:
    path = tmp_path / "pictures.npy"
    first = draw_pictures(path, 4)
    written = path.stat().st_mtime_ns
    assert first.shape == (4, 64, 64, 3)
    assert first.dtype == np.uint8
    assert (draw_pictures(path, 4) == first).all()
    assert path.stat().st_mtime_ns == written
    assert (draw_pictures(path, 6)[:4] == first).all()
