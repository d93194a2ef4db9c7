"""Writing a checkpoint again changes nothing but what was taught."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.model_files.widths import FAMILIES, Family
from tests.model_files.write import checkpoint_tensors, write_checkpoint
from training.base_tensors import open_base_tensors
from training.contract.base_models import describe_base_model
from training.lazy_tensors import write_lazily

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
    """But the running average, which would know nothing of what is taught."""
    source = write_checkpoint(tmp_path / f"source{style}", family, **STYLES[style])
    target = tmp_path / "copy.safetensors"
    tensors = open_base_tensors(describe_base_model(str(source))).in_one_file({}, torch.float16)
    write_lazily(target, tensors, metadata={"manul.version": "1"})
    kept = {name: STYLES[style][name] for name in ("dtype",) if name in STYLES[style]}
    expected = checkpoint_tensors(family, **kept)
    found = load_file(target)
    assert found.keys() == expected.keys()
    assert all(torch.equal(found[name], tensor) for name, tensor in expected.items())
    assert all(found[name].dtype == tensor.dtype for name, tensor in expected.items())
    header, copied = raw(target)
    assert header["__metadata__"]["manul.version"] == "1"
    if source.suffix == ".safetensors":
        theirs = raw(source)[1]
        assert all(copied[name] == theirs[name] for name in copied)


def test_what_is_changed_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    source = write_checkpoint(tmp_path / "source.safetensors", "sd1")
    target = tmp_path / "taught.safetensors"
    base = open_base_tensors(describe_base_model(str(source)))
    changes = {"unet.conv_out.bias": lambda values: values + 1}
    write_lazily(target, base.in_one_file(changes, torch.float32), metadata={})
    found, before = load_file(target), load_file(source)
    name = "model.diffusion_model.out.2.bias"
    assert found[name].dtype == torch.float32
    assert torch.equal(found[name], before[name].float() + 1)
    assert all(torch.equal(found[key], before[key]) for key in before if key != name)


def test_a_change_of_what_is_not_there_is_refused(tmp_path: Path) -> None:
    source = write_checkpoint(tmp_path / "source.safetensors", "sd1")
    base = open_base_tensors(describe_base_model(str(source)))
    with pytest.raises(KeyError):
        base.in_one_file({"unet.nothing": lambda values: values}, torch.float32)
