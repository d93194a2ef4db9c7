"""Writes files that only pretend to be safetensors: what broken downloads and strangers leave."""

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.model_files.headers import full_size, write_safetensors_header

_WEIGHT = "model.diffusion_model.input_blocks.0.0.weight"


def _entry(
    *, dtype: str = "F16", shape: list[Any] | None = None, offsets: list[int] | None = None
) -> dict[str, Any]:
    """A tensor of 24 bytes, right unless told otherwise."""
    return {"dtype": dtype, "shape": shape or [3, 4], "data_offsets": offsets or [0, 24]}


def _with_header(path: Path, header: Any, data_bytes: int = 24) -> None:
    content = header if isinstance(header, bytes) else json.dumps(header).encode()
    write_safetensors_header(path, content, data_bytes)


def _truncated(path: Path) -> None:
    """A download that stopped in the middle of the weights."""
    full_size(path, "sd1")
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size * 6 // 10)


def _truncated_in_header(path: Path) -> None:
    full_size(path, "sd1")
    with path.open("r+b") as file:
        file.truncate(1000)


def _login_page(path: Path) -> None:
    path.write_text(
        "<!DOCTYPE html>\n<html>\n<head><title>Sign in</title></head>\n"
        "<body><form>Please sign in to download this model.</form></body>\n</html>\n",
        encoding="utf-8",
    )


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("model/readme.txt", "The model is in the other archive.")


def _claims_terabytes(path: Path) -> None:
    """Whoever reserves what the header's length says runs out of memory."""
    path.write_bytes(struct.pack("<Q", 5 * 1024**4) + b'{"a":' + bytes(200))


def _claims_terabytes_of_tensor(path: Path) -> None:
    huge = 2**41
    _with_header(path, {_WEIGHT: _entry(shape=[huge, 2], offsets=[0, 4 * huge])})


def _not_json(path: Path) -> None:
    _with_header(path, b"this is not what a header looks like")


def _no_utf8(path: Path) -> None:
    _with_header(path, b'{"\xff\xfe": {}}')


def _deeply_nested(path: Path) -> None:
    _with_header(path, b"[" * 200_000 + b"]" * 200_000)


def _header_is_a_list(path: Path) -> None:
    _with_header(path, [_WEIGHT])


def _entry_is_a_number(path: Path) -> None:
    _with_header(path, {_WEIGHT: 7})


def _outside(path: Path) -> None:
    _with_header(path, {_WEIGHT: _entry(offsets=[1_000_000, 1_000_024])})


def _backwards(path: Path) -> None:
    _with_header(path, {_WEIGHT: _entry(offsets=[24, 0])})


def _negative(path: Path) -> None:
    _with_header(path, {_WEIGHT: _entry(offsets=[-24, 0])})


def _negative_shape(path: Path) -> None:
    _with_header(path, {_WEIGHT: _entry(shape=[-3, -4])})


def _shape_of_words(path: Path) -> None:
    _with_header(path, {_WEIGHT: _entry(shape=["three", None])})


def _shape_and_bytes_differ(path: Path) -> None:
    _with_header(path, {_WEIGHT: _entry(shape=[320, 4, 3, 3])})


def _unknown_dtype(path: Path) -> None:
    _with_header(path, {_WEIGHT: _entry(dtype="F17")})


def _overlapping(path: Path) -> None:
    _with_header(path, {_WEIGHT: _entry(), "other": _entry(offsets=[12, 36])}, data_bytes=36)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _seven_bytes(path: Path) -> None:
    path.write_bytes(b"\x10" + bytes(6))


def _no_tensors(path: Path) -> None:
    _with_header(path, {"__metadata__": {"format": "pt"}}, data_bytes=0)


def _lfs_pointer(path: Path) -> None:
    """What cloning a repository without its large files leaves in their place."""
    path.write_text(
        "version https://git-lfs.github.com/spec/v1\n"
        f"oid sha256:{'0123456789abcdef' * 4}\n"
        "size 4265146304\n",
        encoding="ascii",
    )


BAD_FILES: dict[str, Callable[[Path], None]] = {
    "truncated": _truncated,
    "truncated_in_header": _truncated_in_header,
    "login_page": _login_page,
    "zip": _zip,
    "claims_terabytes": _claims_terabytes,
    "claims_terabytes_of_tensor": _claims_terabytes_of_tensor,
    "not_json": _not_json,
    "no_utf8": _no_utf8,
    "deeply_nested": _deeply_nested,
    "header_is_a_list": _header_is_a_list,
    "entry_is_a_number": _entry_is_a_number,
    "outside": _outside,
    "backwards": _backwards,
    "negative": _negative,
    "negative_shape": _negative_shape,
    "shape_of_words": _shape_of_words,
    "shape_and_bytes_differ": _shape_and_bytes_differ,
    "unknown_dtype": _unknown_dtype,
    "overlapping": _overlapping,
    "empty": _empty,
    "seven_bytes": _seven_bytes,
    "no_tensors": _no_tensors,
    "lfs_pointer": _lfs_pointer,
}


def write_bad(path: Path, fault: str) -> Path:
    """One of BAD_FILES. `no_tensors` alone is a right file, only of no use."""
    path.parent.mkdir(parents=True, exist_ok=True)
    BAD_FILES[fault](path)
    return path
