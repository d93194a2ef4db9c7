"""Writes a single-file checkpoint by patching the one that was taught: what was not trained is
copied byte for byte, so that web UIs find whatever else they expect in it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import torch

from training.contract.errors import ManulError
from training.contract.messages import say
from training.contract.tensor_files import TensorFact
from training.ldm_file import Get, LdmFile
from training.optimizers import Tensors

_DTYPES = {
    torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.float64: "F64",
    torch.int64: "I64", torch.int32: "I32", torch.uint8: "U8", torch.bool: "BOOL",
}  # fmt: skip
_CHUNK = 16 * 2**20


def write_single_file(
    source: LdmFile, path: Path, *, replaced: Tensors, metadata: Mapping[str, str]
) -> None:
    """A `.safetensors` file with the tensors of `source`, those of `replaced` (by their names in
    the file) in place of its own; tensor by tensor, so that memory holds one. ValueError for a
    replacement of another shape, KeyError for one that `source` does not have."""
    facts = {name: _fact(replaced.get(name), fact) for name, fact in source.header.tensors.items()}
    # Wide numbers first, as safetensors' own writer has it: so each lies at a multiple of its size.
    facts = dict(sorted(facts.items(), key=lambda named: -named[1].number_bytes))
    if unknown := replaced.keys() - facts.keys():
        raise KeyError(f"not in {source.path.name}: {', '.join(sorted(unknown))}")
    with source.open() as get, path.open("wb") as file:
        _write_header(file, facts, {"format": "pt", **source.header.metadata, **metadata})
        for name in facts:
            if name in replaced:
                file.write(_raw(replaced[name]))
            else:
                for chunk in _stored(source, name, get):
                    file.write(chunk)


def _fact(replacement: torch.Tensor | None, fact: TensorFact) -> TensorFact:
    if replacement is None:
        return fact
    if tuple(replacement.shape) != fact.shape:
        raise ValueError(f"{tuple(replacement.shape)} instead of {fact.shape}")
    return TensorFact(_DTYPES[replacement.dtype], fact.shape)


def _write_header(
    file: BinaryIO, facts: Mapping[str, TensorFact], metadata: Mapping[str, str]
) -> None:
    """The layout of safetensors: length of the header in 8 bytes, header in JSON, raw data."""
    header: dict[str, object] = {"__metadata__": dict(sorted(metadata.items()))}
    end = 0
    for name, fact in facts.items():
        start, end = end, end + fact.bytes
        header[name] = {"dtype": fact.dtype, "shape": fact.shape, "data_offsets": [start, end]}
    text = json.dumps(header).encode()
    # The data must begin at a multiple of 8.
    text += b" " * (-len(text) % 8)
    file.write(len(text).to_bytes(8, "little") + text)


def _stored(source: LdmFile, name: str, get: Get) -> Iterator[bytes]:
    """The raw data of a tensor, straight from the file where it can be."""
    fact = source.header.tensors[name]
    if source.header.content is not None:
        yield _raw(get(name))
        return
    with source.path.open("rb") as file:
        file.seek(fact.start)
        left = fact.bytes
        while left:
            if not (chunk := file.read(min(left, _CHUNK))):
                there = source.path.stat().st_size
                reason = say("cause.cut_off", there=there, wanted=fact.start + fact.bytes)
                raise ManulError("unreadable.model", path=source.path, reason=reason)
            left -= len(chunk)
            yield chunk


def _raw(tensor: torch.Tensor) -> bytes:
    return bytes(tensor.detach().cpu().contiguous().reshape(-1).view(torch.uint8).numpy())
