import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from training.contract.concept import ImageEntry
from training.contract.errors import ManulError
from training.contract.pictures import is_rotated, load_upright, open_picture, training_view

pytestmark = pytest.mark.quick

Draw = Callable[..., Image.Image]
Color = tuple[int, ...]
RED, BLUE = (255, 0, 0), (0, 0, 255)
ENTRY = ImageEntry(file="0001-a.png", original_name="a.png", sha256="", look="0" * 16)


def corners(picture: Image.Image) -> tuple[object, object]:
    return picture.getpixel((4, 4)), picture.getpixel((picture.width - 5, 4))


def near(color: object, other: Color, tolerance: int = 12) -> bool:
    assert isinstance(color, tuple)
    return all(abs(one - two) <= tolerance for one, two in zip(color, other, strict=True))


@pytest.mark.parametrize(
    "suffix", [".jpg", ".png", ".webp", ".bmp", ".gif", ".tif", ".heic", ".avif"]
)
def test_every_format_is_read(draw: Draw, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"кот 😀{suffix}"
    draw(path, size=(200, 160))
    picture = load_upright(path)
    assert (picture.mode, picture.size) == ("RGB", (200, 160))
    top_left, top_right = corners(picture)
    assert near(top_left, RED)
    assert near(top_right, BLUE)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".heic", ".avif"])
def test_rotated_pictures_stand_upright(draw: Draw, tmp_path: Path, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / f"phone{suffix}"
    # The sensor lay on its side: what it saw left is really at the top.
    draw().transpose(Image.Transpose.ROTATE_90).save(path, exif=exif.tobytes())
    with open_picture(path) as picture:
        assert is_rotated(picture)
    upright = load_upright(path)
    assert upright.size == (96, 80)
    assert near(upright.getpixel((4, 4)), RED, 40)


@pytest.mark.parametrize("orientation", [0, 1, 9, 300])
def test_nonsense_about_rotation_is_ignored(draw: Draw, tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    draw(tmp_path / "a.jpg", exif=exif.tobytes())
    with open_picture(tmp_path / "a.jpg") as picture:
        assert not is_rotated(picture)
    assert load_upright(tmp_path / "a.jpg").size == (96, 80)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_16_bits_are_scaled_not_clipped(tmp_path: Path, suffix: str) -> None:
    ramp = [x * 65535 // 255 for _ in range(4) for x in range(256)]
    deep = Image.frombytes("I;16", (256, 4), struct.pack(f"<{len(ramp)}H", *ramp))
    deep.save(tmp_path / f"deep{suffix}")
    grey = load_upright(tmp_path / f"deep{suffix}").getchannel("R")
    assert list(grey.tobytes()[:256]) == pytest.approx(range(256), abs=1)


@pytest.mark.parametrize(
    ("mode", "white"), [("F", 1.0), ("F", 255.0), ("F", 65535.0), ("I", 255), ("I", 65535)]
)
def test_32_bits_keep_their_brightness(tmp_path: Path, mode: str, white: float) -> None:
    """A dark picture stays dark: black and white are those of the number format."""
    picture = Image.new(mode, (64, 64), white / 2 if mode == "F" else int(white / 2))
    picture.putpixel((0, 0), white if mode == "F" else int(white))
    picture.save(tmp_path / "a.tif")
    read = load_upright(tmp_path / "a.tif")
    assert read.getpixel((0, 0)) == (255, 255, 255)
    assert near(read.getpixel((9, 9)), (127, 127, 127), 1)


def test_numbers_out_of_any_range_still_show_something(tmp_path: Path) -> None:
    picture = Image.new("F", (64, 64), -5.0)
    picture.putpixel((1, 1), 5.0)
    picture.save(tmp_path / "a.tif")
    assert load_upright(tmp_path / "a.tif").getextrema() == ((0, 255),) * 3
    Image.new("F", (64, 64), float("nan")).save(tmp_path / "nan.tif")
    assert load_upright(tmp_path / "nan.tif").mode == "RGB"


@pytest.mark.parametrize("mode", ["CMYK", "P", "L", "1", "LA", "YCbCr", "RGBA"])
def test_every_mode_becomes_rgb(draw: Draw, tmp_path: Path, mode: str) -> None:
    suffix = ".tif" if mode in ("CMYK", "YCbCr") else ".png"
    draw().convert(mode).save(tmp_path / f"a{suffix}")
    read = load_upright(tmp_path / f"a{suffix}")
    assert read.mode == "RGB"
    if mode not in ("L", "LA", "1"):
        assert near(read.getpixel((4, 4)), RED)


def test_what_is_transparent_becomes_white(draw: Draw, tmp_path: Path) -> None:
    picture = draw().convert("RGBA")
    picture.putalpha(0)
    picture.putpixel((50, 50), (1, 2, 3, 255))
    for suffix in (".png", ".webp", ".avif"):
        picture.save(tmp_path / f"a{suffix}", lossless=True)
        assert near(load_upright(tmp_path / f"a{suffix}").getpixel((4, 4)), (255, 255, 255), 2)
    draw().convert("L").save(tmp_path / "grey.png", transparency=76)
    assert load_upright(tmp_path / "grey.png").getpixel((4, 4)) == (255, 255, 255)
    palette = Image.new("P", (64, 64), 1)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    palette.save(tmp_path / "palette.png", transparency=1)
    assert load_upright(tmp_path / "palette.png").getpixel((4, 4)) == (255, 255, 255)


def test_the_first_frame_counts(draw: Draw, tmp_path: Path) -> None:
    for suffix in (".gif", ".png", ".webp", ".tif"):
        path = tmp_path / f"a{suffix}"
        draw(path, save_all=True, append_images=[Image.new("RGB", (96, 80))])
        assert near(load_upright(path).getpixel((4, 4)), RED)


def test_colours_of_another_profile_become_srgb(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # The same profile with the two primaries swapped, under another name.
    swapped = srgb.replace(b"rXYZ", b"qXYZ").replace(b"bXYZ", b"rXYZ").replace(b"qXYZ", b"bXYZ")
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "sBGR".encode("utf-16-be"))
    red = Image.new("RGB", (64, 64), RED)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    # A profile that is broken or does not fit the numbers is ignored.
    for profile, color in ((srgb, RED), (swapped, BLUE), (lab, RED), (b"nonsense", RED)):
        red.save(tmp_path / "a.png", icc_profile=profile)
        assert near(load_upright(tmp_path / "a.png").getpixel((4, 4)), color, 2)


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty.jpg": (b"", "cause.not_a_picture"),
    "text.jpg": ("Это не картинка".encode(), "cause.not_a_picture"),
    "page.pdf": (b"%PDF-1.7\n", "cause.not_a_picture"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_picture_is_named(tmp_path: Path, name: str) -> None:
    content, cause = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    assert why_not(tmp_path / name) == cause


def why_not(path: Path) -> str:
    with pytest.raises(ManulError) as refused:
        load_upright(path)
    assert refused.value.key == "unreadable"
    assert path.name in str(refused.value)
    reason = refused.value.values["reason"]
    return getattr(reason, "key", "")


def test_missing_folders_and_foreign_formats(draw: Draw, tmp_path: Path) -> None:
    assert why_not(tmp_path / "nothing.png") == "cause.missing"
    (tmp_path / "folder.png").mkdir()
    assert why_not(tmp_path / "folder.png") == "cause.not_a_file"
    draw(tmp_path / "a.ppm")
    assert why_not(tmp_path / "a.ppm") == "cause.not_a_photo"


def test_a_picture_beyond_all_measure_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("1", (3000, 2000)).save(tmp_path / "map.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 5_000_000)
    assert why_not(tmp_path / "map.png") == "cause.too_large"
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 2_000_000)
    assert why_not(tmp_path / "map.png") == "cause.too_large"


# Pillow warns about what it finds in a broken TIFF before it gives up.
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".heic", ".avif", ".gif"])
def test_cut_off_and_damaged_files_are_unreadable_or_read(
    draw: Draw, tmp_path: Path, suffix: str
) -> None:
    """Whatever the decoders raise, it becomes our one error."""
    draw(tmp_path / f"whole{suffix}")
    whole = (tmp_path / f"whole{suffix}").read_bytes()
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes(whole[: len(whole) // 2])
    assert why_not(cut) in ("cause.damaged", "cause.not_a_picture")
    dice = random.Random(5)
    for _ in range(30):
        damaged = bytearray(whole)
        for _ in range(8):
            damaged[dice.randrange(min(400, len(damaged)))] = dice.randrange(256)
        cut.write_bytes(damaged)
        try:
            load_upright(cut)
        except ManulError as error:
            assert error.kind == "unreadable"


def test_the_trained_square_is_the_middle(draw: Draw) -> None:
    picture = draw(size=(300, 100))
    assert (
        training_view(picture, ENTRY, 100).tobytes() == picture.crop((100, 0, 200, 100)).tobytes()
    )


def test_crop_and_mirror(draw: Draw) -> None:
    picture = draw(size=(100, 100))
    entry = ENTRY.changed(crop=(0.0, 0.0, 0.25, 0.25))
    assert near(training_view(picture, entry, 32).getpixel((16, 16)), RED, 2)
    mirrored = training_view(picture, ENTRY.changed(mirror=True), 100)
    assert near(mirrored.getpixel((4, 4)), BLUE, 2)


def test_no_crop_leads_out_of_the_picture() -> None:
    dice = random.Random(1)
    for _ in range(3000):
        size = (dice.randrange(1, 3000), dice.randrange(1, 50))
        left, right = sorted((dice.random(), dice.random()))
        top, bottom = sorted((dice.random(), dice.random()))
        if dice.random() < 0.3:
            right = bottom = 1.0
        entry = ENTRY.changed(crop=(left, top, right, bottom))
        view = training_view(Image.new("1", size), entry, 8)
        assert view.size == (8, 8)
