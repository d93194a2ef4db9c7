"""Makes and edits concept folders: copies pictures and captions in, never touches the originals."""

import errno
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.contract.atomic import atomic_folder, atomic_write, remove_leftovers
from training.contract.captions import read_caption as read_caption
from training.contract.captions import write_caption as write_caption
from training.contract.concept import Concept, Crop, ImageEntry, ImageList
from training.contract.errors import ManulError, cannot_read, from_os_error
from training.contract.layout import ConceptFolder
from training.contract.links import refuse_ways_out
from training.contract.messages import Message, plain_value, say
from training.contract.names import check_name
from training.contract.picture_checks import judge_picture, looks_same
from training.contract.picture_sources import find_pictures as find_pictures
from training.contract.toml_file import read_model, write_model

_STEM_LENGTH = 40
_LONGEST_NUMBER = 10
# How many pictures have been looked at, of how many.
Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class PictureNote:
    """What there is to say about one picture that was given: `added` is None if left out."""

    source: Path
    added: str | None
    problems: tuple[Message, ...]


@dataclass(frozen=True)
class PictureUse:
    """What was decided about a picture before it is copied; `caption` = None takes the one that
    lies beside it."""

    crop: Crop | None = None
    mirror: bool = False
    excluded: bool = False
    caption: str | None = None


def create_concept(
    workspace: Path, concept: Concept, sources: Iterable[Path], *, resolution: int,
    uses: Mapping[Path, PictureUse] | None = None, tell: Progress | None = None,
) -> tuple[ConceptFolder, list[PictureNote]]:  # fmt: skip
    """A new concept folder with these pictures; it appears whole or not at all."""
    check_name(concept.name)
    final = workspace / concept.name
    taken = ManulError("name_taken", name=concept.name, workspace=workspace)
    try:
        if final.exists():
            raise taken
        pictures = find_pictures(sources)
        if not pictures:
            raise ManulError("no_images")
        with atomic_folder(final) as building:
            building_folder = ConceptFolder(building)
            building_folder.images.mkdir()
            write_model(building_folder.config, concept)
            notes = add_pictures(
                building_folder, pictures, resolution=resolution, uses=uses, tell=tell
            )
            _refuse_none(notes)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST) and final.is_dir():
            raise taken from error
        raise from_os_error(error, workspace) or error from error
    return ConceptFolder(final), notes


def _refuse_none(notes: list[PictureNote]) -> None:
    if not any(note.added for note in notes):
        names = ", ".join(note.source.name for note in notes[:5])
        raise ManulError("no_images.unreadable", count=len(notes), names=names)


def add_pictures(
    folder: ConceptFolder, pictures: Sequence[Path], *, resolution: int,
    uses: Mapping[Path, PictureUse] | None = None, tell: Progress | None = None,
) -> list[PictureNote]:  # fmt: skip
    """Copy pictures and their captions in, all or, if the disk fails, none; unreadable ones and
    those that are there already are named and left out."""
    refuse_links_out(folder)
    entries = list(read_images(folder).images) if folder.image_list.exists() else []
    known = len(entries)
    notes = []
    try:
        remove_leftovers(folder.images)
        number = _highest_number(folder, entries)
        for done, source in enumerate(pictures):
            if tell is not None:
                tell(done, len(pictures))
            given = _Given(source, number + 1, (uses or {}).get(source, PictureUse()))
            note, entry = _add(folder, entries, given, resolution=resolution)
            notes.append(note)
            if entry is not None:
                entries.append(entry)
                number += 1
        write_model(folder.image_list, ImageList(images=tuple(entries)))
    except OSError as error:
        for entry in entries[known:]:
            _remove_copy(folder, entry)
        raise from_os_error(error, folder.path) or error from error
    return notes


@dataclass(frozen=True)
class _Given:
    """A picture to copy in, and the number that its copy gets."""

    source: Path
    number: int
    use: PictureUse

    def caption(self) -> str:
        """ManulError "unreadable" if none was decided and the one beside it cannot be read."""
        return read_caption(self.source) if self.use.caption is None else self.use.caption


def _add(
    folder: ConceptFolder, entries: list[ImageEntry], given: _Given, *, resolution: int
) -> tuple[PictureNote, ImageEntry | None]:
    """What there is to say about the picture, and its entry once it is copied."""
    source = given.source
    try:
        judgement = judge_picture(source, resolution=resolution)
        content = _read(source)
    except ManulError:
        return PictureNote(source, None, (say("picture.unreadable"),)), None
    sha256 = hashlib.sha256(content).hexdigest()
    for entry in entries:
        if entry.sha256 == sha256:
            there = say("picture.already_there", other=entry.original_name)
            return PictureNote(source, None, (there,)), None
    problems = list(judgement.problems)
    for entry in entries:
        if looks_same(int(entry.look, 16), judgement.look):
            problems.append(say("picture.near_duplicate", other=entry.original_name))
            break
    try:
        caption = given.caption()
    except ManulError:
        caption = ""
        problems.append(say("picture.caption_unreadable"))
    stem = _safe_stem(source)
    target = folder.images / f"{given.number:04d}-{stem}{judgement.extension}"
    try:
        atomic_write(target, content)
        write_caption(target, caption)
    except OSError:
        target.unlink(missing_ok=True)
        raise
    entry = ImageEntry(
        file=target.name, original_name=str(plain_value(source.name)), sha256=sha256,
        look=f"{judgement.look:016x}", crop=given.use.crop, mirror=given.use.mirror,
        excluded=given.use.excluded,
    )  # fmt: skip
    return PictureNote(source, entry.file, tuple(problems)), entry


def refuse_links_out(folder: ConceptFolder) -> None:
    """ManulError "unreadable.leads_out" if what a training reads or writes lies elsewhere."""
    read = (folder.config, folder.images, folder.class_images)
    refuse_ways_out(folder.path, read)
    written = (folder.cache, folder.exports, folder.runs_folder)
    refuse_ways_out(folder.path, (path for path in written if path.is_symlink()))


def read_concept(folder: ConceptFolder) -> Concept:
    if not folder.config.is_file():
        raise ManulError("unreadable", path=folder.path, reason=say("cause.not_a_concept"))
    refuse_links_out(folder)
    return read_model(folder.config, Concept)


def read_images(folder: ConceptFolder) -> ImageList:
    """ManulError if the list is not right, or the folder holds a link to somewhere else."""
    refuse_links_out(folder)
    return read_model(folder.image_list, ImageList)


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise cannot_read(source, error) from error


def _remove_copy(folder: ConceptFolder, entry: ImageEntry) -> None:
    target = folder.images / entry.file
    for path in (target, target.with_suffix(".txt")):
        path.unlink(missing_ok=True)


def _highest_number(folder: ConceptFolder, entries: list[ImageEntry]) -> int:
    """Of the files too: one that is no longer in the list may come back."""
    names = [entry.file for entry in entries]
    for place in (folder.images, folder.removed):
        names += [path.name for path in place.iterdir()] if place.is_dir() else []
    return max(map(_number, names), default=0)


def _number(file: str) -> int:
    digits = file.partition("-")[0]
    return int(digits) if digits.isdecimal() and len(digits) < _LONGEST_NUMBER else 0


def _safe_stem(source: Path) -> str:
    """Letters of any script, digits and dashes: safe on every file system, still readable."""
    stem = unicodedata.normalize("NFC", source.stem)
    return re.sub(r"[^\w-]+", "_", stem).strip("_")[:_STEM_LENGTH] or "picture"
