"""Decodes pictures with Pillow: upright, RGB, cropped square as they will be trained."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pillow_heif
from PIL import Image, ImageMode, ImageOps, UnidentifiedImageError

from training.contract.concept import ImageEntry
from training.contract.errors import ManulError

pillow_heif.register_heif_opener()
# Phones take pictures of 200 million pixels; Pillow's own limit calls those an attack.
Image.MAX_IMAGE_PIXELS = 300_000_000

PICTURE_SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".heif",
     ".avif")
)  # fmt: skip
EXTENSIONS = {
    "JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp", "BMP": ".bmp", "GIF": ".gif",
    "TIFF": ".tif", "HEIF": ".heic", "AVIF": ".avif",
}  # fmt: skip
_EXIF_ORIENTATION = 0x0112
_WHITE = (255, 255, 255, 255)


@contextmanager
def open_picture(path: Path) -> Iterator[Image.Image]:
    """An undecoded picture; ManulError "unreadable" for anything that Pillow cannot decode,
    also while the caller decodes it."""
    try:
        with Image.open(path) as picture:
            if picture.format not in EXTENSIONS:
                raise ManulError("unreadable", path=path, reason=f"{picture.format} is no photo")
            yield picture
    except UnidentifiedImageError as error:
        raise ManulError("unreadable", path=path, reason="it is not a picture") from error
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ManulError("unreadable", path=path, reason=reason) from error


def load_upright(path: Path) -> Image.Image:
    """The first frame as 8-bit RGB, turned as the camera noted, transparency on white."""
    with open_picture(path) as picture:
        picture.load()
        return to_rgb(ImageOps.exif_transpose(picture))


def to_rgb(picture: Image.Image) -> Image.Image:
    """8-bit RGB from any mode that Pillow decodes: 16-bit, CMYK, palette, alpha, float."""
    if ImageMode.getmode(picture.mode).basemode == "L" and picture.mode not in ("L", "LA", "La"):
        picture = _scale_to_8_bit(picture)
    if has_alpha(picture):
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, _WHITE)
        picture = Image.alpha_composite(ground, picture)
    return picture.convert("RGB")


def has_alpha(picture: Image.Image) -> bool:
    return picture.has_transparency_data


def is_rotated(picture: Image.Image) -> bool:
    return int(picture.getexif().get(_EXIF_ORIENTATION, 1)) != 1


def training_view(picture: Image.Image, entry: ImageEntry, resolution: int) -> Image.Image:
    """The square that is trained: the crop (its centred square), mirrored if asked, resized."""
    width, height = picture.size
    left, top, right, bottom = entry.crop or (0.0, 0.0, 1.0, 1.0)
    box = (left * width, top * height, right * width, bottom * height)
    side = min(box[2] - box[0], box[3] - box[1])
    middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    x, y = middle_x - side / 2, middle_y - side / 2
    square = picture.resize(
        (resolution, resolution), Image.Resampling.LANCZOS, box=(x, y, x + side, y + side)
    )
    return ImageOps.mirror(square) if entry.mirror else square


def _scale_to_8_bit(picture: Image.Image) -> Image.Image:
    """Grey pictures of 1, 16 or 32 bits or floats; Pillow's convert clips those at 255."""
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode.startswith("I;16"):
        # Pillow can neither scale nor sample these directly.
        picture = picture.convert("I")
        low, high = 0.0, 65535.0
    else:
        extrema = picture.getextrema()
        low, high = float(extrema[0]), float(extrema[1])  # type: ignore[arg-type]
        if picture.mode == "I" and low >= 0 and high <= 65535:
            low, high = 0.0, 65535.0
    scale = 255.0 / max(high - low, 1e-9)
    return picture.convert("F").point(lambda value: value * scale - low * scale).convert("L")
