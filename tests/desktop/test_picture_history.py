"""Whatever is done to pictures, undoing all of it gives the start; so it does on the disk."""

import random
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.picture_history import History, Picture, Pictures, changed, changes_between
from training.contract.captions import read_caption
from training.contract.concept import Concept, ImageEntry
from training.contract.concept_folder import create_concept, read_images
from training.contract.layout import ConceptFolder
from training.contract.picture_edits import edit_pictures

pytestmark = pytest.mark.quick

CROPS = st.sampled_from([None, (0.0, 0.0, 0.5, 0.5), (0.25, 0.1, 0.75, 0.9)])
CHOSEN = st.sets(st.integers(0, 4), min_size=1)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("remove"), CHOSEN, st.none()),
        st.tuples(st.just("exclude"), CHOSEN, st.booleans()),
        st.tuples(st.just("mirror"), CHOSEN, st.booleans()),
        st.tuples(st.just("crop"), CHOSEN, CROPS),
        st.tuples(st.just("caption"), CHOSEN, st.sampled_from(["", "кот", "a rock, {}"])),
        st.tuples(st.just("undo"), st.none(), st.none()),
        st.tuples(st.just("redo"), st.none(), st.none()),
    ),
    max_size=12,
)


def edit(pictures: Pictures, kind: str, chosen: set[int], value: object) -> Pictures:
    paths = [picture.path for n, picture in enumerate(pictures) if n in chosen]
    changes = {
        "remove": lambda p: None,
        "exclude": lambda p: p.used(excluded=value),
        "mirror": lambda p: p.used(mirror=value),
        "crop": lambda p: p.used(crop=value),
        "caption": lambda p: replace(p, caption=value),
    }
    return changed(pictures, paths, changes[kind])


def play(history: History, edits: list[tuple]) -> None:
    for kind, chosen, value in edits:
        if kind == "undo":
            history.undo()
        elif kind == "redo":
            history.redo()
        else:
            history.push(edit(history.pictures, kind, chosen, value), kind)


def some_pictures(count: int = 5) -> Pictures:
    entry = ImageEntry(file="a.png", original_name="a", sha256="", look="0" * 16)
    return tuple(Picture(Path(f"{n}.png"), f"{n}", entry) for n in range(count))


@given(EDITS)
def test_any_edits_undone_give_the_start_and_redone_the_end(edits: list[tuple]) -> None:
    start = some_pictures()
    history = History(start)
    play(history, edits)
    while history.redo():
        pass
    end = history.pictures
    while history.undo():
        pass
    assert history.pictures == start
    while history.redo():
        pass
    assert history.pictures == end


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    dice = random.Random(1)
    for number in range(5):
        picture = Image.frombytes("RGB", (8, 8), dice.randbytes(192))
        picture.save(folder / f"{number}.png")
        (folder / f"{number}.txt").write_text(f"number {number}\n" * (number % 2))
    return folder


def on_disk(folder: ConceptFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.images.iterdir() if path.is_file()}


@settings(max_examples=25, deadline=None)
@given(EDITS)
def test_the_folder_follows_every_state_and_comes_back_byte_for_byte(
    photos: Path, edits: list[tuple]
) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        concept = Concept(name="pallas_cat")
        folder, _ = create_concept(Path(temporary), concept, [photos], resolution=1)
        before = on_disk(folder)

        def state() -> Pictures:
            found = read_images(folder).images
            paths = [folder.images / entry.file for entry in found]
            return tuple(
                Picture(path, entry.original_name, entry, read_caption(path))
                for path, entry in zip(paths, found, strict=True)
            )

        start = written = state()
        history = History(start)
        for one in edits:
            play(history, [one])
            if changes := changes_between(written, history.pictures):
                edit_pictures(folder, changes)
            written = history.pictures
            assert state() == written
        while history.undo():
            pass
        if changes := changes_between(written, history.pictures):
            edit_pictures(folder, changes)
        assert state() == start
        assert on_disk(folder) == before


def test_edits_in_a_row_of_one_caption_are_one_step() -> None:
    history = History(some_pictures())
    for text in ("a", "a r", "a rock"):
        history.push(edit(history.pictures, "caption", {0}, text), "caption", merge="0")
    history.push(edit(history.pictures, "mirror", {0}, True), "mirror")
    history.undo()
    assert history.pictures[0].caption == "a rock"
    history.undo()
    assert history.pictures[0].caption == ""
    assert history.last is None and history.next is not None


def test_what_could_not_be_written_can_be_redone() -> None:
    start = some_pictures()
    history = History(start)
    play(history, [("mirror", {0}, True), ("remove", {1}, None)])
    end = history.pictures
    history.go_back_to(start)
    assert history.pictures == start
    assert history.redo() and history.redo() and history.pictures == end
    history.go_back_to(some_pictures(2))
    assert history.last is None and history.next is None
