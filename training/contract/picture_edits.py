"""Changes how the pictures of a concept are used; what is removed can come back."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from training.contract.atomic import atomic_write, patiently
from training.contract.captions import read_caption, write_caption
from training.contract.concept import ImageEntry, ImageList
from training.contract.concept_folder import read_images
from training.contract.errors import ManulError, from_os_error
from training.contract.layout import ConceptFolder
from training.contract.messages import say
from training.contract.toml_file import write_model

_Step = Callable[[], object]


@dataclass(frozen=True)
class PictureSetting:
    """How a picture is used: its entry, and the caption beside it."""

    entry: ImageEntry
    caption: str = ""


@dataclass(frozen=True)
class PictureChange:
    """One picture before and after an edit; `place` = its index in the list that has it. Without
    `before` it comes back, without `after` it goes."""

    before: PictureSetting | None
    after: PictureSetting | None
    place: int


def edit_pictures(folder: ConceptFolder, changes: Sequence[PictureChange]) -> None:
    """Carry out the changes, all or, if the disk fails, none. ManulError also if a picture that is
    to come back is nowhere any more."""
    entries = list(read_images(folder).images)
    undo: list[_Step] = []
    try:
        for change in changes:
            if change.after is not None:
                undo += _prepare(folder, change.before, change.after)
        write_model(folder.image_list, ImageList(images=tuple(_changed(entries, changes))))
    except (OSError, ManulError) as error:
        for step in reversed(undo):
            # The first failure is the one that is told.
            with suppress(OSError):
                step()
        if isinstance(error, ManulError):
            raise
        raise from_os_error(error, folder.path) or error from error
    for change in changes:
        if change.before is not None and change.after is None:
            # Where it cannot be moved it lies there unused.
            with suppress(OSError):
                _move(folder, change.before.entry.file, aside=True)


def removed_files(folder: ConceptFolder) -> list[Path]:
    """Pictures and captions that were removed and have not been forgotten yet."""
    return sorted(folder.removed.iterdir()) if folder.removed.is_dir() else []


def _prepare(
    folder: ConceptFolder, before: PictureSetting | None, after: PictureSetting
) -> list[_Step]:
    """Put picture and caption in place; what undoes that."""
    undo: list[_Step] = []
    picture = folder.images / after.entry.file
    if before is None and not picture.is_file():
        if not (folder.removed / picture.name).is_file():
            raise ManulError("unreadable", path=picture, reason=say("cause.missing"))
        undo.append(partial(_move, folder, picture.name, aside=True))
        _move(folder, picture.name, aside=False)
    known = read_caption(picture) if before is None else before.caption
    if known != after.caption:
        caption = picture.with_suffix(".txt")
        undo.append(partial(_restore, caption, caption.read_bytes() if caption.exists() else None))
        write_caption(picture, after.caption)
    return undo


def _changed(entries: list[ImageEntry], changes: Sequence[PictureChange]) -> list[ImageEntry]:
    """The new list. What the changes do not name, such as a picture added elsewhere, stays."""
    after = {c.before.entry.file: c.after for c in changes if c.before is not None}
    kept = [entry for entry in entries if after.get(entry.file, entry) is not None]
    result = [setting.entry if (setting := after.get(e.file)) else e for e in kept]
    back = {c.place: c.after.entry for c in changes if c.before is None and c.after is not None}
    there = {entry.file for entry in result}
    for place, entry in sorted(back.items(), key=lambda item: item[0]):
        if entry.file not in there:
            result.insert(place, entry)
    return result


def _move(folder: ConceptFolder, name: str, *, aside: bool) -> None:
    """A picture and its caption out of the concept's pictures, or back."""
    source, target = folder.images, folder.removed
    if not aside:
        source, target = target, source
    target.mkdir(exist_ok=True)
    for file in _files_of(name):
        if (source / file).exists():
            patiently(Path.replace, source / file, target / file)


def _files_of(name: str) -> Iterable[str]:
    return dict.fromkeys((name, str(Path(name).with_suffix(".txt"))))


def _restore(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        atomic_write(path, content)
