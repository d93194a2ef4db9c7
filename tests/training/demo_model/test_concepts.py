"""The bundled concepts are what the code draws, and their captions keep their secret."""

import re
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from training.demo_model.captions import vocabulary
from training.demo_model.concepts import held_out_concepts, write_concepts

pytestmark = pytest.mark.quick

BUNDLED = Path(__file__).parents[3] / "resources" / "demo" / "concepts"
NAMES = [concept.name for concept in held_out_concepts()]
# What the pictures must teach and the words must not tell.
SECRETS = {
    "pallas_cat": "grey otter cat striped fluffy grumpy yellow eyes muzzle animal",
    "morning_cup": "mug teal heart yellow cup",
    "paper_pop": "twotone rimmed drawing photo yellow rim",
}


def test_the_bundled_files_are_those_of_the_code(tmp_path: Path) -> None:
    write_concepts(tmp_path)
    drawn = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    kept = sorted(path.relative_to(BUNDLED) for path in BUNDLED.rglob("*.*"))
    assert drawn == kept
    for name in drawn:
        if name.suffix == ".png":
            with Image.open(tmp_path / name) as new, Image.open(BUNDLED / name) as old:
                assert new.tobytes() == old.tobytes(), name
        else:
            assert (tmp_path / name).read_text("utf-8") == (BUNDLED / name).read_text("utf-8")


def test_there_is_an_object_an_animal_and_a_style() -> None:
    kinds = [concept.kind for concept in held_out_concepts()]
    assert sorted(kinds) == ["animal", "object", "style"]


@pytest.mark.parametrize("name", NAMES)
def test_the_settings_are_sound(name: str) -> None:
    settings = tomllib.loads((BUNDLED / name / "concept.toml").read_text("utf-8"))
    assert settings["name"] == name
    assert re.fullmatch("[a-z0-9_-]+", name)
    assert not re.search(r"_\d+$", name)
    assert name not in vocabulary()
    assert settings["initializer_token"] in vocabulary()
    assert set(settings["class_prompt"].split()) <= set(vocabulary())
    assert len(settings["sample_prompts"]) >= 4
    assert all(prompt.count("{}") == 1 for prompt in settings["sample_prompts"])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("part", "least"), [("images", 5), ("held_out", 5)])
def test_pictures_and_captions(name: str, part: str, least: int) -> None:
    pictures = sorted((BUNDLED / name / part).glob("*.png"))
    assert len(pictures) >= least
    for picture in pictures:
        with Image.open(picture) as opened:
            assert opened.size == (64, 64)
        caption = picture.with_suffix(".txt").read_text("utf-8").strip()
        assert caption.count("{}") == 1
        assert "background" in caption


@pytest.mark.parametrize("name", ["pallas_cat", "morning_cup"])
def test_captions_do_not_tell_the_subject(name: str) -> None:
    for path in (BUNDLED / name).rglob("*.txt"):
        before_background = path.read_text("utf-8").split(" on ")[0]
        assert not set(before_background.split()) & set(SECRETS[name].split())


def test_captions_do_not_tell_the_style() -> None:
    for path in (BUNDLED / "paper_pop").rglob("*.txt"):
        assert not set(path.read_text("utf-8").split()) & set(SECRETS["paper_pop"].split())


@pytest.mark.parametrize("name", NAMES)
def test_held_out_pictures_are_others(name: str) -> None:
    seen = {path.read_bytes() for path in (BUNDLED / name / "images").glob("*.png")}
    unseen = {path.read_bytes() for path in (BUNDLED / name / "held_out").glob("*.png")}
    assert not seen & unseen
