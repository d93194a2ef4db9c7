"""Edits of a concept's pictures: all or none, and what was removed comes back byte for byte."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from training.contract import picture_edits
from training.contract.captions import read_caption, write_caption
from training.contract.concept import Concept
from training.contract.concept_folder import PictureUse, add_pictures, create_concept, read_images
from training.contract.errors import ManulError
from training.contract.layout import ConceptFolder
from training.contract.picture_edits import (
    PictureChange,
    PictureSetting,
    edit_pictures,
    removed_files,
)
from training.contract.runs import used_images

pytestmark = pytest.mark.quick
CROP = (0.25, 0.0, 0.75, 0.6)


def settings_of(folder: ConceptFolder) -> list[PictureSetting]:
    entries = read_images(folder).images
    return [PictureSetting(e, read_caption(folder.images / e.file)) for e in entries]


def files_of(folder: ConceptFolder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.images.iterdir() if path.is_file()}


def changed(setting: PictureSetting, *, caption: str = "", **values: object) -> PictureSetting:
    return replace(setting, entry=setting.entry.changed(**values), caption=caption)


def test_edits_are_what_a_run_reads(concept: ConceptFolder) -> None:
    settings = settings_of(concept)
    wanted = [
        changed(settings[0], crop=CROP, caption="in the grass"),
        changed(settings[1], mirror=True),
        changed(settings[2], excluded=True),
    ]
    changes = [
        PictureChange(b, a, n) for n, (b, a) in enumerate(zip(settings, wanted, strict=True))
    ]
    edit_pictures(concept, changes)
    assert settings_of(concept) == wanted
    used = used_images(concept)
    assert [(i.crop, i.mirror, i.caption) for i in used] == [
        (CROP, False, "in the grass"), (None, True, "")
    ]  # fmt: skip


def test_what_was_removed_comes_back_byte_for_byte_and_in_its_place(concept: ConceptFolder) -> None:
    write_caption(concept.images / settings_of(concept)[1].entry.file, "a rock")
    before, files = settings_of(concept), files_of(concept)
    gone = [PictureChange(before[place], None, place) for place in (0, 1)]
    edit_pictures(concept, gone)
    assert settings_of(concept) == before[2:]
    assert len(removed_files(concept)) == 3, "two pictures and a caption"
    assert set(files_of(concept)) == {before[2].entry.file, "images.toml"}
    edit_pictures(concept, [replace(c, before=None, after=c.before) for c in reversed(gone)])
    assert settings_of(concept) == before
    assert files_of(concept) == files
    assert removed_files(concept) == []


def test_a_number_is_not_given_twice_while_its_picture_may_come_back(
    concept: ConceptFolder, photos: Path
) -> None:
    last = settings_of(concept)[-1]
    edit_pictures(concept, [PictureChange(last, None, 2)])
    (note,) = add_pictures(concept, [photos / "2.png"], resolution=64)
    assert note.added == "0004-2.png"


def test_where_the_disk_fails_nothing_has_changed(
    concept: ConceptFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = settings_of(concept)
    edit_pictures(concept, [PictureChange(before[0], None, 0)])
    files, aside = files_of(concept), removed_files(concept)
    back = PictureChange(None, replace(before[0], caption="new words"), 0)
    other = PictureChange(before[1], changed(before[1], caption="other words"), 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(picture_edits, "write_model", full)
    with pytest.raises(ManulError) as refused:
        edit_pictures(concept, [back, other])
    assert refused.value.kind == "disk_full"
    assert (files_of(concept), removed_files(concept)) == (files, aside)


def test_a_picture_that_is_nowhere_cannot_come_back(concept: ConceptFolder) -> None:
    last = settings_of(concept)[-1]
    edit_pictures(concept, [PictureChange(last, None, 2)])
    for path in removed_files(concept):
        path.unlink()
    with pytest.raises(ManulError, match="0003-2"):
        edit_pictures(concept, [PictureChange(None, last, 2)])
    assert len(settings_of(concept)) == 2


def test_a_concept_is_made_with_what_was_decided_before(workspace: Path, photos: Path) -> None:
    (photos / "0.txt").write_text("beside it", encoding="utf-8")
    (photos / "1.txt").write_text("not this", encoding="utf-8")
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in photos.iterdir()}
    uses = {
        photos / "1.png": PictureUse(CROP, mirror=True, caption=""),
        photos / "2.png": PictureUse(excluded=True, caption="in the snow"),
    }
    told: list[tuple[int, int]] = []
    folder, _ = create_concept(
        workspace, Concept(name="pallas_cat"), [photos], resolution=64, uses=uses,
        tell=lambda *counts: told.append(counts),
    )  # fmt: skip
    found = settings_of(folder)
    assert [(s.entry.crop, s.entry.mirror, s.entry.excluded) for s in found] == [
        (None, False, False), (CROP, True, False), (None, False, True)
    ]  # fmt: skip
    assert [s.caption for s in found] == ["beside it", "", "in the snow"]
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert {p: hashlib.sha256(p.read_bytes()).digest() for p in photos.iterdir()} == before
