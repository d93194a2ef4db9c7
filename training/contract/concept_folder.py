"""Makes and edits concept folders: copies pictures and captions in, never touches the originals."""

import errno
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from training.contract.atomic import atomic_folder, atomic_write, remove_leftovers
from training.contract.captions import read_caption as read_caption
from training.contract.captions import write_caption as write_caption
from training.contract.concept import Concept, ImageEntry, ImageList
from training.contract.errors import ManulError, cannot_read, from_os_error
from training.contract.layout import ConceptFolder
from training.contract.links import refuse_ways_out
from training.contract.messages import Message, plain_value, say
from training.contract.names import check_name
from training.contract.picture_checks import judge_picture, looks_same
from training.contract.picture_sources import find_pictures as find_pictures
from training.contract.toml_file import read_model, write_model

_STEM_LENGTH = 40


@dataclass(frozen=True)
class PictureNote:
    """What there is to say about one picture that was given: `added` is None if left out."""

    source: Path
    added: str | None
    problems: tuple[Message, ...]


def create_concept(
    workspace: Path, concept: Concept, sources: Iterable[Path], *, resolution: int
) -> tuple[ConceptFolder, list[PictureNote]]:
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
            notes = _fill(ConceptFolder(building), concept, pictures, resolution=resolution)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST) and final.is_dir():
            raise taken from error
        raise from_os_error(error, workspace) or error from error
    return ConceptFolder(final), notes


def _fill(
    folder: ConceptFolder, concept: Concept, pictures: list[Path], *, resolution: int
) -> list[PictureNote]:
    folder.images.mkdir()
    write_model(folder.config, concept)
    notes = add_pictures(folder, pictures, resolution=resolution)
    if not any(note.added for note in notes):
        names = ", ".join(note.source.name for note in notes[:5])
        raise ManulError("no_images.unreadable", count=len(notes), names=names)
    return notes


def add_pictures(
    folder: ConceptFolder, pictures: Iterable[Path], *, resolution: int
) -> list[PictureNote]:
    """Copy pictures and their captions in, all or, if the disk fails, none; unreadable ones and
    those that are there already are named and left out."""
    refuse_links_out(folder)
    entries = list(read_images(folder).images) if folder.image_list.exists() else []
    known = len(entries)
    notes = []
    try:
        remove_leftovers(folder.images)
        for source in pictures:
            note, entry = _add(folder, source, entries, resolution=resolution)
            notes.append(note)
            if entry is not None:
                entries.append(entry)
        write_model(folder.image_list, ImageList(images=tuple(entries)))
    except OSError as error:
        for entry in entries[known:]:
            _remove_copy(folder, entry)
        raise from_os_error(error, folder.path) or error from error
    return notes


def _add(
    folder: ConceptFolder, source: Path, entries: list[ImageEntry], *, resolution: int
) -> tuple[PictureNote, ImageEntry | None]:
    """What there is to say about `source`, and its entry once it is copied."""
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
        caption = read_caption(source)
    except ManulError:
        caption = ""
        problems.append(say("picture.caption_unreadable"))
    number = max((_number(entry) for entry in entries), default=0) + 1
    target = folder.images / f"{number:04d}-{_safe_stem(source)}{judgement.extension}"
    try:
        atomic_write(target, content)
        write_caption(target, caption)
    except OSError:
        target.unlink(missing_ok=True)
        raise
    entry = ImageEntry(
        file=target.name,
        original_name=str(plain_value(source.name)),
        sha256=sha256,
        look=f"{judgement.look:016x}",
    )
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


def _number(entry: ImageEntry) -> int:
    digits = entry.file.partition("-")[0]
    return int(digits) if digits.isdecimal() else 0


def _safe_stem(source: Path) -> str:
    """Letters of any script, digits and dashes: safe on every file system, still readable."""
    stem = unicodedata.normalize("NFC", source.stem)
    return re.sub(r"[^\w-]+", "_", stem).strip("_")[:_STEM_LENGTH] or "picture"
