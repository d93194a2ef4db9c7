"""What is being taught: `concept.toml` and the list of its pictures, `images.toml`."""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from training.contract.problems import problem
from training.contract.toml_file import FileName, StrictModel

Kind = Literal["object", "person", "animal", "style"]

MOST_PROMPTS = 16
_VOWELS = frozenset("aeiou")
NAME = re.compile(r"[a-z0-9_-]+")

_USUAL_PROMPTS: dict[Kind, tuple[str, ...]] = {
    "object": ("a photo of {}", "a drawing of {}", "{} on a table", "{} on the moon"),
    "person": ("a photo of {}", "a portrait of {}", "{} in a garden", "an oil painting of {}"),
    "animal": ("a photo of {}", "a drawing of {}", "{} in the snow", "{} on the moon"),
    "style": ("a house, {}", "a cat, {}", "a forest, {}", "a portrait, {}"),
}


class Concept(StrictModel):
    """A concept's own facts. Prompts hold `{}` where its name goes."""

    name: str = Field(description="The word to type in prompts: [a-z0-9_-]+.")
    kind: Kind = Field("object", description="Object, person, animal or style.")
    initializer_token: str = Field(
        "", description="The existing word that its new word starts from; empty = by kind."
    )
    class_prompt: str = Field("", description="What it is in general, such as “a cat”.")
    sample_prompts: tuple[str, ...] = Field(
        (), max_length=MOST_PROMPTS, description="Prompts of the samples, with {} for the name."
    )

    @field_validator("name")
    @classmethod
    def _is_a_name(cls, name: str) -> str:
        """Only its letters, since it names files too; `names.check_name` says more."""
        if not NAME.fullmatch(name):
            raise problem("problem.name")
        return name

    @field_validator("sample_prompts")
    @classmethod
    def _names_the_concept(cls, prompts: tuple[str, ...]) -> tuple[str, ...]:
        for prompt in prompts:
            if "{}" not in prompt:
                raise problem("problem.no_place", prompt=prompt)
        return prompts

    def prompts(self) -> tuple[str, ...]:
        """The sample prompts, the kind's usual ones where none were chosen."""
        return self.sample_prompts or usual_prompts(self.kind)


def usual_prompts(kind: Kind) -> tuple[str, ...]:
    return _USUAL_PROMPTS[kind]


def usual_class_prompt(kind: Kind, word: str) -> str:
    """“A photo of a cat”, “a photo of an animal”."""
    if kind == "style":
        return "a picture"
    return f"a photo of {'an' if word[:1] in _VOWELS else 'a'} {word}"


def says_name(prompt: str, name: str) -> bool:
    """Does the concept's name stand in it as a word?"""
    return _name_in_prompts(name).search(prompt) is not None


def with_place(prompt: str, name: str) -> str:
    """The prompt with `{}` in place of each name."""
    return _name_in_prompts(name).sub("{}", prompt) if name else prompt


def _name_in_prompts(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])", re.IGNORECASE)


Fraction = Annotated[float, Field(ge=0, le=1)]
Crop = tuple[Fraction, Fraction, Fraction, Fraction]


class ImageEntry(StrictModel):
    """One picture of a concept. `crop` = left, top, right, bottom as shares of the upright
    picture's width and height; None = the largest centred square. `look` is the difference
    hash in hexadecimal, by which copies are recognised."""

    file: FileName
    original_name: str
    sha256: str
    look: str = Field(pattern=r"^[0-9a-f]{16}$")
    crop: Crop | None = None
    mirror: bool = False
    excluded: bool = False

    @field_validator("crop")
    @classmethod
    def _has_area(cls, crop: Crop | None) -> Crop | None:
        if crop is not None and (crop[0] >= crop[2] or crop[1] >= crop[3]):
            raise problem("problem.crop")
        return crop


class ImageList(StrictModel):
    """`images.toml`: the pictures in the order in which they came."""

    images: tuple[ImageEntry, ...] = ()
