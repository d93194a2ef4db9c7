"""Copying a checkpoint through the single-file writer changes nothing but what was taught."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.model_files.widths import FAMILIES, Family
from tests.model_files.write import checkpoint_tensors, write_checkpoint
from training.exports.single_file_writer import write_single_file
from training.ldm_file import LdmFile

STYLES: dict[str, dict[str, Any]] = {
    ".safetensors": {"metadata": {"modelspec.title": "theirs"}},
    "both.safetensors": {"ema": "both", "dtype": "bfloat16"},
    ".ckpt": {},
    "legacy.ckpt": {"legacy": True, "ema": "both"},
}


def raw(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The header of a safetensors file, and the bytes of each tensor; read by hand."""
    content = path.read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:start])
    assert start % 8 == 0
    tensors = {
        name: content[start + fact["data_offsets"][0] : start + fact["data_offsets"][1]]
        for name, fact in header.items()
        if name != "__metadata__"
    }
    return header, tensors


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("family", FAMILIES)
def test_untaught_every_byte_stays(tmp_path: Path, family: Family, style: str) -> None:
    source = write_checkpoint(tmp_path / f"source{style}", family, **STYLES[style])
    target = tmp_path / "copy.safetensors"
    write_single_file(LdmFile(source), target, replaced={}, metadata={"manul.version": "1"})
    kept = {name: STYLES[style][name] for name in ("ema", "dtype") if name in STYLES[style]}
    tensors = checkpoint_tensors(family, **kept)
    found = load_file(target)
    assert found.keys() == tensors.keys()
    assert all(torch.equal(found[name], tensor) for name, tensor in tensors.items())
    assert all(found[name].dtype == tensor.dtype for name, tensor in tensors.items())
    header, copied = raw(target)
    assert header["__metadata__"]["manul.version"] == "1"
    if source.suffix == ".safetensors":
        theirs = STYLES[style].get("metadata", {})
        assert header["__metadata__"].items() >= theirs.items()
        assert copied == raw(source)[1]


def test_what_was_taught_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    source = write_checkpoint(tmp_path / "source.safetensors", "sd1")
    name = "model.diffusion_model.out.2.bias"
    taught = torch.arange(4, dtype=torch.float32)
    target = tmp_path / "taught.safetensors"
    write_single_file(LdmFile(source), target, replaced={name: taught}, metadata={})
    found, before = load_file(target), load_file(source)
    assert torch.equal(found[name], taught)
    assert all(torch.equal(found[key], before[key]) for key in before if key != name)


@pytest.mark.parametrize(
    ("name", "shape", "error"),
    [
        ("model.diffusion_model.out.2.bias", (5,), ValueError),
        ("model.diffusion_model.nothing", (4,), KeyError),
    ],
)
def test_what_does_not_fit_is_not_written(
    tmp_path: Path, name: str, shape: tuple[int, ...], error: type[Exception]
) -> None:
    source = write_checkpoint(tmp_path / "source.safetensors", "sd1")
    target = tmp_path / "taught.safetensors"
    with pytest.raises(error):
        write_single_file(LdmFile(source), target, replaced={name: torch.zeros(shape)}, metadata={})
    assert not target.exists()
