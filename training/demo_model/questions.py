"""Prompts whose right answer is known, and how many of a model's answers were right."""

from dataclasses import dataclass

import numpy as np

from training.demo_model.captions import describe
from training.demo_model.drawing import draw
from training.demo_model.judge import Finding, judge
from training.demo_model.scenes import (
    COLOURS,
    EYES,
    SHAPES,
    SPECIES,
    Creature,
    Scene,
    Shape,
    is_held_out,
    posed,
)


@dataclass(frozen=True)
class Question:
    """A prompt and the scene that would be its right answer."""

    prompt: str
    scene: Scene


def shape_questions(count: int, *, medium: str = "photo", seed: int = 11) -> list[Question]:
    """`a photo of a <colour> <shape> on a <colour> background`, every shape equally often."""
    rng = np.random.default_rng(seed)
    questions = []
    for index in range(count):
        colour, background = rng.choice(list(COLOURS), size=2, replace=False)
        subject = Shape(SHAPES[index % len(SHAPES)], str(colour))
        scene = posed(rng, subject, background=str(background), medium=medium)
        questions.append(Question(describe(scene), scene))
    return questions


def creature_questions(count: int, *, seed: int = 12) -> list[Question]:
    """`a drawing of a <fur> <species> with <colour> eyes on a <colour> background`."""
    rng = np.random.default_rng(seed)
    questions = []
    for index in range(count):
        fur, background = rng.choice(list(COLOURS), size=2, replace=False)
        eyes = EYES[int(rng.integers(len(EYES)))]
        species = SPECIES[index % len(SPECIES)]
        subject = Creature(species, str(fur), eyes, False, False, False, False)
        scene = posed(rng, subject, background=str(background), medium="drawing")
        assert not is_held_out(scene)
        questions.append(Question(describe(scene), scene))
    return questions


def shape_scores(findings: list[Finding], questions: list[Question]) -> dict[str, float]:
    rights: dict[str, list[bool]] = {"background": [], "colour": [], "shape": []}
    for found, question in zip(findings, questions, strict=True):
        subject = question.scene.subject
        assert isinstance(subject, Shape)
        rights["background"].append(found.background == question.scene.background)
        rights["colour"].append(found.colour == subject.colour)
        rights["shape"].append(found.shape == subject.kind)
    return {name: float(np.mean(values)) for name, values in rights.items()}


def creature_scores(findings: list[Finding], questions: list[Question]) -> dict[str, float]:
    rights: dict[str, list[bool]] = {"background": [], "species": [], "fur": []}
    for found, question in zip(findings, questions, strict=True):
        subject = question.scene.subject
        assert isinstance(subject, Creature)
        rights["background"].append(found.background == question.scene.background)
        rights["species"].append(found.species == subject.species)
        rights["fur"].append(found.fur == subject.fur)
    return {name: float(np.mean(values)) for name, values in rights.items()}


def judge_drawn(questions: list[Question]) -> list[Finding]:
    """The judge on real renderings of the right answers: the most that a model can score."""
    return [judge(draw(question.scene)) for question in questions]
