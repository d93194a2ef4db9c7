"""Folders as a stranger might pack them: links out, pipes and devices in a file's place, crowds."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from training.contract.captions import read_caption
from training.contract.class_pictures import class_pictures
from training.contract.concept import Concept
from training.contract.concept_folder import add_pictures, create_concept, read_concept, read_images
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.events import read_events
from training.contract.jsonl import LineFollower
from training.contract.kept_steps import kept_steps
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.picture_checks import judge_picture
from training.contract.picture_sources import find_pictures
from training.contract.run_lock import is_locked
from training.contract.runs import RunRequest, create_run, read_run_config
from training.contract.toml_file import read_model

pytestmark = pytest.mark.quick

Draw = Callable[..., Image.Image]
# Where a pipe would be waited for, and a device read, forever.
LEADS = ["concept.toml", "images", "images/images.toml", "images/0001-0.txt", "class_images",
         "cache", "exports", "runs"]  # fmt: skip
RUN_LEADS = ["run.toml", "events.jsonl", "commands.jsonl", "run.lock", "engine.log", "samples",
             "checkpoints", "checkpoints/step-000005", "samples/a.png", "init_from.pt"]  # fmt: skip


def link(place: Path, target: Path) -> None:
    if place.is_dir():
        place.rename(place.with_name("away"))
    else:
        place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        place.symlink_to(target)
    except OSError:
        pytest.skip("no links here")


@pytest.mark.parametrize("place", LEADS)
def test_a_concept_with_a_way_out_is_not_opened(
    concept: ConceptFolder, tmp_path: Path, place: str
) -> None:
    outside = tmp_path / "outside"
    (outside / "images").mkdir(parents=True)
    link(concept.path / place, outside)
    with pytest.raises(ManulError) as told:
        read_images(concept)
    assert told.value.key == "unreadable.leads_out"
    assert str(concept.path / place) in str(told.value)
    with pytest.raises(ManulError):
        read_concept(concept)
    with pytest.raises(ManulError):
        create_run(concept, RunRequest())
    with pytest.raises(ManulError):
        add_pictures(concept, [], resolution=64)
    assert sorted(os.listdir(outside)) == ["images"]


@pytest.mark.parametrize("place", RUN_LEADS)
def test_a_run_with_a_way_out_is_not_opened(run: RunFolder, tmp_path: Path, place: str) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine", encoding="utf-8")
    link(run.path / place, precious)
    with pytest.raises(ManulError) as told:
        read_run_config(run)
    assert told.value.key in ("unreadable.leads_out", "corrupt_config.syntax")
    assert not is_locked(run)
    assert precious.read_text(encoding="utf-8") == "mine"


def test_a_run_that_lies_elsewhere_is_not_opened(run: RunFolder, tmp_path: Path) -> None:
    run.path.rename(tmp_path / "elsewhere")
    link(run.path, tmp_path / "elsewhere")
    with pytest.raises(ManulError) as told:
        read_run_config(run)
    assert told.value.key == "unreadable.leads_out"


def test_links_that_stay_inside_are_fine(run: RunFolder) -> None:
    (run.path / "again.toml").symlink_to(run.config)
    (run.concept.images / "same").symlink_to(run.concept.images)
    assert read_run_config(run).images
    assert read_images(run.concept).images


def test_a_concept_may_itself_be_a_link(concept: ConceptFolder, tmp_path: Path) -> None:
    concept.path.rename(tmp_path / "large disk")
    link(concept.path, tmp_path / "large disk")
    assert read_concept(concept).name == "pallas_cat"
    assert read_images(concept).images


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file_is_never_waited_for(tmp_path: Path, kind: str) -> None:
    if sys.platform == "win32":
        pytest.skip("no pipes and devices with names here")
    path = tmp_path / "a.txt"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    with pytest.raises(ManulError, match="not a file"):
        read_model(path, RunConfig)
    with pytest.raises(ManulError, match="not a file"):
        judge_picture(path, resolution=64)
    with pytest.raises(OSError, match="not a file"):
        LineFollower(path).poll()
    assert read_caption(tmp_path / "a.png") == ""


def test_a_gigabyte_without_a_line_s_end_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    with path.open("wb") as file:
        file.truncate(2**27)
    follower = LineFollower(path)
    assert follower.poll() == []
    assert follower.unreadable == 1
    with path.open("ab") as file:
        file.write(b'\n{"type": "stopped", "time": 1.0, "step": 3}\n')
    assert [line["step"] for line in follower.poll()] == [3]
    assert follower.unreadable == 1
    assert [event.time for event in read_events(path)] == [1.0]


def test_steps_are_only_those_of_our_spelling(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)
    for name in ("step-000010", "step-" + "9" * 200, "step-٣٣٣٣٣٣", "step--00001", "step-7"):
        (run.checkpoints / name).mkdir(parents=True)
        (run.checkpoints / name / "meta.json").touch()
    assert kept_steps(run) == [10]
    long_name = tmp_path / "runs" / ("9" * 200)
    long_name.mkdir(parents=True)
    assert RunFolder(long_name).number == 0
    assert ConceptFolder(tmp_path).new_run_number() == 1


def test_a_folder_of_ten_thousand_pictures_is_refused_at_once(tmp_path: Path) -> None:
    crowd = tmp_path / "crowd"
    for hundred in range(100):
        (crowd / str(hundred)).mkdir(parents=True)
        for number in range(100):
            (crowd / str(hundred) / f"{number}.jpg").touch()
    began = time.monotonic()
    with pytest.raises(ManulError) as told:
        find_pictures([crowd])
    assert told.value.key == "no_images.too_many"
    with pytest.raises(ManulError) as told:
        create_concept(tmp_path / "w", Concept(name="pallas_cat"), [crowd], resolution=64)
    assert told.value.key == "no_images.too_many"
    assert not (tmp_path / "w").exists()
    assert time.monotonic() - began < 5
    assert len(find_pictures([crowd], most=10_000)) == 10_000, "as many of the class are usual"


def test_a_whole_disk_is_refused_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.contract.picture_sources._MOST_ENTRIES", 50)
    for number in range(60):
        (tmp_path / f"{number}.txt").touch()
    with pytest.raises(ManulError) as told:
        find_pictures([tmp_path])
    assert told.value.key == "no_images.too_many_files"


def test_pictures_of_the_class_are_those_beside_the_drawn_ones(
    concept: ConceptFolder, draw: Draw
) -> None:
    draw(concept.class_images / "a.png")
    draw(concept.class_images / "drawn" / "b.png")
    assert [path.name for path in class_pictures(concept)] == ["a.png"]
