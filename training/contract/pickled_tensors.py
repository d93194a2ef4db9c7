"""Reads pickled tensors by name and shape: numbers and containers only, nothing is executed."""

import errno
import io
import lzma
import pickle
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from training.contract.pickle_reader import (
    COUNT_BYTES,
    LARGEST_OBJECT,
    PickledTensor,
    PickleReader,
)
from training.contract.plain_files import open_plain

# What torch's own loader raises for a stream that is cut off, damaged or no pickle at all.
_DAMAGED = (
    pickle.UnpicklingError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError,
    RuntimeError, struct.error, zipfile.BadZipFile, zlib.error, lzma.LZMAError, OverflowError,
    MemoryError,
)  # fmt: skip
# The names in an archive of a large model take a tenth of this.
_TOO_LARGE = 4 * 2**20
# torch's serialisation before 1.6 begins with these three pickles.
_LEGACY_PARTS = 3


class NotAPickle(Exception):
    """Damaged, cut off, or something else."""


def pickled_tensors(content: Any) -> Iterator[PickledTensor]:
    """The tensors in a read object, however deep; each once, even in a circle."""
    waiting, seen = [content], set[int]()
    while waiting:
        part = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, PickledTensor):
            yield part
        elif isinstance(part, (Mapping, list, tuple)):
            waiting += part.values() if isinstance(part, Mapping) else part


def read_pickled(path: Path) -> Any:
    """The object that `torch.save` wrote, a PickledTensor for each tensor. ForeignCode names the
    first thing that is no number; NotAPickle for anything else that is wrong."""
    try:
        with open_plain(path) as file:
            is_zip = zipfile.is_zipfile(file)
        return _read_zip(path) if is_zip else _read_stream(path)
    except _DAMAGED as error:
        raise NotAPickle(str(error)) from error
    except OSError as error:
        # A zip's directory that points in front of the file.
        if error.errno != errno.EINVAL:
            raise
        raise NotAPickle(str(error)) from error


def _read_stream(path: Path) -> Any:
    """The object is followed by the keys of its storages, and those by their numbers."""
    with open_plain(path) as file:
        for _ in range(_LEGACY_PARTS):
            PickleReader(file).load()
        reader = PickleReader(file)
        content = reader.load()
        keys = PickleReader(file).load()
        numbers = sum(COUNT_BYTES + reader.storages[key] for key in keys)
        if file.tell() + numbers > path.stat().st_size:
            raise NotAPickle("cut off")
        return content


def _read_zip(path: Path) -> Any:
    with open_plain(path) as raw, zipfile.ZipFile(_Directory(raw)) as archive:
        names = [name for name in archive.namelist() if name.rpartition("/")[2] == "data.pkl"]
        if len(names) != 1 or archive.getinfo(names[0]).file_size > LARGEST_OBJECT:
            raise NotAPickle("no single object")
        with archive.open(names[0]) as file, io.BufferedReader(cast("io.RawIOBase", file)) as quick:
            return PickleReader(quick).load()


class _Directory:
    """A zip archive's file that is never read in larger pieces than its list of names can be."""

    def __init__(self, file: IO[bytes]) -> None:
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self._read = file.read

    def read(self, count: int = -1) -> bytes:
        found = self._read(_TOO_LARGE if count < 0 else min(count, _TOO_LARGE))
        if len(found) == _TOO_LARGE:
            raise zipfile.BadZipFile("a list of names without end")
        return found
