"""Reads what a file of tensors holds, names and shapes alone, without torch and in a moment."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from training.contract.errors import ManulError, cannot_read
from training.contract.messages import Message, say
from training.contract.pickle_reader import ForeignCode, PickledTensor
from training.contract.pickled_tensors import NotAPickle, pickled_tensors, read_pickled

# The longest of real models takes a hundredth; safetensors itself reads up to 100 MB, which would
# be gigabytes of names and shapes.
_LONGEST_HEADER = 20_000_000
_MOST_SIDES = 16
_NO_HEADER = (
    ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError,
)  # fmt: skip
_LONGEST_SIDE = 2**63
# Bytes of a number.
_DTYPE_BYTES = {
    "C64": 8, "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1,
    "F8_E4M3FNUZ": 1, "F8_E5M2FNUZ": 1, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4,
    "U16": 2, "U8": 1, "BOOL": 1,
}  # fmt: skip
# Formats of less than a byte.
_PACKED_DTYPES = ("F4", "F6_E2M3", "F6_E3M2")
TENSOR_SUFFIXES = (".safetensors", ".ckpt", ".pt", ".pth", ".bin")


@dataclass(frozen=True)
class TensorFact:
    """A tensor that was not loaded; `dtype` as safetensors spells it (F16, BF16, F32 ...).
    `start` = where its raw data begin in a safetensors file, in bytes."""

    dtype: str
    shape: tuple[int, ...]
    start: int = 0

    @property
    def count(self) -> int:
        return math.prod(self.shape)

    @property
    def number_bytes(self) -> int:
        return _DTYPE_BYTES.get(self.dtype, 1)

    @property
    def bytes(self) -> int:
        return self.count * self.number_bytes


@dataclass(frozen=True)
class TensorFile:
    """Tensors by name. `content` is the whole pickled object of a file that is no flat list."""

    path: Path
    tensors: dict[str, TensorFact]
    metadata: dict[str, str] = field(default_factory=dict)
    content: Any = None

    @property
    def facts(self) -> list[TensorFact]:
        """Every tensor, also those deep inside an embedding or hypernetwork of a web UI."""
        if self.tensors:
            return list(self.tensors.values())
        return [TensorFact(*found) for found in pickled_tensors(self.content)]


def read_tensor_file(path: Path) -> TensorFile:
    """The names in a `.safetensors`, `.ckpt`, `.pt`, `.pth` or `.bin` file. A pickle is read by
    a reader that knows numbers and containers only: nothing in it is executed. ManulError
    "unreadable" names the cause."""
    try:
        if path.exists() and not path.is_file():
            raise _unreadable(path, say("cause.not_a_file"))
        with path.open("rb") as file:
            start = file.read(64)
    except OSError as error:
        raise cannot_read(path, error) from error
    if start.startswith(b"GGUF"):
        raise ManulError("model_unsupported", path=path, what=say("model.quantised", format="GGUF"))
    if (stranger := _stranger(start, path)) is not None:
        raise ManulError("unreadable.model", path=path, reason=stranger)
    try:
        return _read_safetensors(path) if _is_safetensors(path, start) else _read_pickle(path)
    except OSError as error:
        raise cannot_read(path, error) from error


def _is_safetensors(path: Path, start: bytes) -> bool:
    """By its name; a file of another name by its first bytes: length of a header in JSON."""
    return path.suffix.lower() == ".safetensors" or start[8:9] == b"{"


def _stranger(start: bytes, path: Path) -> Message | None:
    """What the file is instead, if its first bytes tell."""
    text = start.lstrip().lower()
    if not start:
        return say("cause.empty")
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        return say("cause.web_page")
    if text.startswith(b"version https://git-lfs"):
        return say("cause.lfs_pointer")
    if start.startswith(b"PK\x03\x04") and path.suffix.lower() == ".safetensors":
        return say("cause.zip")
    return None


def _read_safetensors(path: Path) -> TensorFile:
    """The layout: length of the header in 8 bytes, the header in JSON, the raw data."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or length > _LONGEST_HEADER:
            raise _unreadable(path, say("cause.not_a_model"))
        if 8 + length > size:
            raise _unreadable(path, say("cause.cut_off", there=size, wanted=8 + length))
        raw = file.read(length)
    try:
        header = json.loads(raw)
        metadata = header.pop("__metadata__", None) or {}
        facts = {name: _fact(entry, 8 + length) for name, entry in header.items()}
        spans = sorted(tuple(entry["data_offsets"]) for entry in header.values())
        if any(before[1] != after[0] for before, after in pairwise([(0, 0), *spans])):
            raise ValueError("tensors overlap, or nobody's data lie between them")
        metadata = {str(key): str(value) for key, value in metadata.items()}
    except _NO_HEADER as error:
        raise _unreadable(path, say("cause.not_a_model")) from error
    end = 8 + length + max((entry["data_offsets"][1] for entry in header.values()), default=0)
    if end > size:
        raise _unreadable(path, say("cause.cut_off", there=size, wanted=end))
    if end < size:
        raise _unreadable(path, say("cause.not_a_model"))
    return TensorFile(path, facts, metadata)


def _fact(entry: Mapping[str, Any], data: int) -> TensorFact:
    start, end = entry["data_offsets"]
    shape = tuple(int(side) for side in entry["shape"])
    if len(shape) > _MOST_SIDES or max((*shape, start, end), default=0) > _LONGEST_SIDE:
        raise ValueError("a tensor that no machine could hold")
    fact = TensorFact(str(entry["dtype"]), shape, data + int(start))
    if min((*shape, start), default=0) < 0 or end < start:
        raise ValueError("a tensor lies before the data or is less than nothing")
    if fact.dtype not in (*_DTYPE_BYTES, *_PACKED_DTYPES):
        raise ValueError("numbers of an unknown format")
    if fact.dtype in _DTYPE_BYTES and end - start != fact.bytes:
        raise ValueError("a tensor's data do not fit its shape")
    return fact


def _read_pickle(path: Path) -> TensorFile:
    try:
        content = read_pickled(path)
    except ForeignCode as error:
        reason = say("cause.foreign_code", name=str(error))
        raise ManulError("unreadable.foreign_code", path=path, reason=reason) from error
    except NotAPickle as error:
        raise _unreadable(path, say("cause.not_a_model")) from error
    flat = content
    if isinstance(content, Mapping) and isinstance(content.get("state_dict"), Mapping):
        flat = content["state_dict"]
    tensors = {
        name: TensorFact(*value)
        for name, value in (flat.items() if isinstance(flat, Mapping) else ())
        if isinstance(name, str) and isinstance(value, PickledTensor)
    }
    return TensorFile(path, tensors, content=content)


def _unreadable(path: Path, reason: Message) -> ManulError:
    return ManulError("unreadable.model", path=path, reason=reason)
