"""Decodes pictures with Pillow: upright, RGB, cropped square as they will be trained."""

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from io import BytesIO
from math import ceil, isfinite, sqrt
from pathlib import Path
from threading import RLock
from typing import cast

import pillow_heif
from PIL import Image, ImageCms, ImageMode, ImageOps, UnidentifiedImageError

from training.contract.concept import ImageEntry
from training.contract.errors import ManulError, cannot_read
from training.contract.messages import Message, say
from training.contract.plain_files import NotAFile, TooLarge, open_plain

pillow_heif.register_heif_opener()
# Phones take pictures of 200 million pixels; Pillow's own limit calls those an attack.
_MOST = Image.MAX_IMAGE_PIXELS = 300_000_000
# Their decoders hold the whole picture several times; no camera writes them.
_MOST_PIXELS = {"WEBP": 100_000_000, "GIF": 100_000_000, "AVIF": 100_000_000}
# A small file can hold that many, and decoded they take a gigabyte: one such picture at a time,
# and no copies of it.
_LARGE_PIXELS = 64_000_000
_LARGE_TURN = RLock()
# Twice a phone's largest without compression. Some decoders read all of a file at once.
_LARGEST_BYTES = 1_200_000_000

PICTURE_SUFFIXES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".heic",
     ".heif", ".hif", ".avif")
)  # fmt: skip
EXTENSIONS = {
    "JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp", "BMP": ".bmp", "GIF": ".gif",
    "TIFF": ".tif", "HEIF": ".heic", "AVIF": ".avif",
}  # fmt: skip
# JPEG's opens MPO too.
_DECODERS = tuple(name for name in EXTENSIONS if name != "MPO")
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
    try:
        with _open(path) as picture:
            pixels = picture.width * picture.height
            if pixels > (most := _MOST_PIXELS.get(picture.format or "", _MOST)):
                raise _too_large(path, most)
            with _LARGE_TURN if pixels > _LARGE_PIXELS else nullcontext():
                yield picture
    except UnidentifiedImageError as error:
        raise ManulError("unreadable", path=path, reason=_what_instead(path)) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(path, _MOST) from error
    except _DECODER_ERRORS as error:
        if isinstance(error, OSError) and (error.errno is not None or _is_refused(error)):
            raise cannot_read(path, error) from error
        raise ManulError("unreadable", path=path, reason=say("cause.damaged")) from error


def _open(path: Path) -> Image.Image:
    """By the decoders of photos alone: Pillow has others, and some of them start programs."""
    with open_plain(path) as file:
        if os.fstat(file.fileno()).st_size > _LARGEST_BYTES:
            raise TooLarge(_LARGEST_BYTES)
    return Image.open(path, formats=_DECODERS)


def _what_instead(path: Path) -> Message:
    """What it claims to be by its first bytes, as far as Pillow knows them."""
    with open_plain(path) as file:
        start = file.read(16)
    Image.init()
    for name in Image.ID:
        accepts = Image.OPEN[name][1]
        # Some of them need more bytes than a tiny file has.
        with suppress(struct.error, IndexError):
            if name not in EXTENSIONS and accepts is not None and accepts(start) is True:
                return say("cause.not_a_photo", format=name)
    return say("cause.not_a_picture")


def _is_refused(error: OSError) -> bool:
    return isinstance(error, (NotAFile, TooLarge))


def _too_large(path: Path, most: int) -> ManulError:
    reason = say("cause.too_large", millions=most // 1_000_000)
    return ManulError("unreadable", path=path, reason=reason)


def load_upright(path: Path) -> Image.Image:
    """The first frame as 8-bit RGB, turned as the camera noted, transparency on white; of more
    than 64 million pixels a half or a third of each side, which is more than any training sees."""
    with open_picture(path) as picture:
        return upright(picture)


def upright(picture: Image.Image) -> Image.Image:
    """The same of a picture that is open already."""
    share = ceil(sqrt(picture.width * picture.height / _LARGE_PIXELS))
    if share > 1:
        # JPEG is decoded at a half, a quarter or an eighth to begin with.
        picture.draft(None, (picture.width // share, picture.height // share))
    picture.load()
    share = ceil(sqrt(picture.width * picture.height / _LARGE_PIXELS))
    if share > 1:
        picture = _reduced(picture, share)
    ImageOps.exif_transpose(picture, in_place=True)
    return to_rgb(picture)


def _reduced(picture: Image.Image, share: int) -> Image.Image:
    if picture.mode in ("L", "RGB", "CMYK", "YCbCr", "I", "F"):
        smaller = picture.reduce(share)
    else:
        size = picture.width // share, picture.height // share
        smaller = picture.resize(size, Image.Resampling.NEAREST)
    smaller.info = picture.info
    return smaller


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
    return picture if picture.mode == "RGB" else picture.convert("RGB")


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
