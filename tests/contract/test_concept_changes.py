"""Renaming, duplicating and deleting: whole or not at all, and never under an engine's feet."""

import os
import shutil
from pathlib import Path

import pytest

from training.contract.captions import read_caption, write_caption
from training.contract.concept import Concept
from training.contract.concept_changes import (
    delete_for_good,
    duplicate_concept,
    free_name,
    rename_concept,
)
from training.contract.concept_folder import create_concept, read_concept, read_images
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder, RunFolder, concepts
from training.contract.run_lock import take_run_lock
from training.contract.runs import RunRequest, create_run, read_run_config

pytestmark = pytest.mark.quick


@pytest.fixture
def cup(tmp_path: Path, photos: Path) -> ConceptFolder:
    write_caption(photos / "0.png", "a red cup")
    folder, _ = create_concept(tmp_path / "space", Concept(name="my_cup"), [photos], resolution=64)
    return folder


@pytest.fixture
def run(cup: ConceptFolder) -> RunFolder:
    return create_run(cup, RunRequest())


def tree(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_renamed_concept_teaches_its_new_name_and_old_runs_keep_theirs(
    cup: ConceptFolder, run: RunFolder
) -> None:
    before = tree(cup.path)
    renamed = rename_concept(cup, "blue_cup")
    assert not cup.path.exists()
    assert renamed.path.name == read_concept(renamed).name == "blue_cup"
    assert {**tree(renamed.path), "concept.toml": b""} == {**before, "concept.toml": b""}
    (old,) = renamed.runs()
    assert read_run_config(old).concept.name == "my_cup"
    assert read_run_config(create_run(renamed, RunRequest())).concept.name == "blue_cup"


def test_a_name_that_is_taken_or_no_name_changes_nothing(cup: ConceptFolder) -> None:
    before = tree(cup.path.parent)
    cup.path.with_name("other_cup").mkdir()
    for name, kind in (("other_cup", "name_taken"), ("cat", "name_invalid"), ("", "name_invalid")):
        for change in (rename_concept, duplicate_concept):
            with pytest.raises(ManulError) as raised:
                change(cup, name)
            assert raised.value.kind == kind
    assert rename_concept(cup, "my_cup") == cup
    assert tree(cup.path.parent) == before


def test_nothing_is_moved_from_under_a_living_engine(cup: ConceptFolder, run: RunFolder) -> None:
    with take_run_lock(run):
        for change in (
            lambda: rename_concept(cup, "blue_cup"),
            lambda: delete_for_good(cup.path),
            lambda: delete_for_good(run.path),
        ):
            with pytest.raises(ManulError) as raised:
                change()
            assert raised.value.key == "run_busy.taught"
            assert "my_cup" in str(raised.value)
        duplicate_concept(cup, "blue_cup")
    rename_concept(cup, "green_cup")


def test_a_folder_that_windows_keeps_is_left_as_it_was(
    cup: ConceptFolder, run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file inside is open, Windows refuses to move the folder."""

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "Access is denied", str(source))

    before = tree(cup.path)
    monkeypatch.setattr(os, "rename", refuse)
    for change in (lambda: rename_concept(cup, "blue_cup"), lambda: delete_for_good(cup.path)):
        with pytest.raises(ManulError) as raised:
            change()
        assert raised.value.key == "not_writable.in_use"
    assert tree(cup.path) == before


def test_a_disk_that_is_full_while_renaming_takes_the_name_back(
    cup: ConceptFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = tree(cup.path)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ManulError) as raised:
        rename_concept(cup, "blue_cup")
    assert raised.value.kind == "disk_full"
    assert tree(cup.path) == before
    with pytest.raises(ManulError):
        duplicate_concept(cup, "blue_cup")
    assert os.listdir(cup.path.parent) == ["my_cup"]


def test_a_copy_has_the_pictures_and_none_of_what_was_taught(
    cup: ConceptFolder, run: RunFolder, draw: object
) -> None:
    for folder in (cup.cache, cup.exports, cup.class_images / "drawn-64-0"):
        folder.mkdir(parents=True)
        (folder / "large.bin").write_bytes(b"1")
    (cup.class_images / "mine.png").write_bytes(b"2")
    told: list[tuple[int, int]] = []
    copy = duplicate_concept(cup, "blue_cup", lambda done, total: told.append((done, total)))
    assert told == [(at, 5) for at in range(5)], "three pictures, a caption, one of the class"
    assert sorted(os.listdir(copy.path)) == ["class_images", "concept.toml", "images"]
    assert os.listdir(copy.class_images) == ["mine.png"]
    assert read_images(copy) == read_images(cup)
    first = copy.images / read_images(copy).images[0].file
    assert read_caption(first) == "a red cup"
    assert read_concept(copy) == read_concept(cup).changed(name="blue_cup")
    assert len(concepts(cup.path.parent)) == 2


def test_free_names_end_in_no_digits(cup: ConceptFolder) -> None:
    space = cup.path.parent
    assert free_name(space, "my_cup") == "my_cup_copy"
    (space / "my_cup_copy").mkdir()
    assert free_name(space, "my_cup") == "my_cup_copy_b"
    assert free_name(space, "my_cup_copy") == "my_cup_copy_b"
    assert len(free_name(space, "x" * 64)) <= 64


def test_what_is_deleted_for_good_is_gone_at_once(
    cup: ConceptFolder, run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = create_run(cup, RunRequest())
    delete_for_good(run.path)
    assert cup.runs() == [other]
    monkeypatch.setattr(shutil, "rmtree", lambda path: None)
    delete_for_good(cup.path)
    assert concepts(cup.path.parent) == [], "killed while deleting: half of it is never shown"
