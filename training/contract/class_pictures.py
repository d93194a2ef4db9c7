"""The user's own pictures of the class, copied into the concept for prior preservation."""

import hashlib
from contextlib import suppress
from pathlib import Path

from training.contract.atomic import atomic_write
from training.contract.errors import ManulError, cannot_read, from_os_error
from training.contract.layout import ConceptFolder
from training.contract.picture_checks import judge_picture
from training.contract.picture_sources import find_pictures, is_picture_name

# Only unreadable ones are of interest here: nobody is asked to cure a picture of the class.
_ANY_RESOLUTION = 1
# As many as a training draws at most.
_MOST_PICTURES = 10_000


def class_pictures(folder: ConceptFolder) -> list[Path]:
    """Those that were given; what the model draws lies in folders beside them."""
    if not folder.class_images.is_dir():
        return []
    return sorted(path for path in folder.class_images.iterdir() if is_picture_name(path.name))


def find_class_pictures(source: Path) -> dict[Path, str]:
    """The pictures below `source` that can be read, with the ending each should have. ManulError
    "no_images" if none."""
    found: dict[Path, str] = {}
    for picture in find_pictures([source], most=_MOST_PICTURES):
        with suppress(ManulError):
            found[picture] = judge_picture(picture, resolution=_ANY_RESOLUTION).extension
    if not found:
        raise ManulError("no_images.class", path=source)
    return found


def add_class_pictures(folder: ConceptFolder, pictures: dict[Path, str]) -> None:
    """Copy what `find_class_pictures` found, each once, under names made from their content."""
    for picture, extension in pictures.items():
        try:
            content = picture.read_bytes()
        except OSError as error:
            raise cannot_read(picture, error) from error
        name = hashlib.sha256(content).hexdigest()[:16]
        try:
            folder.class_images.mkdir(exist_ok=True)
            atomic_write(folder.class_images / f"{name}{extension}", content)
        except OSError as error:
            raise from_os_error(error, folder.class_images) or error from error
