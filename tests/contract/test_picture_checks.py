from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from training.contract.errors import ManulError
from training.contract.picture_checks import (
    advise,
    difference_hash,
    is_blurred,
    judge_picture,
    looks_same,
)

pytestmark = pytest.mark.quick

Draw = Callable[..., Image.Image]


def problems(path: Path, *, resolution: int = 64) -> list[str]:
    judged = judge_picture(path, resolution=resolution).problems
    return [problem.key.removeprefix("picture.") for problem in judged]


@pytest.mark.parametrize(
    "name", ["a.jpg", "a.JPEG", "a.jfif", "a.png", "a.webp", "a.tiff", "a.heif", "a.hif", "a.avif"]
)
def test_an_ordinary_picture_has_no_problem(draw: Draw, tmp_path: Path, name: str) -> None:
    kinds = {".hif": "HEIF", ".jfif": "JPEG"}
    path = tmp_path / name
    draw(path, size=(160, 128), format=kinds.get(path.suffix))
    assert problems(path) == []


def test_the_true_format_and_the_upright_size(draw: Draw, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    draw(tmp_path / "a.png", format="JPEG", exif=exif.tobytes())
    judged = judge_picture(tmp_path / "a.png", resolution=64)
    assert (judged.format, judged.extension, judged.width, judged.height) == (
        "JPEG", ".jpg", 80, 96
    )  # fmt: skip
    assert [str(problem) for problem in judged.problems] == [
        "is really JPG, not .png",
        "was turned upright",
    ]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".heic", ".avif", ".webp"])
def test_turning_is_told_for_every_format(draw: Draw, tmp_path: Path, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    draw(tmp_path / f"a{suffix}", exif=exif.tobytes())
    assert problems(tmp_path / f"a{suffix}") == ["rotated"]


def test_too_small_says_the_sizes(draw: Draw, tmp_path: Path) -> None:
    draw(tmp_path / "a.png", size=(500, 100))
    (problem,) = judge_picture(tmp_path / "a.png", resolution=512).problems
    assert str(problem) == "is 500x100, smaller than the 512 it is trained at"


def test_several_pictures_in_one_file(draw: Draw, tmp_path: Path) -> None:
    for suffix in (".gif", ".webp", ".png", ".tif", ".avif"):
        path = tmp_path / f"a{suffix}"
        draw(path, save_all=True, append_images=[draw(seed=1)])
        assert problems(path) == ["animated"]


def test_only_real_transparency_is_told(draw: Draw, tmp_path: Path) -> None:
    picture = draw().convert("RGBA")
    picture.save(tmp_path / "solid.png")
    picture.putpixel((3, 3), (0, 0, 0, 0))
    picture.save(tmp_path / "hole.png")
    assert problems(tmp_path / "solid.png") == []
    assert problems(tmp_path / "hole.png") == ["transparent"]


def test_blur_is_seen_and_detail_is_not_blamed(draw: Draw) -> None:
    sharp = draw(size=(512, 512))
    assert not is_blurred(sharp)
    assert is_blurred(sharp.filter(ImageFilter.GaussianBlur(12)))
    assert not is_blurred(Image.new("RGB", (64, 64)))


def test_copies_are_recognised_and_others_are_not(draw: Draw) -> None:
    picture = draw(size=(400, 300))
    look = difference_hash(picture)
    smaller = picture.resize((200, 150)).filter(ImageFilter.GaussianBlur(1))
    assert looks_same(look, difference_hash(smaller))
    assert not any(looks_same(look, difference_hash(draw(seed=n))) for n in range(1, 20))


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("not a picture")
    with pytest.raises(ManulError, match="it is not a picture"):
        judge_picture(tmp_path / "a.jpg", resolution=64)


@pytest.mark.parametrize(
    ("count", "kind", "key"),
    [
        (4, "object", "few"), (5, "object", "enough"), (9, "person", "few"),
        (10, "person", "enough"), (51, "animal", "many"), (0, "style", "few"),
    ],
)  # fmt: skip
def test_advice_on_the_number_of_pictures(count: int, kind: str, key: str) -> None:
    assert advise(count, kind).key == f"advice.{key}"
