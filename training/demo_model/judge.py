"""Says what a small picture shows and how alike two are, by colour names and outlines alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

from training.demo_model.drawing import draw, rgb
from training.demo_model.scenes import COLOURS, SHAPES, SPECIES, Creature, Scene, Shape, Subject

# How far a pixel must be from the background (RGB in [0, 1]) to belong to the subject: half of
# what lies between the two most alike colours of the palette.
FOREGROUND = 0.13
TEMPLATE_SIZE = 32
SIMILARITY_SIZE = 16


def similarity(picture: Image.Image, references: Sequence[Image.Image]) -> float:
    """How alike the subjects are, higher is better: 1 for the same picture, about 0 for unrelated.

    Both pictures are made small (16x16) and relieved of their border's colour, so that position
    to a pixel or two and the background count little; the cosine of what is left is taken with
    each reference, and the best one answers. Compare with references on the same backgrounds.
    """
    if not references:
        raise ValueError("similarity needs at least one reference picture")
    given = _small(picture)
    return max(_cosine(given, _small(reference)) for reference in references)


def _small(picture: Image.Image) -> np.ndarray:
    small = picture.convert("RGB").resize((SIMILARITY_SIZE, SIMILARITY_SIZE), Image.Resampling.BOX)
    pixels = np.asarray(small, dtype=np.float32) / 255
    return (pixels - _border_colour(pixels)).ravel()


def _cosine(first: np.ndarray, second: np.ndarray) -> float:
    norms = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / norms if norms > 1e-6 else 0.0


def _border_colour(pixels: np.ndarray) -> np.ndarray:
    edges = (pixels[0], pixels[-1], pixels[1:-1, 0], pixels[1:-1, -1])
    return np.median(np.concatenate(edges), axis=0)


def colour_name(colour: np.ndarray) -> str:
    """The palette's nearest name for an RGB colour in [0, 1]."""
    names, palette = _palette()
    return names[int(np.argmin(np.square(palette - colour).sum(axis=1)))]


@cache
def _palette() -> tuple[list[str], np.ndarray]:
    return list(COLOURS), np.stack([rgb(name) for name in COLOURS])


@dataclass(frozen=True)
class Finding:
    """What the judge sees; `species` and `fur` are only meant where a creature was asked for."""

    background: str
    colour: str
    shape: str
    species: str
    fur: str


def judge(picture: Image.Image) -> Finding:
    pixels = np.asarray(picture.convert("RGB"), dtype=np.float32) / 255
    border = _border_colour(pixels)
    mask = silhouette(pixels)
    inside = _eroded(mask, times=3)
    if inside.sum() < 12:
        inside = mask if mask.any() else np.ones_like(mask)
    return Finding(
        background=colour_name(border),
        colour=colour_name(np.median(pixels[inside], axis=0)),
        shape=_best(mask, SHAPES, _shape_templates()),
        species=_best(mask, SPECIES, _species_templates()),
        fur=_fur(pixels, inside),
    )


def silhouette(pixels: np.ndarray) -> np.ndarray:
    """bool (h, w): everything that the background does not reach from the border."""
    far = np.linalg.norm(pixels - _border_colour(pixels), axis=2) > FOREGROUND
    # One pixel more all around, so that the background is one connected piece.
    sheet = Image.fromarray(np.pad(far, 1).astype(np.uint8) * 255).copy()
    ImageDraw.floodfill(sheet, (0, 0), 128)
    return np.asarray(sheet)[1:-1, 1:-1] != 128


def _eroded(mask: np.ndarray, *, times: int) -> np.ndarray:
    for _ in range(times):
        padded = np.pad(mask, 1)
        mask = mask & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return mask


def _fur(pixels: np.ndarray, inside: np.ndarray) -> str:
    """The commonest colour; black counts half, for it is also that of outlines and pupils."""
    names, palette = _palette()
    distances = np.square(pixels[inside][:, None] - palette).sum(axis=2)
    counts = np.bincount(distances.argmin(axis=1), minlength=len(names)).astype(float)
    counts[names.index("black")] *= 0.5
    return names[int(counts.argmax())]


def _normalised(mask: np.ndarray) -> np.ndarray:
    """The silhouette centred and scaled to TEMPLATE_SIZE, proportions kept."""
    if not mask.any():
        return np.zeros((TEMPLATE_SIZE, TEMPLATE_SIZE), dtype=np.float32)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    half = max(rows[-1] - rows[0], columns[-1] - columns[0]) / 2 + 0.5
    y, x = (rows[0] + rows[-1] + 1) / 2, (columns[0] + columns[-1] + 1) / 2
    image = Image.fromarray(mask.astype(np.float32))
    frame = (x - half, y - half, x + half, y + half)
    size = (TEMPLATE_SIZE, TEMPLATE_SIZE)
    data = (
        (frame[2] - frame[0]) / TEMPLATE_SIZE,
        0,
        frame[0],
        0,
        (frame[3] - frame[1]) / TEMPLATE_SIZE,
        frame[1],
    )
    return np.asarray(
        image.transform(size, Image.Transform.AFFINE, data, Image.Resampling.BILINEAR)
    )


Templates = dict[str, list[np.ndarray]]


def _best(mask: np.ndarray, names: Sequence[str], templates: Templates) -> str:
    given = _normalised(mask)
    return max(names, key=lambda name: max(_overlap(given, known) for known in templates[name]))


def _overlap(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.minimum(first, second).sum() / np.maximum(first, second).sum())


def _template(subject: Subject) -> np.ndarray:
    picture = np.asarray(draw(Scene(subject, "white", "drawing")), dtype=np.float32) / 255
    return _normalised(silhouette(picture))


@cache
def _shape_templates() -> Templates:
    return {kind: [_template(Shape(kind, "red"))] for kind in SHAPES}


@cache
def _species_templates() -> Templates:
    return {
        species: [
            _template(Creature(species, "red", "blue", False, fluffy, False, False))
            for fluffy in (False, True)
        ]
        for species in SPECIES
    }
