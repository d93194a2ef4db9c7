"""The judge is right about real pictures, and similarity ranks them as a person would."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from training.demo_model.concepts import MANUL
from training.demo_model.drawing import draw
from training.demo_model.judge import colour_name, judge, similarity
from training.demo_model.questions import (
    creature_questions,
    creature_scores,
    judge_drawn,
    shape_questions,
    shape_scores,
)
from training.demo_model.scenes import COLOURS, Creature, Scene, Shape


@pytest.mark.parametrize("medium", ["photo", "drawing"])
def test_the_judge_is_right_about_real_shapes(medium: str) -> None:
    questions = shape_questions(200, medium=medium, seed=5)
    scores = shape_scores(judge_drawn(questions), questions)
    assert min(scores.values()) >= 0.98, scores


def test_the_judge_is_right_about_real_creatures() -> None:
    questions = creature_questions(120, seed=6)
    scores = creature_scores(judge_drawn(questions), questions)
    assert scores["background"] >= 0.98
    assert scores["species"] >= 0.98
    assert scores["fur"] >= 0.95


def test_a_wrong_answer_is_told() -> None:
    found = judge(draw(Scene(Shape("star", "red"), "blue", "photo")))
    assert (found.background, found.colour, found.shape) == ("blue", "red", "star")
    questions = shape_questions(16)
    shifted = questions[1:] + questions[:1]
    assert shape_scores(judge_drawn(questions), shifted)["shape"] < 0.2


def test_a_picture_of_nothing_is_judged_too() -> None:
    assert judge(Image.new("RGB", (64, 64), COLOURS["teal"])).background == "teal"


@pytest.mark.quick
def test_the_palette_names_itself() -> None:
    for name, colour in COLOURS.items():
        assert colour_name(np.array(colour) / 255) == name


def _manul(**fields: object) -> Image.Image:
    return draw(replace(Scene(MANUL, "green", "drawing"), **fields))  # type: ignore[arg-type]


@pytest.mark.quick
def test_similarity_ranks_the_same_above_the_alike_above_the_unrelated() -> None:
    references = [_manul(), _manul(background="purple", x=0.03)]
    same = similarity(_manul(), references)
    moved = similarity(_manul(x=0.04, y=-0.02), references)
    other = Creature("rabbit", "orange", "blue", False, False, False, False)
    creature = similarity(draw(Scene(other, "green", "drawing")), references)
    shape = similarity(draw(Scene(Shape("star", "yellow"), "green", "drawing")), references)
    assert same == pytest.approx(1, abs=1e-5)
    assert 0.85 < moved < 1
    assert creature < moved - 0.2
    assert shape < moved - 0.2


@pytest.mark.quick
def test_similarity_takes_the_best_reference_and_ignores_order() -> None:
    references = [_manul(), draw(Scene(Shape("star", "red"), "blue", "photo"))]
    picture = _manul(size=1.04)
    assert similarity(picture, references) == similarity(picture, references[::-1])
    assert similarity(picture, references) == similarity(picture, references[:1])


@pytest.mark.quick
def test_similarity_without_references_says_so() -> None:
    with pytest.raises(ValueError, match="at least one reference"):
        similarity(_manul(), [])


@pytest.mark.quick
def test_an_empty_picture_is_like_nothing() -> None:
    assert similarity(Image.new("RGB", (64, 64), "red"), [_manul()]) == 0
