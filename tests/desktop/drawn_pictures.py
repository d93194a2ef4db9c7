"""Pictures for the page Images: photos of the demo's cats, and a thousand small ones, quickly."""

import random
import shutil
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from tests.desktop.recorder import DEMO

CATS = DEMO / "pallas_cat" / "images"


def photo(path: Path, number: int, *, size: tuple[int, int] = (720, 480)) -> Image.Image:
    """A cat of the demo somewhere on a soft ground."""
    dice = random.Random(number)
    ground = Image.frombytes("RGB", (9, 6), dice.randbytes(162)).resize(size)
    ground = Image.blend(ground, Image.new("RGB", size, (70, 64, 56)), 0.75)
    side = int(min(size) * dice.uniform(0.7, 0.95))
    cat = Image.open(CATS / f"{1 + number % 6:02d}.png").convert("RGB")
    cat = cat.resize((side, side), Image.Resampling.BICUBIC).filter(ImageFilter.SHARPEN)
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).ellipse((0, 0, side, side), fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(side / 40))
    ground.paste(cat, (dice.randrange(size[0] - side + 1), size[1] - side), mask)
    grain = Image.effect_noise(size, 24).convert("RGB")
    ground = Image.blend(ground, grain, 0.12)
    path.parent.mkdir(parents=True, exist_ok=True)
    ground.save(path)
    return ground


def album(folder: Path) -> Path:
    """Photos with about everything that can be said of them."""
    for number in range(9):
        photo(folder / f"DSC_22{number:02d}.jpg", number)
    for number, words in enumerate(("looking left, in dry grass", "a rock", "at dusk, warm light")):
        (folder / f"DSC_22{number:02d}.txt").write_text(words, encoding="utf-8")
    shutil.copy(folder / "DSC_2203.jpg", folder / "DSC_2203 copy.jpg")
    with Image.open(folder / "DSC_2203.jpg") as picture:
        picture.resize((600, 400)).save(folder / "DSC_2203 small.png")
        picture.filter(ImageFilter.GaussianBlur(14)).save(folder / "blurred.webp")
        exif = Image.Exif()
        exif[0x0112] = 6
        picture.rotate(90, expand=True).save(folder / "phone.jpg", exif=exif)
    Image.open(CATS / "05.png").convert("RGB").resize((40, 40)).save(folder / "tiny.png")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8 not a picture")
    return folder


def many(folder: Path, count: int) -> Path:
    """Small pictures, each of its own look, written without a decoder's help."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(count)
    for number in range(count):
        blocks = Image.frombytes("RGB", (9, 8), dice.randbytes(216))
        blocks.resize((72, 64), Image.Resampling.NEAREST).save(
            folder / f"IMG_{number:04d}.jpg", quality=70
        )
    return folder
