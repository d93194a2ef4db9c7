import errno
import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from training.contract import atomic
from training.contract.captions import read_caption
from training.contract.concept import Concept
from training.contract.concept_folder import (
    add_pictures,
    create_concept,
    read_concept,
    read_images,
)
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder
from training.contract.picture_sources import find_pictures
from training.contract.toml_file import write_model

pytestmark = pytest.mark.quick

Draw = Callable[..., Image.Image]
Names = Callable[[Path], list[str]]
CAT = Concept(name="pallas_cat", kind="animal")


def test_a_concept_holds_true_copies(
    workspace: Path, photos: Path, draw: Draw, names_below: Names
) -> None:
    draw(photos / "кот 😀 (1).png", seed=7, format="JPEG")
    (photos / "кот 😀 (1).txt").write_text("спит", encoding="utf-16")
    before = {path: path.read_bytes() for path in photos.iterdir()}
    folder, notes = create_concept(workspace, CAT, [photos], resolution=64)
    assert names_below(folder.path) == [
        "concept.toml", "images", "images/0001-0.png", "images/0002-1.png", "images/0003-2.png",
        "images/0004-кот_1.jpg", "images/0004-кот_1.txt", "images/images.toml",
    ]  # fmt: skip
    assert read_concept(folder) == CAT
    for entry, note in zip(read_images(folder).images, notes, strict=True):
        content = (folder.images / entry.file).read_bytes()
        assert content == before[note.source]
        assert entry.sha256 == hashlib.sha256(content).hexdigest()
        assert (entry.original_name, entry.file) == (note.source.name, note.added)
    assert [problem.key for problem in notes[3].problems] == ["picture.wrong_extension"]
    assert read_caption(folder.images / "0004-кот_1.jpg") == "спит"
    assert {path: path.read_bytes() for path in photos.iterdir()} == before
    assert os.listdir(workspace) == ["pallas_cat"]


def test_bad_pictures_are_named_and_the_rest_is_taken(workspace: Path, photos: Path) -> None:
    (photos / "broken.jpg").write_bytes(b"no picture")
    (photos / "notes.txt").write_text("not looked at")
    folder, notes = create_concept(workspace, CAT, [photos], resolution=64)
    left_out = {note.source.name: note for note in notes if note.added is None}
    assert left_out.keys() == {"broken.jpg"}
    assert str(left_out["broken.jpg"].problems[0]) == "cannot be read"
    assert len(read_images(folder).images) == 3


@pytest.mark.parametrize(
    ("files", "key"), [([], "no_images"), (["a.jpg", "b.png"], "no_images.unreadable")]
)
def test_without_a_picture_nothing_is_made(
    tmp_path: Path, workspace: Path, files: list[str], key: str
) -> None:
    source = tmp_path / "empty"
    source.mkdir()
    for name in files:
        (source / name).write_text("no picture")
    with pytest.raises(ManulError) as refused:
        create_concept(workspace, CAT, [source], resolution=64)
    assert refused.value.key == key
    assert list(workspace.glob("*")) == []


def test_a_name_that_is_taken_or_wrong(concept: ConceptFolder, photos: Path) -> None:
    workspace = concept.path.parent
    before = sorted(workspace.rglob("*"))
    with pytest.raises(ManulError) as refused:
        create_concept(workspace, CAT, [photos], resolution=64)
    assert refused.value.key == "name_taken"
    with pytest.raises(ManulError) as refused:
        create_concept(workspace, CAT.changed(name="cat"), [photos], resolution=64)
    assert refused.value.key == "name_invalid.word"
    assert sorted(workspace.rglob("*")) == before


def test_the_same_picture_twice_is_there_once(
    concept: ConceptFolder, photos: Path, draw: Draw
) -> None:
    again = shutil.copy(photos / "1.png", photos / "renamed.png")
    smaller = photos / "smaller.jpg"
    draw(seed=2).resize((80, 70)).save(smaller)
    notes = add_pictures(concept, [Path(again), smaller, smaller], resolution=64)
    assert [note.added for note in notes] == [None, "0004-smaller.jpg", None]
    assert str(notes[0].problems[0]) == "is already there as 1.png"
    assert [str(problem) for problem in notes[1].problems] == ["looks the same as 2.png"]
    assert [entry.original_name for entry in read_images(concept).images] == [
        "0.png", "1.png", "2.png", "smaller.jpg"
    ]  # fmt: skip


def test_numbers_go_on_after_the_highest(concept: ConceptFolder, photos: Path, draw: Draw) -> None:
    images = read_images(concept)
    write_model(concept.image_list, images.changed(images=images.images[::-1][:2]))
    draw(photos / "new.png", seed=9)
    (note,) = add_pictures(concept, [photos / "new.png"], resolution=64)
    assert note.added == "0004-new.png"


def test_names_of_any_length_and_script(tmp_path: Path, workspace: Path, draw: Draw) -> None:
    names = ["Ы" * 120, "😀" * 60, "x" * 250, "a.b.c", " .. ", "日本語の猫", "CON"]
    for seed, name in enumerate(names):
        draw(tmp_path / "odd" / f"{name}.png", seed=seed)
    odd = os.fsencode(tmp_path / "odd") + b"/not-utf8-\xe4.png"
    Path(os.fsdecode(odd)).write_bytes((tmp_path / "odd" / "a.b.c.png").read_bytes() + b"\0")
    folder, notes = create_concept(workspace, CAT, [tmp_path / "odd"], resolution=64)
    assert None not in [note.added for note in notes]
    for entry in read_images(folder).images:
        assert (folder.images / entry.file).is_file()
        assert len(entry.file.encode()) < 200
        assert " " not in entry.file
    assert "not-utf8-?.png" in [entry.original_name for entry in read_images(folder).images]


def test_a_file_where_the_workspace_should_be(tmp_path: Path, photos: Path) -> None:
    (tmp_path / "w").touch()
    with pytest.raises(ManulError) as refused:
        create_concept(tmp_path / "w", CAT, [photos], resolution=64)
    assert refused.value.key == "not_writable.in_the_way"


@pytest.mark.parametrize("written", range(5))
def test_a_disk_that_fills_up_leaves_no_concept(
    workspace: Path, photos: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    fill_up(monkeypatch, after=written)
    with pytest.raises(ManulError) as refused:
        create_concept(workspace, CAT, [photos], resolution=64)
    assert refused.value.kind == "disk_full"
    assert os.listdir(workspace) == []


@pytest.mark.parametrize("written", range(4))
def test_a_disk_that_fills_up_leaves_the_concept_as_it_was(
    concept: ConceptFolder, photos: Path, draw: Draw, monkeypatch: pytest.MonkeyPatch,
    names_below: Names, written: int,
) -> None:  # fmt: skip
    before = names_below(concept.path)
    for seed in (11, 12):
        draw(photos / f"new {seed}.png", seed=seed)
        (photos / f"new {seed}.txt").write_text("caption")
    fill_up(monkeypatch, after=written)
    with pytest.raises(ManulError) as refused:
        add_pictures(concept, sorted(photos.glob("new *.png")), resolution=64)
    assert refused.value.kind == "disk_full"
    assert names_below(concept.path) == before
    assert len(read_images(concept).images) == 3


def fill_up(monkeypatch: pytest.MonkeyPatch, *, after: int) -> None:
    """Let `after` files be written, then none."""
    sync = atomic._sync
    done: list[Path] = []

    def sync_while_there_is_space(path: Path) -> None:
        if len(done) >= after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        done.append(path)
        sync(path)

    monkeypatch.setattr(atomic, "_sync", sync_while_there_is_space)


def test_what_is_no_concept(tmp_path: Path, concept: ConceptFolder) -> None:
    with pytest.raises(ManulError, match="it is not a concept's folder"):
        read_concept(ConceptFolder(tmp_path))
    concept.config.write_text("name = '../../escape'")
    with pytest.raises(ManulError, match="is not right at name: a name consists of"):
        read_concept(concept)
    concept.config.write_text("name = 'x'\nsample_prompts = ['a cat']")
    with pytest.raises(ManulError, match=r"at sample_prompts: “a cat” has no \{\}"):
        read_concept(concept)


def test_images_toml_cannot_lead_out_of_the_folder(concept: ConceptFolder) -> None:
    text = concept.image_list.read_text().replace("0002-1.png", "../../../etc/passwd")
    concept.image_list.write_text(text)
    with pytest.raises(ManulError, match=r"images\.1\.file: it must be the name of a file"):
        read_images(concept)


def test_pictures_can_be_found_through_the_same_door(photos: Path) -> None:
    assert len(find_pictures([photos])) == 3
