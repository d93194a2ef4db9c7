"""Reads what AUTOMATIC1111's check admits and no more, by the description of the format alone."""

import math
import pickle
import pickletools
import struct
from collections import OrderedDict
from pathlib import Path
from typing import Any

import torch

PLAIN = (int, float, str, bool, type(None))
GLOBALS = {"collections OrderedDict", "torch._utils _rebuild_tensor_v2", "torch FloatStorage"}
_HEADERS = (0x1950A86A20F9469CFC6C, 1001)


class _Strict(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        admitted = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): lambda *arguments: arguments,
            ("torch", "FloatStorage"): "float32",
        }
        return admitted[module, name]

    def persistent_load(self, identity: Any) -> Any:
        kind, storage, key, device, count = identity[:5]
        assert (kind, storage, device) == ("storage", "float32", "cpu")
        return _Values(key, count)


class _Values(tuple[Any, ...]):
    def __new__(cls, key: str, count: int) -> "_Values":
        return super().__new__(cls, (key, count))


def read_strictly(path: Path) -> dict[Any, Any]:
    """The object of a file in the serialisation before torch 1.6. KeyError for a class that is
    not admitted, AssertionError or UnpicklingError for another serialisation."""
    with path.open("rb") as file:
        for header in _HEADERS:
            assert pickle.load(file) == header
        assert pickle.load(file)["little_endian"] is True
        content = _Strict(file).load()
        numbers = {}
        for key in pickle.load(file):
            (count,) = struct.unpack("<q", file.read(8))
            numbers[key] = struct.unpack(f"<{count}f", file.read(4 * count))
        assert file.read() == b""
    return dict(_filled(content, numbers))


def globals_in(path: Path) -> set[str]:
    """The classes that the file names."""
    found = set()
    with path.open("rb") as file:
        for _ in range(5):
            for operation, argument, _ in pickletools.genops(file):
                if operation.name in ("GLOBAL", "STACK_GLOBAL", "INST"):
                    found.add(str(argument))
    return found


def _filled(part: Any, numbers: dict[str, tuple[float, ...]]) -> Any:
    """Tensors in the place of their descriptions; everything else has to be plain."""
    if isinstance(part, tuple) and part and isinstance(part[0], _Values):
        ((key, count), offset, shape, stride, gradient, hooks) = part
        assert (offset, gradient, hooks) == (0, False, OrderedDict())
        assert count == len(numbers[key]) == math.prod(shape)
        assert stride == torch.empty(shape).stride()
        return torch.tensor(numbers[key]).view(shape)
    if isinstance(part, dict):
        assert all(type(key) in (int, str) for key in part)
        return type(part)((key, _filled(value, numbers)) for key, value in part.items())
    if isinstance(part, (list, tuple)):
        return type(part)(_filled(value, numbers) for value in part)
    assert type(part) in PLAIN, type(part)
    return part
