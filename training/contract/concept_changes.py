"""Renames, duplicates and deletes concepts and runs: each happens wholly, or not at all."""

import errno
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from string import ascii_lowercase

from training.contract.atomic import atomic_folder, atomic_write, move_folder, remove_folder
from training.contract.class_pictures import class_pictures
from training.contract.concept_folder import read_concept, read_images
from training.contract.errors import ManulError, from_os_error
from training.contract.layout import ConceptFolder, RunFolder
from training.contract.names import LONGEST_NAME, check_name
from training.contract.run_lock import refuse_while_taught
from training.contract.toml_file import write_model

Progress = Callable[[int, int], None]

_COPY = "_copy"
# What Windows says where a file is open, and Linux where the folder is a mount or a program's.
_IN_USE = (errno.EACCES, errno.EPERM, errno.EBUSY)


def rename_concept(folder: ConceptFolder, name: str) -> ConceptFolder:
    """Give the concept and its folder another name. Runs that there are keep the word that they
    learned, which their own run.toml holds. ManulError if it is being taught, or its name is
    taken, or the folder cannot be moved."""
    concept = read_concept(folder)
    if concept.name == name == folder.path.name:
        return folder
    check_name(name)
    renamed = ConceptFolder(folder.path.with_name(name))
    is_moved = renamed.path != folder.path
    if is_moved:
        _refuse_taken(renamed.path)
    refuse_while_taught(folder.runs())
    _move(folder.path, renamed.path)
    try:
        write_model(renamed.config, concept.changed(name=name))
    except OSError as error:
        _move(renamed.path, folder.path)
        raise from_os_error(error, folder.path) or error from error
    return renamed


def duplicate_concept(
    folder: ConceptFolder, name: str, progress: Progress | None = None
) -> ConceptFolder:
    """A new concept with the same pictures, captions and description, without runs, cache and
    exports. `progress` is told how many files of how many are copied."""
    check_name(name)
    concept, images = read_concept(folder), read_images(folder)
    final = folder.path.with_name(name)
    _refuse_taken(final)
    sources = list(_sources(folder, [entry.file for entry in images.images]))
    try:
        with atomic_folder(final) as building:
            copy = ConceptFolder(building)
            copy.images.mkdir()
            for done, source in enumerate(sources):
                if progress is not None:
                    progress(done, len(sources))
                target = building / source.relative_to(folder.path)
                target.parent.mkdir(exist_ok=True)
                atomic_write(target, partial(shutil.copyfile, source))
            write_model(copy.image_list, images)
            write_model(copy.config, concept.changed(name=name))
    except OSError as error:
        raise from_os_error(error, final) or error from error
    return ConceptFolder(final)


def free_name(workspace: Path, name: str) -> str:
    """What a copy of the concept `name` may be called; digits at the end would mean something
    else to other programs."""
    stem = name.removesuffix(_COPY)[: LONGEST_NAME - len(f"{_COPY}_z")]
    names = [f"{stem}{_COPY}", *(f"{stem}{_COPY}_{letter}" for letter in ascii_lowercase[1:])]
    return next((free for free in names if not (workspace / free).exists()), "")


def refuse_to_delete(path: Path) -> None:
    """ManulError "run_busy.taught" if the concept or run at `path` is being taught."""
    refuse_while_taught([*ConceptFolder(path).runs(), RunFolder(path)])


def delete_for_good(path: Path) -> None:
    """Delete a concept or run, which no bin keeps. ManulError if it is being taught, or one of
    its files is open on Windows."""
    refuse_to_delete(path)
    try:
        remove_folder(path)
    except OSError as error:
        raise _in_use(error, path) from error


def _sources(folder: ConceptFolder, files: list[str]) -> Iterator[Path]:
    """The pictures that are there, their captions, and the user's own pictures of the class."""
    for file in files:
        picture = folder.images / file
        yield from (path for path in (picture, picture.with_suffix(".txt")) if path.is_file())
    yield from class_pictures(folder)


def _refuse_taken(path: Path) -> None:
    if path.exists():
        raise ManulError("name_taken", name=path.name, workspace=path.parent)


def _move(source: Path, target: Path) -> None:
    if source == target:
        return
    try:
        move_folder(source, target)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            _refuse_taken(target)
        raise _in_use(error, source) from error


def _in_use(error: OSError, path: Path) -> Exception:
    if error.errno in _IN_USE:
        return ManulError("not_writable.in_use", path=path)
    return from_os_error(error, path) or error
