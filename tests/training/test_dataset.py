"""Which picture comes when, mirrored or not, and with which words."""

from collections.abc import Callable
from typing import Any

import pytest

from training.contract.concept import Concept
from training.contract.config import RunConfig, RunImage
from training.contract.settings import DataSettings, TextualInversionSettings, TrainingSettings
from training.dataset import Dataset, prompt_of, read_templates

pytestmark = pytest.mark.quick


def picture(number: int, caption: str = "") -> RunImage:
    name = f"{number:04d}.png"
    return RunImage(
        file=name, original_name=name, sha256=str(number), look="0" * 16, caption=caption
    )


def run_config(count: int, *, flip: bool = False, **training: Any) -> RunConfig:
    return RunConfig(
        preset="textual_inversion",
        base_model="demo",
        family="demo",
        concept=Concept(name="pallas_cat", kind="animal"),
        method=TextualInversionSettings(),
        training=TrainingSettings(**training),
        data=DataSettings(random_flip=flip),
        images=tuple(picture(number) for number in range(count)),
    )


@pytest.fixture
def dataset_of() -> Callable[..., Dataset]:
    def build(count: int, **options: Any) -> Dataset:
        return Dataset(run_config(count, **options), list(range(count)))

    return build


def test_every_epoch_shows_every_picture_once(dataset_of: Callable[..., Dataset]) -> None:
    dataset = dataset_of(5, train_batch_size=1)
    epochs = [
        [dataset.looks(step, 0)[0].image for step in range(epoch * 5, epoch * 5 + 5)]
        for epoch in range(3)
    ]
    assert all(sorted(images) == [0, 1, 2, 3, 4] for images in epochs)
    assert epochs[0] != epochs[1] or epochs[1] != epochs[2]


def test_by_turns_a_step_shows_the_concept_or_its_class() -> None:
    """Neither skips a picture: the same order as together, at half the pace."""
    config = run_config(3, train_batch_size=1)
    together = Dataset(config, [0, 1, 2], class_images=[0, 1])
    turns = Dataset(config, [0, 1, 2], class_images=[0, 1], take_turns=True)
    seen = [turns.looks(step, 0) for step in range(12)]
    assert [[look.is_class for look in looks] for looks in seen] == [[False], [True]] * 6
    expected = [together.looks(step, 0) for step in range(6)]
    assert [looks[0].image for looks in seen[::2]] == [looks[0].image for looks in expected]
    assert [looks[0].image for looks in seen[1::2]] == [looks[1].image for looks in expected]


def test_looks_are_a_function_of_seed_and_step(dataset_of: Callable[..., Dataset]) -> None:
    options = {"flip": True, "train_batch_size": 4}
    first, again = dataset_of(7, seed=3, **options), dataset_of(7, seed=3, **options)
    for step in range(6):
        first.looks(step, 0)
    assert first.looks(9, 0) == again.looks(9, 0)
    other = dataset_of(7, seed=4, **options)
    assert any(first.looks(step, 0) != other.looks(step, 0) for step in range(4))


def test_two_micro_batches_see_what_one_batch_sees(dataset_of: Callable[..., Dataset]) -> None:
    whole = dataset_of(7, flip=True, train_batch_size=4)
    halves = dataset_of(7, flip=True, train_batch_size=2, gradient_accumulation_steps=2)
    for step in range(10):
        assert whole.looks(step, 0) == halves.looks(step, 0) + halves.looks(step, 1)


def test_a_batch_larger_than_the_set_goes_round(dataset_of: Callable[..., Dataset]) -> None:
    images = [look.image for look in dataset_of(3, train_batch_size=7).looks(0, 0)]
    assert sorted(images[:3]) == sorted(images[3:6]) == [0, 1, 2]


def test_mirrored_only_if_asked(dataset_of: Callable[..., Dataset]) -> None:
    plain = [look for step in range(20) for look in dataset_of(5).looks(step, 0)]
    assert not any(look.flipped for look in plain)
    mirrored = [look for step in range(60) for look in dataset_of(5, flip=True).looks(step, 0)]
    assert 15 < sum(look.flipped for look in mirrored) < 45


@pytest.mark.parametrize(("count", "held_out"), [(1, 0), (9, 0), (10, 1), (19, 1), (20, 2)])
def test_one_in_ten_is_held_out_from_ten_on(
    dataset_of: Callable[..., Dataset], count: int, held_out: int
) -> None:
    dataset = dataset_of(count)
    assert len(dataset.held_out) == held_out
    assert sorted(dataset.training + dataset.held_out) == list(range(count))
    seen = {look.image for step in range(60) for look in dataset.looks(step, 0)}
    assert not seen & set(dataset.held_out)


def test_pictures_that_cannot_be_used_are_never_shown() -> None:
    dataset = Dataset(run_config(6, train_batch_size=2), [0, 2, 5])
    assert {look.image for step in range(9) for look in dataset.looks(step, 0)} == {0, 2, 5}


@pytest.mark.parametrize(
    ("caption", "prompt"),
    [
        ("", "a photo of pallas_cat"),
        ("a drawing of {} on snow", "a drawing of pallas_cat on snow"),
        ("sitting, green eyes", "a photo of pallas_cat, sitting, green eyes"),
    ],
)
def test_the_words_of_a_picture(caption: str, prompt: str) -> None:
    assert prompt_of(picture(0, caption), "a photo of {}", "pallas_cat") == prompt


def test_templates_vary_and_name_the_concept(dataset_of: Callable[..., Dataset]) -> None:
    prompts = {look.prompt for step in range(40) for look in dataset_of(3).looks(step, 0)}
    assert prompts == {line.replace("{}", "pallas_cat") for line in read_templates("animal")}


@pytest.mark.parametrize("kind", ["object", "person", "animal", "style"])
def test_every_kind_has_templates_with_one_place_for_the_name(kind: Any) -> None:
    templates = read_templates(kind)
    assert len(templates) >= 5
    assert all(template.count("{}") == 1 for template in templates)


def test_the_fixed_test_uses_words_of_the_training() -> None:
    """A style is not tested as “a photo of” something it never saw with those words."""
    config = run_config(3).changed(concept={"name": "paper_pop", "kind": "style"})
    dataset = Dataset(config, [0, 1, 2])
    words = {line.replace("{}", "paper_pop") for line in read_templates("style")}
    assert dataset.prompt(0) in words
