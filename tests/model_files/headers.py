"""Writes model files of any size that hold names and shapes, but take no room on the disk.

A safetensors file begins with the length of its header and the header, JSON; after that the file
is made as long as its tensors are, which file systems keep as a hole. Needs no torch.
"""

import json
import math
import struct
from collections.abc import Mapping
from pathlib import Path

from tests.model_files.ldm_keys import Shape, ldm_shapes
from tests.model_files.spellings import stored_dtype
from tests.model_files.widths import FULL, Family

BYTES = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1,
    "I64": 8, "I32": 4, "I8": 1, "U8": 1,
}  # fmt: skip


def write_header_only(
    path: Path, shapes: Mapping[str, Shape], dtype: str = "F16",
    metadata: Mapping[str, str] | None = None, dtypes: Mapping[str, str] | None = None,
) -> Path:  # fmt: skip
    """A safetensors file of zeros. `dtypes` names those tensors that differ from `dtype`."""
    entries: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    end = 0
    for name, shape in shapes.items():
        kind = (dtypes or {}).get(name) or stored_dtype(name, dtype)
        begin, end = end, end + BYTES[kind] * math.prod(shape)
        entries[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [begin, end]}
    return write_safetensors_header(path, json.dumps(entries).encode(), data_bytes=end)


def write_safetensors_header(path: Path, header: bytes, data_bytes: int) -> Path:
    """`header` as it is, padded as the format's own writer does, and a hole after it."""
    header += b" " * (-len(header) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        file.truncate(8 + len(header) + data_bytes)
    return path


def full_size(path: Path, family: Family, dtype: str = "F16") -> Path:
    """A whole checkpoint as it was published, by name and shape."""
    return write_header_only(path, ldm_shapes(family, FULL[family]), dtype)
