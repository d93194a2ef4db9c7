"""The text beside a picture: a `.txt` file with the picture's stem."""

import codecs
import locale
from pathlib import Path

from training.contract.atomic import atomic_write
from training.contract.errors import cannot_read
from training.contract.plain_files import read_plain

# A model reads some hundred letters of it.
_LARGEST = 16_384


def read_caption(picture: Path) -> str:
    """The text beside a picture, in one line; empty if there is none. ManulError "unreadable"."""
    path = picture.with_suffix(".txt")
    if path == picture or not path.is_file():
        return ""
    try:
        text = _decode(read_plain(path, most=_LARGEST))
    except OSError as error:
        raise cannot_read(path, error) from error
    return " ".join(text.split())


def write_caption(picture: Path, caption: str) -> None:
    """Set the caption inside the concept; an empty one removes the file."""
    path = picture.with_suffix(".txt")
    if caption.strip():
        atomic_write(path, caption.strip() + "\n")
    else:
        path.unlink(missing_ok=True)


def _decode(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    # Old editors write in the system's own code page (Windows-1251 for Russian).
    for encoding in ("utf-8-sig", locale.getencoding()):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
