"""Decodes pictures with Pillow: upright, RGB, cropped square as they will be trained."""

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import cast

import pillow_heif
from PIL import Image, ImageCms, ImageMode, ImageOps, UnidentifiedImageError

from training.contract.concept import ImageEntry
from training.contract.errors import ManulError, cannot_read
from training.contract.messages import say

pillow_heif.register_heif_opener()
# Phones take pictures of 200 million pixels; Pillow's own limit calls those an attack.
Image.MAX_IMAGE_PIXELS = 300_000_000

PICTURE_SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic",
     ".heif", ".hif", ".avif")
)  # fmt: skip
EXTENSIONS = {
    "JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp", "BMP": ".bmp", "GIF": ".gif",
    "TIFF": ".tif", "HEIF": ".heic", "AVIF": ".avif",
}  # fmt: skip
# Damaged files make decoders raise nearly anything; all of these were met with broken bytes.
_DECODER_ERRORS = (
    OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError,
    RuntimeError, AttributeError, AssertionError, MemoryError, struct.error, zlib.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip
_EXIF_ORIENTATION = 0x0112
_WHITE = (255, 255, 255, 255)
_SRGB = ImageCms.createProfile("sRGB")


@contextmanager
def open_picture(path: Path) -> Iterator[Image.Image]:
    """An undecoded picture; ManulError "unreadable" for anything that Pillow cannot decode,
    also while the caller decodes it. Do nothing but decode inside."""
    if os.path.exists(path) and not os.path.isfile(path):
        raise ManulError("unreadable", path=path, reason=say("cause.not_a_file"))
    try:
        with Image.open(path) as picture:
            _check_kind_and_size(picture, path)
            yield picture
    except UnidentifiedImageError as error:
        raise ManulError("unreadable", path=path, reason=say("cause.not_a_picture")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(path) from error
    except _DECODER_ERRORS as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise cannot_read(path, error) from error
        raise ManulError("unreadable", path=path, reason=say("cause.damaged")) from error


def _check_kind_and_size(picture: Image.Image, path: Path) -> None:
    if picture.format not in EXTENSIONS:
        reason = say("cause.not_a_photo", format=picture.format or "?")
        raise ManulError("unreadable", path=path, reason=reason)
    if picture.width * picture.height > (Image.MAX_IMAGE_PIXELS or 0):
        raise _too_large(path)


def _too_large(path: Path) -> ManulError:
    millions = (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
    return ManulError("unreadable", path=path, reason=say("cause.too_large", millions=millions))


def load_upright(path: Path) -> Image.Image:
    """The first frame as 8-bit RGB, turned as the camera noted, transparency on white."""
    with open_picture(path) as picture:
        picture.load()
        return to_rgb(ImageOps.exif_transpose(picture))


def to_rgb(picture: Image.Image) -> Image.Image:
    """8-bit sRGB from any mode that Pillow decodes: 16-bit, CMYK, palette, alpha, float."""
    profile = picture.info.get("icc_profile")
    if ImageMode.getmode(picture.mode).basemode == "L" and picture.mode not in ("L", "LA", "La"):
        picture = _scale_to_8_bit(picture)
    if has_alpha(picture):
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, _WHITE)
        picture = Image.alpha_composite(ground, picture).convert("RGB")
    if profile and picture.mode in ("RGB", "CMYK"):
        picture = _to_srgb(picture, profile)
    return picture.convert("RGB")


def has_alpha(picture: Image.Image) -> bool:
    return picture.has_transparency_data


def is_rotated(picture: Image.Image) -> bool:
    """Does the file say that the camera was held otherwise? HEIC has been turned already."""
    noted = picture.info.get("original_orientation") or picture.getexif().get(_EXIF_ORIENTATION)
    return noted in range(2, 9)


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Phones write Display P3, printers CMYK of their own; models have seen sRGB."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if ImageCms.getProfileDescription(source).startswith("sRGB"):
            return picture
        converted = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that is broken or for another mode says nothing.
        return picture
    return converted or picture


def training_view(picture: Image.Image, entry: ImageEntry, resolution: int) -> Image.Image:
    """The square that is trained: the crop (its centred square), mirrored if asked, resized."""
    x, y, side = training_square(picture.size, entry)
    square = picture.resize(
        (resolution, resolution), Image.Resampling.LANCZOS, box=(x, y, x + side, y + side)
    )
    return ImageOps.mirror(square) if entry.mirror else square


def training_square(size: tuple[int, int], entry: ImageEntry) -> tuple[float, float, float]:
    """Left, top and side of the trained square in pixels, at least one and inside the picture."""
    width, height = size
    left, top, right, bottom = entry.crop or (0.0, 0.0, 1.0, 1.0)
    side = max(1.0, min((right - left) * width, (bottom - top) * height))
    x = (left + right) / 2 * width - side / 2
    y = (top + bottom) / 2 * height - side / 2
    # Rounding must not lead out of the picture by a billionth of a pixel.
    x, y = max(0.0, min(x, width - side)), max(0.0, min(y, height - side))
    return x, y, min(side, width - x, height - y)


def _scale_to_8_bit(picture: Image.Image) -> Image.Image:
    """Grey pictures of 1, 16 or 32 bits or floats; Pillow's convert clips those at 255."""
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode.startswith("I;16"):
        # Pillow can neither scale nor sample these directly.
        picture = picture.convert("I")
        low, high = 0.0, 65535.0
    else:
        low, high = _range(picture)
    scale = 255.0 / max(high - low, 1e-9)
    return picture.convert("F").point(lambda value: value * scale - low * scale).convert("L")


def _range(picture: Image.Image) -> tuple[float, float]:
    """What black and white are in 32 bits: the usual range that holds all, else the extremes."""
    darkest, brightest = cast("tuple[float, float]", picture.getextrema())
    usual = (255.0, 65535.0) if picture.mode == "I" else (1.0, 255.0, 65535.0)
    if darkest >= 0:
        for white in usual:
            if brightest <= white:
                return 0.0, white
    if not (isfinite(darkest) and isfinite(brightest)):
        return 0.0, 1.0
    return float(darkest), float(brightest)
