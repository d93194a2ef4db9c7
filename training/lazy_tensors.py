"""Tensors that stay on the disk until they are written: a large model is never in memory whole."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from pickle import UnpicklingError
from typing import BinaryIO

import torch

from training.contract.errors import ManulError, cannot_read
from training.contract.messages import say
from training.contract.tensor_files import TensorFact, TensorFile, read_tensor_file
from training.ldm_file import load_pickle
from training.tensor_writer import DTYPES, file_bytes, write_header, write_tensor

_TORCH_DTYPES = {name: dtype for dtype, name in DTYPES.items()}
_CHUNK = 16 * 2**20

# Hears how many bytes more have been written.
Told = Callable[[int], None]


def nobody(count: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class LazyTensor:
    """What a tensor is, how it is loaded, and how its raw data are copied from file to file (None:
    it is made from others, and written as it is loaded)."""

    fact: TensorFact
    load: Callable[[], torch.Tensor]
    copy: Callable[[BinaryIO], None] | None = None

    @property
    def dtype(self) -> torch.dtype:
        return _TORCH_DTYPES[self.fact.dtype]


LazyTensors = dict[str, LazyTensor]


def computed(shape: tuple[int, ...], dtype: torch.dtype, load: Callable[[], torch.Tensor]) -> (
    LazyTensor
):  # fmt: skip
    """A tensor that is made when it is needed; `load` may give another number format or shape of
    as many numbers."""
    return LazyTensor(TensorFact(DTYPES[dtype], shape), lambda: load().to(dtype).reshape(shape))


def read_lazily(path: Path) -> LazyTensors:
    """All tensors of a `.safetensors` file or of a pickle that holds numbers only. ManulError
    "unreadable", now or when one is loaded."""
    file = read_tensor_file(path)
    if file.content is None:
        return {
            name: LazyTensor(fact, partial(_load, file, fact), partial(_copy, file, fact))
            for name, fact in file.tensors.items()
        }
    pickled = _Pickled(path)
    return {
        name: LazyTensor(fact, partial(pickled.load, name)) for name, fact in file.tensors.items()
    }


def write_lazily(
    path: Path, tensors: LazyTensors, *, metadata: Mapping[str, str], told: Told = nobody
) -> None:
    """A `.safetensors` file as `tensor_writer` lays it out, tensor by tensor."""
    tensors = _widest_first(tensors)
    with path.open("wb") as file:
        write_header(file, {name: tensor.fact for name, tensor in tensors.items()}, metadata)
        for tensor in tensors.values():
            if tensor.copy is None:
                write_tensor(file, tensor.load())
            else:
                tensor.copy(file)
            told(tensor.fact.bytes)


def lazy_file_bytes(tensors: LazyTensors, *, metadata: Mapping[str, str]) -> int:
    """The size of the file that `write_lazily` writes."""
    tensors = _widest_first(tensors)
    return file_bytes({name: tensor.fact for name, tensor in tensors.items()}, metadata)


def _widest_first(tensors: LazyTensors) -> LazyTensors:
    return dict(sorted(tensors.items(), key=lambda item: -item[1].fact.number_bytes))


class _Pickled:
    """A pickle is read once, as soon as the first of its tensors is needed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, name: str) -> torch.Tensor:
        return self._tensors[name]

    @cached_property
    def _tensors(self) -> dict[str, torch.Tensor]:
        with _reading(self._path):
            return load_pickle(self._path)


def _load(file: TensorFile, fact: TensorFact) -> torch.Tensor:
    dtype = _TORCH_DTYPES[fact.dtype]
    if not fact.bytes:
        return torch.empty(fact.shape, dtype=dtype)
    raw = bytearray()
    with _reading(file.path):
        for chunk in _chunks(file, fact):
            raw += chunk
    return torch.frombuffer(raw, dtype=dtype).reshape(fact.shape)


def _copy(file: TensorFile, fact: TensorFact, target: BinaryIO) -> None:
    chunks = _chunks(file, fact)
    while True:
        # What goes wrong in writing is not the source's fault.
        with _reading(file.path):
            chunk = next(chunks, b"")
        if not chunk:
            return
        target.write(chunk)


def _chunks(file: TensorFile, fact: TensorFact) -> Iterator[bytes]:
    with file.path.open("rb") as source:
        source.seek(fact.start)
        left = fact.bytes
        while left:
            if not (chunk := source.read(min(left, _CHUNK))):
                raise EOFError(file.path)
            left -= len(chunk)
            yield chunk


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise cannot_read(path, error) from error
    except (UnpicklingError, EOFError, RuntimeError) as error:
        raise ManulError("unreadable.model", path=path, reason=say("cause.not_a_model")) from error
