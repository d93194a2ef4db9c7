from typing import get_args

import pytest
from pydantic import ValidationError

from training.contract.concept import (
    Concept,
    ImageEntry,
    ImageList,
    Kind,
    says_name,
    usual_class_prompt,
    with_place,
)
from training.contract.problems import first_problem

pytestmark = pytest.mark.quick

ENTRY = ImageEntry(file="0001-a.png", original_name="a.png", sha256="", look="0" * 16)


def problem(model: type[Concept] | type[ImageEntry], **entries: object) -> tuple[str, str]:
    known = {"name": "pallas_cat"} if model is Concept else ENTRY.model_dump()
    with pytest.raises(ValidationError) as refused:
        model.model_validate(known | entries)
    field, reason = first_problem(refused.value, known | entries)
    return field, str(reason)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_every_kind_has_prompts_that_name_the_concept(kind: Kind) -> None:
    prompts = Concept(name="pallas_cat", kind=kind).prompts()
    assert len(prompts) == 4
    assert all("{}" in prompt for prompt in prompts)
    chosen = Concept(name="pallas_cat", kind=kind, sample_prompts=("{} at sea",))
    assert chosen.prompts() == ("{} at sea",)


@pytest.mark.parametrize("name", ["", "My Cat", "кот", "../x", "a/b", "a\n", ".hidden"])
def test_a_name_that_could_not_be_a_file(name: str) -> None:
    assert problem(Concept, name=name)[0] == "name"


def test_what_is_wrong_with_a_concept() -> None:
    assert problem(Concept, kind="plant") == (
        "kind", "it must be one of: object, person, animal or style"
    )  # fmt: skip
    assert problem(Concept, sample_prompts=["{}"] * 17) == (
        "sample_prompts", "it may have at most 16 entries"
    )  # fmt: skip
    assert problem(Concept, sample_prompts=["a {cat}"]) == (
        "sample_prompts", "“a {cat}” has no {} where the concept's name goes"
    )  # fmt: skip
    assert problem(Concept, colour="red") == ("colour", "there is no such entry")


@pytest.mark.parametrize(
    ("crop", "field"),
    [
        ((0.5, 0.0, 0.5, 1.0), "crop"),
        ((0.0, 0.9, 1.0, 0.1), "crop"),
        ((-0.1, 0.0, 1.0, 1.0), "crop.0"),
        ((0.0, 0.0, 1.0, 1.5), "crop.3"),
        ((0.0, 0.0, 1.0), "crop.3"),
        ((0.0, 0.0, 1.0, float("nan")), "crop.3"),
    ],
)
def test_a_crop_must_be_one(crop: tuple[float, ...], field: str) -> None:
    assert problem(ImageEntry, crop=crop)[0] == field


@pytest.mark.parametrize("look", ["", "0" * 15, "g" * 16, "A" * 16])
def test_the_look_is_a_hash(look: str) -> None:
    assert problem(ImageEntry, look=look) == ("look", "it is not written as it should be")


def test_an_edited_entry_is_a_checked_copy() -> None:
    images = ImageList(images=(ENTRY,))
    edited = images.changed(images=(ENTRY.changed(crop=(0.0, 0.0, 0.5, 0.5), mirror=True),))
    assert edited.images[0].crop == (0.0, 0.0, 0.5, 0.5)
    assert not images.images[0].mirror
    with pytest.raises(ValidationError):
        ENTRY.changed(crop=(0.0, 0.0, 0.0, 0.0))


def test_what_others_are_called_and_where_a_name_stands() -> None:
    assert usual_class_prompt("animal", "cat") == "a photo of a cat"
    assert usual_class_prompt("animal", "animal") == "a photo of an animal"
    assert usual_class_prompt("style", "art") == "a picture"
    assert says_name("A photo of Pallas_cat.", "pallas_cat")
    assert not says_name("a photo of my-pallas_cat", "pallas_cat")
    assert with_place("Pallas_cat and pallas_cats", "pallas_cat") == "{} and pallas_cats"
