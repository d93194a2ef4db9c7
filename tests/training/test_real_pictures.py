"""A folder as people have it: phones, scanners, the web, sub-folders, odd names, broken files."""

import json
from collections.abc import Callable
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image, ImageDraw

from training.cli import main
from training.contract.concept_folder import read_images
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.pictures import load_upright, training_view
from training.contract.run_history import RunHistory
from training.contract.runs import read_run_config
from training.engine import run_attempt

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 30), (30, 30, 220), (220, 220, 30)
CORNERS = {(0.2, 0.2): RED, (0.8, 0.2): GREEN, (0.2, 0.8): BLUE, (0.8, 0.8): YELLOW}
_ORIENTATION = 0x0112


def scene(number: int, mode: str = "RGB") -> Image.Image:
    """Four coloured corners tell which way is up; a disc tells the pictures apart."""
    picture = Image.new("RGB", (96, 96))
    draw = ImageDraw.Draw(picture)
    for (x, y), colour in CORNERS.items():
        left, top = int(x > 0.5) * 48, int(y > 0.5) * 48
        draw.rectangle((left, top, left + 47, top + 47), fill=colour)
    place = 24 + 5 * number
    draw.ellipse((place - 9, 39, place + 9, 57), fill=(255, 255, 255))
    draw.line((10 * number, 0, 95 - 10 * number, 95), fill=(0, 0, 0), width=3)
    return picture.convert(mode)


def write_all(folder: Path) -> set[str]:
    """Every kind of picture, and two files that are none; returns the names of those."""
    (folder / "на даче" / "2024").mkdir(parents=True)
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    # Held upright: the camera stores it lying on its side and says so.
    scene(0).transpose(Image.Transpose.ROTATE_90).save(folder / "phone.jpg", exif=exif)

    cut_out = scene(1).convert("RGBA")
    cut_out.putalpha(Image.new("L", cut_out.size, 255))
    cut_out.putpixel((0, 0), (0, 0, 0, 0))
    cut_out.save(folder / "на даче" / "вырезанный кот.png")

    grey = scene(2).convert("L")
    deep = Image.frombytes("I;16", grey.size, b"".join(bytes((v, v)) for v in grey.tobytes()))
    deep.save(folder / "scan 16 bit.png")

    scene(3, "CMYK").save(folder / "на даче" / "2024" / "print.jpeg", quality=95)
    scene(4).save(folder / "web.webp", lossless=True)
    heif = pillow_heif.from_pillow(scene(5))
    heif.save(folder / "🐈 IMG_0001.HEIC", quality=95)
    scene(6, "P").save(folder / "на даче" / "🐾.gif")
    scene(7).save(folder / "wrong name.png", format="JPEG", quality=95)

    whole = BytesIO()
    Image.effect_noise((300, 300), 80).save(whole, "JPEG")
    (folder / "truncated.jpg").write_bytes(whole.getvalue()[:4000])
    (folder / "на даче" / "письмо.jpg").write_text("Дорогая бабушка!", encoding="utf-8")
    return {"truncated.jpg", "письмо.jpg"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("фото 🐈")
    bad = write_all(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    workspace = tmp_path_factory.mktemp("Рабочая папка") / "workspace"
    return {"folder": folder, "bad": bad, "before": before, "workspace": workspace}


@pytest.fixture(scope="module")
def answer(made: dict[str, Any]) -> dict[str, Any]:
    """What `manul-train new FOLDER --json` says."""
    settings = (
        "training.max_train_steps=2",
        "sampling.num_inference_steps=2",
        "data.random_flip=true",
    )
    arguments = [
        "new",
        str(made["folder"]),
        "--name",
        "manul",
        "--workspace",
        str(made["workspace"]),
    ]
    arguments += [word for setting in settings for word in ("--set", setting)]
    said = BytesIO()
    with redirect_stdout(TextIOWrapper(said, encoding="utf-8", write_through=True)):
        assert main([*arguments, "--kind", "animal", "--json"]) == 0
        return dict(json.loads(said.getvalue()))


@pytest.fixture(scope="module")
def run(answer: dict[str, Any]) -> RunFolder:
    return RunFolder(Path(answer["run"]))


def test_good_ones_are_taken_and_bad_ones_named(
    answer: dict[str, Any], made: dict[str, Any]
) -> None:
    left_out = {Path(note["source"]).name for note in answer["pictures"] if note["added"] is None}
    assert left_out == made["bad"]
    assert len(answer["pictures"]) == 10
    for note in answer["pictures"]:
        if note["added"] is None:
            assert note["problems"][0]["text"] == "cannot be read"


def test_the_users_folder_is_left_as_it_was(made: dict[str, Any], answer: dict[str, Any]) -> None:
    after = {path: path.read_bytes() for path in made["folder"].rglob("*") if path.is_file()}
    assert after == made["before"]


def test_copies_are_byte_for_byte_under_their_true_extension(
    run: RunFolder, made: dict[str, Any]
) -> None:
    originals = {path.name: content for path, content in made["before"].items()}
    entries = read_images(run.concept).images
    assert len(entries) == 8
    for entry in entries:
        assert (run.concept.images / entry.file).read_bytes() == originals[entry.original_name]
    suffixes = {entry.original_name: Path(entry.file).suffix for entry in entries}
    assert suffixes["wrong name.png"] == ".jpg"
    assert suffixes["🐈 IMG_0001.HEIC"] == ".heic"


def test_what_is_trained_is_upright_and_has_its_colours(run: RunFolder) -> None:
    config = read_run_config(run)
    for image in config.images:
        picture = load_upright(run.concept.images / image.file)
        view = training_view(picture, image, 64)
        for (x, y), colour in CORNERS.items():
            # Beside the disc and the line that tell the pictures apart.
            seen = view.getpixel((int(64 * x), int(64 * (0.06 if y < 0.5 else 0.94))))
            assert isinstance(seen, tuple)
            if image.original_name == "scan 16 bit.png":
                luminance = sum(w * c for w, c in zip((0.299, 0.587, 0.114), colour, strict=True))
                assert max(abs(value - luminance) for value in seen) < 12, image.original_name
            else:
                nearest = min(
                    CORNERS.values(),
                    key=lambda c: sum(abs(a - b) for a, b in zip(c, seen, strict=True)),
                )
                assert nearest == colour, (image.original_name, x, y)


def test_it_trains_to_the_end_and_names_what_broke_since(
    run: RunFolder, history_of: Callable[[RunFolder], RunHistory]
) -> None:
    (webp,) = run.concept.images.glob("*.webp")
    webp.write_bytes(webp.read_bytes()[:60])
    with pytest.raises(ManulError):
        load_upright(webp)
    assert run_attempt(run).state == "finished"
    notes = [event.note for event in history_of(run).notes]
    assert [(note.key, note.values["file"]) for note in notes] == [
        ("note.picture_skipped", "web.webp")
    ]
