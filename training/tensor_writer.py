"""Writes safetensors files tensor by tensor: a full model never lies in memory twice.

The library's own `save_file` reports a full disk as an error of its own kind and lets only the
owner read; its `save` builds the whole file in memory first.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import torch

from training.contract.tensor_files import TensorFact

Tensors = Mapping[str, torch.Tensor]
DTYPES = {
    torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64",
    torch.int64: "I64", torch.int32: "I32", torch.int16: "I16", torch.int8: "I8",
    torch.uint8: "U8", torch.bool: "BOOL",
}  # fmt: skip


def write_tensors(path: Path, tensors: Tensors, *, metadata: Mapping[str, str]) -> None:
    """The whole file; the same tensors give the same bytes. The widest numbers come first, so that
    each tensor begins at a multiple of its numbers' size, as readers that map files want it."""
    tensors = dict(sorted(tensors.items(), key=lambda item: -item[1].dtype.itemsize))
    with path.open("wb") as file:
        facts = {name: tensor_fact(tensor) for name, tensor in tensors.items()}
        write_header(file, facts, metadata)
        for tensor in tensors.values():
            write_tensor(file, tensor)


def write_header(
    file: BinaryIO, facts: Mapping[str, TensorFact], metadata: Mapping[str, str]
) -> None:
    file.write(_header(facts, metadata))


def file_bytes(facts: Mapping[str, TensorFact], metadata: Mapping[str, str]) -> int:
    """The size of a file with these tensors, before it is written."""
    return len(_header(facts, metadata)) + sum(fact.bytes for fact in facts.values())


def _header(facts: Mapping[str, TensorFact], metadata: Mapping[str, str]) -> bytes:
    """The layout of safetensors: length of the header in 8 bytes, header in JSON, raw data."""
    header: dict[str, object] = {"__metadata__": dict(sorted(metadata.items()))}
    end = 0
    for name, fact in facts.items():
        start, end = end, end + fact.bytes
        header[name] = {"dtype": fact.dtype, "shape": fact.shape, "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    # The data must begin at a multiple of 8.
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text


def write_tensor(file: BinaryIO, tensor: torch.Tensor) -> None:
    raw = tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy()
    file.write(memoryview(raw))


def tensor_fact(tensor: torch.Tensor) -> TensorFact:
    """KeyError for a number format that safetensors does not know."""
    return TensorFact(DTYPES[tensor.dtype], tuple(tensor.shape))


def bytes_of(tensors: Tensors) -> int:
    return sum(tensor.nbytes for tensor in tensors.values())
