"""Writes tensors in torch's serialisation before 1.6, which every web UI's safety check admits.

`torch.save` still writes it, but names the storages by their memory address, so that the same
content gives other bytes each time. Here they are numbered: an export can be compared.
"""

import pickle
from collections import OrderedDict
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import torch

# The stream, as torch.serialization's legacy loader reads it: magic number, protocol version,
# sizes of the machine, the object with storages by key, the keys, then each storage's raw data.
_MAGIC = 0x1950A86A20F9469CFC6C
_VERSION = 1001
_MACHINE = {
    "protocol_version": _VERSION,
    "little_endian": True,
    "type_sizes": {"short": 2, "int": 4, "long": 4},
}
_PICKLE_PROTOCOL = 2


_STORAGE_CLASSES = {
    torch.float32: torch.FloatStorage,
    torch.float16: torch.HalfStorage,
    torch.bfloat16: torch.BFloat16Storage,
    torch.int64: torch.LongStorage,
}


@dataclass(frozen=True)
class _Storage:
    """Stands for a tensor's values in the pickled object."""

    key: str
    tensor: torch.Tensor


class _Pickler(pickle.Pickler):
    """Takes the values out of the tensors and numbers them."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file, _PICKLE_PROTOCOL)
        self.storages: list[_Storage] = []

    def reducer_override(self, item: Any) -> Any:
        if not isinstance(item, torch.Tensor):
            return NotImplemented
        storage = _Storage(f"{len(self.storages):06d}", item)
        self.storages.append(storage)
        arguments: tuple[Any, ...] = (
            storage,
            0,
            tuple(item.shape),
            item.stride(),
            False,
            OrderedDict(),
        )
        return torch._utils._rebuild_tensor_v2, arguments

    def persistent_id(self, item: Any) -> tuple[Any, ...] | None:
        if not isinstance(item, _Storage):
            return None
        kind = _STORAGE_CLASSES[item.tensor.dtype]
        return ("storage", kind, item.key, "cpu", item.tensor.numel(), None)


def save_legacy(content: dict[Any, Any], path: Path) -> None:
    """Write `content`: plain Python values and contiguous CPU tensors. KeyError for a number
    format that the old readers do not know."""
    with path.open("wb") as file:
        write_legacy(content, file)


def write_legacy(content: dict[Any, Any], file: BinaryIO) -> None:
    body = BytesIO()
    pickler = _Pickler(body)
    pickler.dump(content)
    for part in (_MAGIC, _VERSION, _MACHINE):
        pickle.dump(part, file, _PICKLE_PROTOCOL)
    file.write(body.getvalue())
    pickle.dump([storage.key for storage in pickler.storages], file, _PICKLE_PROTOCOL)
    for storage in pickler.storages:
        values = storage.tensor.detach().contiguous()
        file.write(values.numel().to_bytes(8, "little"))
        file.write(values.flatten().view(torch.uint8).numpy().tobytes())
