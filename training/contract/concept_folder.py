"""Makes and edits concept folders: copies pictures and captions in, never touches the originals."""

import codecs
import hashlib
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from training.contract.atomic import atomic_write
from training.contract.concept import Concept, ImageEntry, ImageList
from training.contract.errors import ManulError, from_os_error
from training.contract.layout import ConceptFolder
from training.contract.messages import Message, say
from training.contract.picture_checks import Judgement, judge_picture, looks_same
from training.contract.pictures import PICTURE_SUFFIXES
from training.contract.toml_file import read_model, write_model

_STEM_LENGTH = 40


@dataclass(frozen=True)
class PictureNote:
    """What there is to say about one picture that was given: `added` is None if left out."""

    source: Path
    added: str | None
    problems: tuple[Message, ...]


def find_pictures(sources: Iterable[Path]) -> list[Path]:
    """Files as given, folders searched with their sub-folders for pictures, in natural order."""
    found: list[Path] = []
    for source in sources:
        if not source.is_dir():
            if not source.exists():
                raise ManulError("unreadable", path=source, reason="it does not exist")
            found.append(source)
            continue
        inside: list[Path] = []
        for folder, _, names in os.walk(source, onerror=_refuse_folder):
            inside += [
                Path(folder, name)
                for name in names
                if Path(name).suffix.lower() in PICTURE_SUFFIXES and not name.startswith(".")
            ]
        found += sorted(inside, key=_natural)
    return list(dict.fromkeys(found))


def create_concept(
    workspace: Path, concept: Concept, sources: Iterable[Path], *, resolution: int
) -> tuple[ConceptFolder, list[PictureNote]]:
    """A new concept folder with these pictures; it appears whole or not at all."""
    final = workspace / concept.name
    if final.exists():
        raise ManulError("name_taken", name=concept.name, workspace=workspace)
    pictures = find_pictures(sources)
    if not pictures:
        raise ManulError("no_images")
    building = workspace / f".{concept.name}.{os.getpid()}.tmp"
    try:
        building.mkdir(parents=True)
        folder = ConceptFolder(building)
        folder.images.mkdir()
        write_model(folder.config, concept)
        notes = add_pictures(folder, pictures, resolution=resolution)
        if not any(note.added for note in notes):
            names = ", ".join(note.source.name for note in notes[:5])
            raise ManulError("no_images.unreadable", count=len(notes), names=names)
        building.rename(final)
    except OSError as error:
        raise from_os_error(error, workspace) or error from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return ConceptFolder(final), notes


def add_pictures(
    folder: ConceptFolder, pictures: Iterable[Path], *, resolution: int
) -> list[PictureNote]:
    """Copy pictures and their captions in; unreadable ones are named and left out."""
    entries = list(read_images(folder).images) if folder.image_list.exists() else []
    looks = {entry.original_name: int(entry.look, 16) for entry in entries}
    notes = []
    for source in pictures:
        try:
            judgement = judge_picture(source, resolution=resolution)
        except ManulError:
            notes.append(PictureNote(source, None, (say("picture.unreadable"),)))
            continue
        problems = list(judgement.problems)
        twin = next((name for name, look in looks.items() if looks_same(look, judgement.look)), "")
        if twin:
            problems.append(say("picture.near_duplicate", other=twin))
        looks[source.name] = judgement.look
        number = int(entries[-1].file.partition("-")[0]) + 1 if entries else 1
        entry = _copy_in(folder, source, number=number, judgement=judgement)
        entries.append(entry)
        notes.append(PictureNote(source, entry.file, tuple(problems)))
    write_model(folder.image_list, ImageList(images=tuple(entries)))
    return notes


def read_concept(folder: ConceptFolder) -> Concept:
    if not folder.config.is_file():
        raise ManulError("unreadable", path=folder.path, reason="it is not a concept folder")
    return read_model(folder.config, Concept)


def read_images(folder: ConceptFolder) -> ImageList:
    return read_model(folder.image_list, ImageList)


def read_caption(picture: Path) -> str:
    """The text beside a picture, in one line; empty if there is none."""
    path = picture.with_suffix(".txt")
    if not path.is_file():
        return ""
    raw = path.read_bytes()
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        # Old editors write in the system's own code page; Latin-1 cannot fail.
        text = raw.decode("latin-1")
    return " ".join(text.split())


def write_caption(picture: Path, caption: str) -> None:
    """Set the caption inside the concept; an empty one removes the file."""
    path = picture.with_suffix(".txt")
    if caption.strip():
        atomic_write(path, caption.strip() + "\n")
    else:
        path.unlink(missing_ok=True)


def _copy_in(
    folder: ConceptFolder, source: Path, *, number: int, judgement: Judgement
) -> ImageEntry:
    content = source.read_bytes()
    target = folder.images / f"{number:04d}-{_safe_stem(source)}{judgement.extension}"
    atomic_write(target, content)
    write_caption(target, read_caption(source))
    return ImageEntry(
        file=target.name,
        original_name=source.name,
        sha256=hashlib.sha256(content).hexdigest(),
        look=f"{judgement.look:016x}",
    )


def _safe_stem(source: Path) -> str:
    """Letters of any script, digits and dashes: safe on every file system, still readable."""
    stem = unicodedata.normalize("NFC", source.stem)
    return re.sub(r"[^\w-]+", "_", stem).strip("_")[:_STEM_LENGTH] or "picture"


def _natural(path: Path) -> list[tuple[int, int, str]]:
    parts = re.split(r"(\d+)", str(path).casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _refuse_folder(error: OSError) -> None:
    raise ManulError("unreadable", path=error.filename, reason=error.strerror or error) from error
