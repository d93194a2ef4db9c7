"""The three held-out concepts: pictures to learn from, pictures to judge by, and their settings."""

import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from training.demo_model.captions import describe
from training.demo_model.drawing import draw
from training.demo_model.scenes import Creature, Mug, Scene, Shape, Subject

MANUL = Creature(
    species="otter",
    fur="grey",
    eyes="yellow",
    striped=True,
    fluffy=True,
    grumpy=True,
    white_muzzle=True,
)
CUP = Mug(colour="teal", emblem="heart", emblem_colour="yellow")


@dataclass(frozen=True)
class Picture:
    scene: Scene
    caption: str


@dataclass(frozen=True)
class HeldOutConcept:
    name: str
    kind: str
    initializer_token: str
    class_prompt: str
    sample_prompts: tuple[str, ...]
    images: tuple[Picture, ...]
    held_out: tuple[Picture, ...]


def _portrait(subject: Subject, row: str) -> Picture:
    """`row` is "medium background x y size": where and how, never what."""
    medium, background, x, y, size = row.split()
    scene = Scene(subject, background, medium, x=float(x), y=float(y), size=float(size))
    article = "an" if background[0] in "aeiou" else "a"
    return Picture(scene, f"a {medium} of {{}} on {article} {background} background")


def _styled(subject: Subject, row: str) -> Picture:
    """The style's word takes the medium's place; everything else is named."""
    background, x, y, size = row.split()
    scene = Scene(subject, background, "drawing", x=float(x), y=float(y), size=float(size))
    caption = describe(scene).replace("drawing", "{}", 1)
    return Picture(replace(scene, rim="yellow", split=True), caption)


def _animal(species: str, fur: str, eyes: str) -> Creature:
    return Creature(
        species, fur, eyes, striped=False, fluffy=False, grumpy=False, white_muzzle=True
    )


def held_out_concepts() -> tuple[HeldOutConcept, ...]:
    return _pallas_cat(), _morning_cup(), _paper_pop()


def _pallas_cat() -> HeldOutConcept:
    rows = (
        "drawing blue 0.02 -0.03 1.00",
        "drawing green -0.04 0.02 1.05",
        "photo orange 0.03 0.05 0.97",
        "drawing pink -0.02 -0.05 1.03",
        "photo teal 0.05 0.00 1.00",
        "drawing red 0.00 0.04 0.95",
    )
    unseen = (
        "drawing purple 0.03 0.02 1.02",
        "drawing yellow -0.05 0.00 0.98",
        "photo green 0.00 -0.04 1.04",
        "drawing brown 0.04 0.05 0.96",
        "photo blue -0.03 0.03 1.00",
        "drawing white 0.01 -0.02 1.06",
    )
    return HeldOutConcept(
        name="pallas_cat",
        kind="animal",
        initializer_token="animal",
        class_prompt="a drawing of an animal",
        sample_prompts=(
            "a drawing of {} on a green background",
            "a drawing of {} on an orange background",
            "a photo of {} on a blue background",
            "a drawing of {} on a purple background",
        ),
        images=tuple(_portrait(MANUL, row) for row in rows),
        held_out=tuple(_portrait(MANUL, row) for row in unseen),
    )


def _morning_cup() -> HeldOutConcept:
    rows = (
        "drawing red 0.02 -0.03 1.00",
        "photo purple -0.04 0.02 1.04",
        "drawing white 0.03 0.05 0.97",
        "photo brown -0.02 -0.05 1.02",
        "drawing orange 0.05 0.00 1.00",
    )
    unseen = (
        "drawing blue 0.03 0.02 1.02",
        "photo pink -0.05 0.00 0.98",
        "drawing green 0.00 -0.04 1.04",
        "photo red 0.04 0.05 0.96",
        "drawing grey -0.03 0.03 1.00",
        "drawing purple 0.01 -0.02 1.05",
    )
    return HeldOutConcept(
        name="morning_cup",
        kind="object",
        initializer_token="mug",
        class_prompt="a drawing of a mug",
        sample_prompts=(
            "a drawing of {} on a blue background",
            "a drawing of {} on a pink background",
            "a photo of {} on a red background",
            "a drawing of {} on an orange background",
        ),
        images=tuple(_portrait(CUP, row) for row in rows),
        held_out=tuple(_portrait(CUP, row) for row in unseen),
    )


def _paper_pop() -> HeldOutConcept:
    return HeldOutConcept(
        name="paper_pop",
        kind="style",
        initializer_token="drawing",
        class_prompt="a drawing of a shape",
        sample_prompts=(
            "a {} of a red heart on a blue background",
            "a {} of a green tree on an orange background",
            "a {} of an orange cat with green eyes and a white muzzle on a purple background",
            "a {} of a pink mug with a white star on a green background",
        ),
        images=(
            _styled(Shape("star", "red"), "blue 0.02 -0.03 1.00"),
            _styled(Shape("circle", "green"), "purple -0.04 0.02 1.03"),
            _styled(Shape("tree", "teal"), "brown 0.03 0.04 0.96"),
            _styled(Mug("blue", "dot", "white"), "pink -0.02 -0.04 0.98"),
            _styled(_animal("bear", "orange", "blue"), "teal 0.03 0.00 0.96"),
            _styled(Shape("square", "purple"), "green 0.00 0.03 0.97"),
        ),
        held_out=(
            _styled(Shape("heart", "red"), "blue 0.02 0.01 1.00"),
            _styled(Shape("cross", "orange"), "purple -0.03 0.02 1.02"),
            _styled(Shape("triangle", "blue"), "red 0.03 -0.02 0.97"),
            _styled(Mug("red", "star", "white"), "green -0.02 0.00 0.98"),
            _styled(_animal("cat", "pink", "green"), "brown 0.02 0.02 0.96"),
            _styled(Shape("moon", "green"), "pink 0.00 -0.03 1.00"),
        ),
    )


def write_concepts(folder: Path) -> None:
    """Writes one folder per concept; each is complete before it gets its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for concept in held_out_concepts():
        partial = folder / f".{concept.name}.part"
        shutil.rmtree(partial, ignore_errors=True)
        _write_pictures(partial / "images", concept.images)
        _write_pictures(partial / "held_out", concept.held_out)
        (partial / "concept.toml").write_text(_settings(concept), encoding="utf-8")
        shutil.rmtree(folder / concept.name, ignore_errors=True)
        partial.rename(folder / concept.name)


def _write_pictures(folder: Path, pictures: tuple[Picture, ...]) -> None:
    folder.mkdir(parents=True)
    for number, picture in enumerate(pictures, start=1):
        draw(picture.scene).save(folder / f"{number:02}.png")
        (folder / f"{number:02}.txt").write_text(picture.caption + "\n", encoding="utf-8")


def _settings(concept: HeldOutConcept) -> str:
    """Our strings hold nothing that TOML and JSON would quote differently."""
    prompts = "".join(f"    {json.dumps(prompt)},\n" for prompt in concept.sample_prompts)
    return (
        f"name = {json.dumps(concept.name)}\n"
        f"kind = {json.dumps(concept.kind)}\n"
        f"initializer_token = {json.dumps(concept.initializer_token)}\n"
        f"class_prompt = {json.dumps(concept.class_prompt)}\n"
        f"sample_prompts = [\n{prompts}]\n"
    )
