"""What can be in a picture: subjects, media, random descriptions, and the combinations held out."""

from dataclasses import dataclass

import numpy as np

COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (214, 40, 44),
    "orange": (245, 138, 30),
    "yellow": (248, 220, 60),
    "green": (66, 158, 62),
    "teal": (40, 176, 170),
    "blue": (44, 88, 206),
    "purple": (126, 58, 168),
    "pink": (246, 146, 186),
    "brown": (126, 78, 40),
    "white": (246, 246, 242),
    "black": (28, 28, 32),
    "grey": (144, 146, 150),
}
SHAPES = ("circle", "square", "triangle", "star", "heart", "cross", "moon", "tree")
SPECIES = ("cat", "bear", "mouse", "rabbit", "dog", "otter")
EYES = ("yellow", "green", "blue")
EMBLEMS = ("star", "heart", "dot", "band")
MEDIA = ("photo", "drawing")
RIMS = ("white", "black", "yellow", "purple")


@dataclass(frozen=True)
class Shape:
    kind: str
    colour: str


@dataclass(frozen=True)
class Mug:
    colour: str
    emblem: str | None
    emblem_colour: str


@dataclass(frozen=True)
class Creature:
    species: str
    fur: str
    eyes: str
    striped: bool
    fluffy: bool
    grumpy: bool
    white_muzzle: bool


Subject = Shape | Mug | Creature


@dataclass(frozen=True)
class Scene:
    """One picture, fully described; `x`, `y` in [-1, 1] units, `size` relative to the usual one."""

    subject: Subject
    background: str
    medium: str
    rim: str | None = None
    split: bool = False
    x: float = 0.0
    y: float = 0.0
    size: float = 1.0


def main_colour(subject: Subject) -> str:
    return subject.fur if isinstance(subject, Creature) else subject.colour


def is_held_out(scene: Scene) -> bool:
    """True for every scene that shows one of the three concepts the model must never have met."""
    subject = scene.subject
    if isinstance(subject, Creature):
        manul = subject.species == "otter" and subject.fur == "grey" and subject.striped
        if manul:
            return True
    if isinstance(subject, Mug):
        cup = subject.colour == "teal" and subject.emblem == "heart"
        if cup:
            return True
    return scene.split and scene.rim is not None


def _pick(rng: np.random.Generator, options: tuple[str, ...], *avoid: str | None) -> str:
    left = [option for option in options if option not in avoid]
    return left[int(rng.integers(len(left)))]


def random_subject(rng: np.random.Generator) -> Subject:
    colours = tuple(COLOURS)
    draw = rng.random()
    if draw < 0.36:
        return Shape(kind=_pick(rng, SHAPES), colour=_pick(rng, colours))
    if draw < 0.50:
        colour = _pick(rng, colours)
        emblem = None if rng.random() < 0.15 else _pick(rng, EMBLEMS)
        return Mug(colour=colour, emblem=emblem, emblem_colour=_pick(rng, colours, colour))
    return Creature(
        species=_pick(rng, SPECIES),
        fur=_pick(rng, colours),
        eyes=_pick(rng, EYES),
        striped=rng.random() < 0.45,
        fluffy=rng.random() < 0.45,
        grumpy=rng.random() < 0.45,
        white_muzzle=rng.random() < 0.5,
    )


def posed(rng: np.random.Generator, subject: Subject, **fields: object) -> Scene:
    """The subject near the centre, at nearly its usual size."""
    x, y = rng.uniform(-0.075, 0.075, size=2)
    return Scene(subject=subject, x=x, y=y, size=rng.uniform(0.93, 1.07), **fields)  # type: ignore[arg-type]


def random_scene(rng: np.random.Generator) -> Scene:
    """A training scene: anything but the held-out combinations."""
    while True:
        subject = random_subject(rng)
        colour = main_colour(subject)
        background = _pick(rng, tuple(COLOURS), colour)
        style = rng.random()
        rim = _pick(rng, RIMS, background, colour) if style < 0.16 else None
        scene = posed(
            rng,
            subject,
            background=background,
            medium=_pick(rng, MEDIA),
            rim=rim,
            split=0.16 <= style < 0.30,
        )
        if not is_held_out(scene):
            return scene
