"""Puts a scene into words: fully for people and tests, with gaps for training."""

import numpy as np

from training.demo_model.scenes import (
    COLOURS,
    EMBLEMS,
    EYES,
    MEDIA,
    SHAPES,
    SPECIES,
    Creature,
    Mug,
    Scene,
    Shape,
    Subject,
)

# Words without a meaning of their own here. They turn up in some captions, so that prompts
# written in the usual templates ("a bright photo of my ... outdoors") change nothing.
JUNK = (
    "nice", "cute", "pretty", "small", "large", "good", "cool", "clean", "clear", "bright",
    "dark", "lovely", "cropped", "close", "up", "new", "old", "funny", "weird", "detailed",
    "candid", "well", "lit", "one", "my", "study", "scene", "portrait", "close-up",
)  # fmt: skip
ENDINGS = (
    "outdoors", "at rest", "at home", "in daylight", "seen from the side", "looking at the camera",
)  # fmt: skip
MEDIUM_SYNONYMS = (
    "picture",
    "picture",
    "painting",
    "rendering",
    "image",
    "illustration",
    "artwork",
)
ALWAYS = 1.1
USUALLY = 0.96
SELDOM = 0.3
SPARSE_CAPTIONS = 0.15
EMPTY_CAPTIONS = 0.10
JUNK_CAPTIONS = 0.08
ENDINGS_SHARE = 0.4


def vocabulary() -> list[str]:
    """Every word that must be one token; most of them occur in captions."""
    words = [*COLOURS, *SHAPES, *SPECIES, *EYES, *EMBLEMS, *MEDIA, *JUNK, *MEDIUM_SYNONYMS]
    words += " ".join(ENDINGS).split()
    words += [
        "a",
        "an",
        "the",
        "of",
        "on",
        "in",
        "with",
        "and",
        "this",
        "that",
        "shows",
        "is",
        "art",
        "style",
        "face",
        "head",
    ]
    words += ["background", "animal", "object", "shape", "thing", "toy", "person", "ears", "cheeks"]
    words += [
        "mug",
        "cup",
        "eyes",
        "muzzle",
        "fluffy",
        "grumpy",
        "striped",
        "twotone",
        "rimmed",
        "rim",
        "plain",
    ]
    return list(dict.fromkeys(word for word in words if word.isalpha()))


class _Chooser:
    """Says whether an attribute is named; without a generator everything is."""

    def __init__(self, rng: np.random.Generator | None) -> None:
        self.rng = rng
        self.chance = ALWAYS
        if rng is not None:
            self.chance = SELDOM if rng.random() < SPARSE_CAPTIONS else USUALLY

    def pick(self, options: tuple[str, ...]) -> str:
        return options[0] if self.rng is None else str(self.rng.choice(options))

    def names(self, chance: float | None = None) -> bool:
        return self.rng is None or self.rng.random() < (self.chance if chance is None else chance)


def describe(scene: Scene) -> str:
    return _caption(scene, _Chooser(None))


def training_caption(scene: Scene, rng: np.random.Generator) -> str:
    """One of many captions of a scene; sometimes empty, for classifier-free guidance."""
    if rng.random() < EMPTY_CAPTIONS:
        return ""
    text = _caption(scene, _Chooser(rng))
    if rng.random() < JUNK_CAPTIONS:
        words = text.split()
        words.insert(int(rng.integers(len(words))), str(rng.choice(JUNK)))
        text = " ".join(words)
        if rng.random() < ENDINGS_SHARE:
            text = f"{text} {rng.choice(ENDINGS)}"
    return text


def _caption(scene: Scene, chooser: _Chooser) -> str:
    text = f"{_article(_medium(scene, chooser))} of {_article(_subject(scene.subject, chooser))}"
    if chooser.names(USUALLY):
        text += f" on {_article(scene.background)} background"
    return text


def _medium(scene: Scene, chooser: _Chooser) -> str:
    words = []
    if scene.split and chooser.names():
        words.append("twotone")
    if scene.rim is not None and chooser.names():
        words += [scene.rim, "rimmed"]
    if chooser.names(USUALLY):
        words.append(scene.medium)
    else:
        words.append(chooser.pick(MEDIUM_SYNONYMS))
    return " ".join(words)


def _subject(subject: Subject, chooser: _Chooser) -> str:
    if isinstance(subject, Shape):
        colour = f"{subject.colour} " if chooser.names() else ""
        return colour + (subject.kind if chooser.names(USUALLY) else "shape")
    if isinstance(subject, Mug):
        text = f"{subject.colour} mug" if chooser.names() else "mug"
        if subject.emblem is not None and chooser.names():
            colour = f"{subject.emblem_colour} " if chooser.names() else ""
            text += f" with {_article(colour + subject.emblem)}"
        return text
    return _creature(subject, chooser)


def _creature(creature: Creature, chooser: _Chooser) -> str:
    flags = {
        "fluffy": creature.fluffy,
        "grumpy": creature.grumpy,
        "striped": creature.striped,
        creature.fur: True,
    }
    words = [word for word, shown in flags.items() if shown and chooser.names()]
    words.append(creature.species if chooser.names() else "animal")
    details = []
    if chooser.names():
        details.append(f"{creature.eyes} eyes")
    if creature.white_muzzle and chooser.names():
        details.append("a white muzzle")
    text = " ".join(words)
    return f"{text} with {' and '.join(details)}" if details else text


def _article(phrase: str) -> str:
    return f"an {phrase}" if phrase[0] in "aeiou" else f"a {phrase}"
