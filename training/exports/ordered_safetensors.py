"""Writes safetensors whose bytes depend on their content alone, readable like any new file.

The library puts metadata in an order that changes from process to process, so that two exports of
the same step could not be compared, and its `save_file` lets only the owner read.
"""

import json
from pathlib import Path

from safetensors.torch import save

from training.optimizers import Tensors


def save_ordered(tensors: Tensors, path: Path, *, metadata: dict[str, str]) -> None:
    """The layout: length of the header (8 bytes), header in JSON, raw data."""
    raw = save(tensors, metadata)
    end = 8 + int.from_bytes(raw[:8], "little")
    header = json.dumps(json.loads(raw[8:end]), sort_keys=True).encode()
    # The data must begin at a multiple of 8.
    header += b" " * (-len(header) % 8)
    path.write_bytes(len(header).to_bytes(8, "little") + header + raw[end:])
