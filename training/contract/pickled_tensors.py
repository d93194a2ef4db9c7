"""Reads pickled tensors by name and shape: numbers and containers only, nothing is executed."""

import errno
import pickle
import struct
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, ClassVar, NamedTuple

# What torch's own loader raises for a stream that is cut off, damaged or no pickle at all.
_DAMAGED = (
    pickle.UnpicklingError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError,
    RecursionError, struct.error, zipfile.BadZipFile, zlib.error, NotImplementedError,
    OverflowError, MemoryError,
)  # fmt: skip
# A pickled object with the names of a large model takes a tenth of this.
_LARGEST_OBJECT = 256 * 2**20
# torch's serialisation before 1.6 begins with these three pickles.
_LEGACY_PARTS = 3
# Number format, as safetensors spells it, and bytes of a number.
_STORAGES = {
    "FloatStorage": ("F32", 4), "HalfStorage": ("F16", 2), "BFloat16Storage": ("BF16", 2),
    "DoubleStorage": ("F64", 8), "LongStorage": ("I64", 8), "IntStorage": ("I32", 4),
    "ShortStorage": ("I16", 2), "CharStorage": ("I8", 1), "ByteStorage": ("U8", 1),
    "BoolStorage": ("BOOL", 1),
}  # fmt: skip
# Each storage of the old stream begins with its count.
_COUNT_BYTES = 8


class ForeignCode(Exception):
    """The pickle asks for something that is neither number nor container; says for what."""


class NotAPickle(Exception):
    """Damaged, cut off, or something else."""


class PickledTensor(NamedTuple):
    dtype: str
    shape: tuple[int, ...]


class _StorageKind(NamedTuple):
    dtype: str
    number_bytes: int


class _Parameters(dict[str, Any]):
    """Stands for torch's ParameterDict, in which the first embeddings were written."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.update(state.get("_parameters", state))


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
        if zipfile.is_zipfile(path):
            return _read_zip(path)
        return _read_stream(path)
    except _DAMAGED as error:
        raise NotAPickle(str(error)) from error
    except OSError as error:
        # A zip's directory that points in front of the file.
        if error.errno != errno.EINVAL:
            raise
        raise NotAPickle(str(error)) from error


def _read_stream(path: Path) -> Any:
    """The object is followed by the keys of its storages, and those by their numbers."""
    with path.open("rb") as file:
        for _ in range(_LEGACY_PARTS):
            _Reader(file).load()
        reader = _Reader(file)
        content = reader.load()
        keys = _Reader(file).load()
        numbers = sum(_COUNT_BYTES + reader.storages[key] for key in keys)
        if file.tell() + numbers > path.stat().st_size:
            raise NotAPickle("cut off")
        return content


def _read_zip(path: Path) -> Any:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.rpartition("/")[2] == "data.pkl"]
        if len(names) != 1 or archive.getinfo(names[0]).file_size > _LARGEST_OBJECT:
            raise NotAPickle("no single object")
        with archive.open(names[0]) as file:
            return _Reader(file).load()


class _WholeLines:
    """Where a file ends in the middle of a name, it was cut off, and the name is another."""

    def __init__(self, file: IO[bytes]) -> None:
        self.read = file.read
        self._readline = file.readline

    def readline(self) -> bytes:
        line = self._readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return line


class _Reader(pickle._Unpickler):
    """Knows the few names that a state dict needs; every other one ends the reading. Written in
    Python: the quick one takes 64 GB if a pickle of ten bytes says so
    (https://github.com/python/cpython/issues/115952)."""

    dispatch: ClassVar = {
        code: load
        for code, load in pickle._Unpickler.dispatch.items()
        if code not in (pickle.BYTEARRAY8[0], pickle.EXT1[0], pickle.EXT2[0], pickle.EXT4[0])
    }

    def __init__(self, file: IO[bytes]) -> None:
        # Words as torch's loader reads them, for pickles of Python 2.
        super().__init__(_WholeLines(file), encoding="utf-8")
        # Bytes of each storage, by its key.
        self.storages: dict[str, int] = {}

    def find_class(self, module: str, name: str) -> Any:
        if module in ("torch", "torch.storage") and name in _STORAGES:
            return _StorageKind(*_STORAGES[name])
        if (known := _KNOWN.get((module, name))) is None:
            raise ForeignCode(f"{module}.{name}")
        return known

    def persistent_load(self, pid: Any) -> Any:
        kind = pid[1]
        if pid[0] == "module" and kind is _Parameters:
            # The old stream carries the source text of a container beside its name.
            return kind
        if pid[0] != "storage" or not isinstance(kind, _StorageKind):
            raise pickle.UnpicklingError("unknown storage")
        self.storages[pid[2]] = int(pid[4]) * kind.number_bytes
        return kind


def _tensor(storage: _StorageKind, offset: int, size: tuple[int, ...], *_: Any) -> PickledTensor:
    if not isinstance(storage, _StorageKind):
        raise pickle.UnpicklingError("a tensor without its numbers")
    return PickledTensor(storage.dtype, tuple(int(side) for side in size))


def _parameter(data: Any, *_: Any) -> Any:
    return data


_KNOWN: dict[tuple[str, str], Callable[..., Any]] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_tensor"): _tensor,
    ("torch._utils", "_rebuild_parameter"): _parameter,
    ("torch", "Size"): tuple,
    ("__builtin__", "set"): set,
    ("builtins", "set"): set,
    ("torch.nn.modules.container", "ParameterDict"): _Parameters,
}
