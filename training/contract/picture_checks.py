"""Judges a picture on arrival: what is unusual about it, in words, and the cure."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps, ImageStat

from training.contract.messages import Message, say
from training.contract.pictures import EXTENSIONS, has_alpha, is_rotated, open_picture, upright

# Variance of a 3x3 Laplacian on the 256-pixel grey picture (Pech-Pacheco et al., ICPR 2000).
# Measured on noise with a photograph's spectrum (1/f, 1024 pixels): 2,500-3,000 as it is, 114-132
# after a Gaussian blur of 4 pixels, 23-26 after one of 8.
BLUR_VARIANCE = 60.0
_BLUR_SIDE = 256
LEAST_JUDGED_SIDE = 128
# Bits of 64 in which the difference hashes of two pictures may differ and still look the same.
DUPLICATE_BITS = 4
_SAME_EXTENSION = {
    ".jpeg": ".jpg", ".jpe": ".jpg", ".jfif": ".jpg", ".mpo": ".jpg", ".tiff": ".tif",
    ".heif": ".heic", ".hif": ".heic",
}  # fmt: skip


@dataclass(frozen=True)
class Judgement:
    """What Manul saw: the true format, the upright size, a hash of its look, the problems."""

    format: str
    width: int
    height: int
    look: int
    problems: tuple[Message, ...]

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.format]


def judge_picture(path: Path, *, resolution: int) -> Judgement:
    """Decode and judge `path`; ManulError "unreadable" if that is impossible."""
    with open_picture(path) as picture:
        # Loading turns a TIFF upright and forgets that it did; PNG tells only after loading.
        turned = is_rotated(picture)
        size, kind = picture.size, picture.format or ""
        picture.load()
        problems = _file_problems(picture, path)
        if turned or is_rotated(picture):
            problems.append(say("picture.rotated"))
        seen = upright(picture)
    is_upright = (size[0] > size[1]) == (seen.width > seen.height)
    width, height = size if is_upright else size[::-1]
    if min(width, height) < resolution:
        problems.append(say("picture.too_small", width=width, height=height, resolution=resolution))
    if is_blurred(seen):
        problems.append(say("picture.blurred"))
    return Judgement(
        format=kind, width=width, height=height, look=difference_hash(seen),
        problems=tuple(problems),
    )  # fmt: skip


def _file_problems(picture: Image.Image, path: Path) -> list[Message]:
    problems = []
    extension = EXTENSIONS[picture.format or ""]
    given = path.suffix.lower()
    if _SAME_EXTENSION.get(given, given) != extension:
        problems.append(
            say("picture.wrong_extension", format=extension[1:].upper(), extension=given or "-")
        )
    if getattr(picture, "is_animated", False) and picture.format != "MPO":
        problems.append(say("picture.animated"))
    if has_alpha(picture):
        clear = picture if picture.mode in ("RGBA", "LA") else picture.convert("RGBA")
        if clear.getchannel("A").getextrema()[0] != 255:
            problems.append(say("picture.transparent"))
    return problems


def is_blurred(picture: Image.Image) -> bool:
    """Too little fine detail. Tiny pictures are not judged: they have none to lose."""
    if min(picture.size) < LEAST_JUDGED_SIDE:
        return False
    grey = ImageOps.fit(picture.convert("L"), (_BLUR_SIDE, _BLUR_SIDE))
    laplacian = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
    return ImageStat.Stat(grey.filter(laplacian)).var[0] < BLUR_VARIANCE


def difference_hash(picture: Image.Image) -> int:
    """64 bits: is each point of an 8x8 grid brighter than its right neighbour (dHash)?"""
    grey = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    values = grey.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (values[row * 9 + column] > values[row * 9 + column + 1])
    return bits


def looks_same(one: int, other: int) -> bool:
    return (one ^ other).bit_count() <= DUPLICATE_BITS


def advise(count: int, kind: str) -> Message:
    """A sentence on how many pictures there are, for this kind of concept."""
    wanted = 10 if kind in ("person", "style") else 5
    if count > 50:
        return say("advice.many", count=count)
    if count < wanted:
        return say("advice.few", count=count, wanted=wanted, kind=_of_kind(kind))
    return say("advice.enough", count=count, kind=_of_kind(kind))


def _of_kind(kind: str) -> Message:
    match kind:
        case "person":
            return say("advice.of_person")
        case "animal":
            return say("advice.of_animal")
        case "style":
            return say("advice.of_style")
    return say("advice.of_object")
