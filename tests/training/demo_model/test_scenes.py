"""The held-out combinations never get into the training set, although their parts do."""

import re
from collections import Counter

import numpy as np
import pytest

from training.demo_model.captions import describe, training_caption, vocabulary
from training.demo_model.concepts import held_out_concepts
from training.demo_model.pictures import scene_number
from training.demo_model.scenes import Creature, Mug, Scene, Shape, is_held_out, random_scene

pytestmark = pytest.mark.quick

SCENES = [random_scene(np.random.default_rng((99, index))) for index in range(10_000)]


def test_no_training_scene_shows_a_held_out_concept() -> None:
    for scene in SCENES:
        subject = scene.subject
        if isinstance(subject, Creature):
            assert not (subject.species == "otter" and subject.fur == "grey" and subject.striped), (
                scene
            )
        if isinstance(subject, Mug):
            assert not (subject.colour == "teal" and subject.emblem == "heart"), scene
        assert not (scene.split and scene.rim), scene


def test_every_part_of_the_held_out_concepts_is_trained() -> None:
    creatures = [s.subject for s in SCENES if isinstance(s.subject, Creature)]
    mugs = [s.subject for s in SCENES if isinstance(s.subject, Mug)]
    assert sum(c.species == "otter" and c.fur == "grey" for c in creatures) > 10
    assert sum(c.species == "otter" and c.striped for c in creatures) > 100
    assert sum(c.fur == "grey" and c.striped for c in creatures) > 50
    assert sum(mug.colour == "teal" for mug in mugs) > 20
    assert sum(mug.emblem == "heart" for mug in mugs) > 100
    assert sum(scene.split for scene in SCENES) > 500
    assert sum(scene.rim is not None for scene in SCENES) > 500


def test_every_picture_of_a_concept_is_held_out() -> None:
    for concept in held_out_concepts():
        for picture in (*concept.images, *concept.held_out):
            assert is_held_out(picture.scene), picture


def test_subjects_never_vanish_in_background_or_rim() -> None:
    for scene in SCENES:
        subject = scene.subject
        colour = subject.fur if isinstance(subject, Creature) else subject.colour
        assert len({colour, scene.background, scene.rim}) == 3


def test_all_families_are_common() -> None:
    families = Counter(type(scene.subject) for scene in SCENES)
    assert families[Shape] > 3000
    assert families[Creature] > 4000
    assert families[Mug] > 1000


def test_a_full_caption_names_everything() -> None:
    scene = Scene(Creature("otter", "blue", "green", True, True, True, True), "orange", "photo")
    assert describe(scene) == (
        "a photo of a fluffy grumpy striped blue otter with green eyes and a white muzzle"
        " on an orange background"
    )
    mug = Scene(Mug("red", "star", "orange"), "blue", "drawing", rim="white")
    assert describe(mug) == (
        "a white rimmed drawing of a red mug with an orange star on a blue background"
    )
    shape = Scene(Shape("heart", "pink"), "teal", "photo", split=True)
    assert describe(shape) == "a twotone photo of a pink heart on a teal background"


def test_training_captions_vary_and_are_sometimes_empty() -> None:
    captions = [training_caption(SCENES[0], np.random.default_rng(seed)) for seed in range(400)]
    assert 15 <= captions.count("") <= 70
    assert captions.count(describe(SCENES[0])) > 100
    assert len(set(captions)) > 20


def test_captions_use_listed_words_only() -> None:
    known = set(vocabulary())
    rng = np.random.default_rng(0)
    for index in range(2000):
        words = re.findall("[a-z]+", training_caption(scene_number(index), rng))
        assert known.issuperset(words)
