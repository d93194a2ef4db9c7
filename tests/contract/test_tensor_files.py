"""Names and shapes come from a file's first bytes; what is wrong with it is said in words."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from tests.model_files.bad import BAD_FILES, write_bad
from tests.model_files.headers import full_size, write_safetensors_header
from tests.model_files.ldm_keys import ldm_shapes
from tests.model_files.other_kinds import write_gguf
from tests.model_files.pickled import write_hypernetwork, write_pickled
from tests.model_files.widths import FULL
from training.contract.errors import ManulError
from training.contract.tensor_files import TensorFact, TensorFile, read_tensor_file

pytestmark = pytest.mark.quick


def refused(path: Path) -> ManulError:
    with pytest.raises(ManulError) as told:
        read_tensor_file(path)
    assert path.name in str(told.value)
    assert told.value.report().advice
    return told.value


def test_a_full_size_file_by_its_names_and_shapes(tmp_path: Path) -> None:
    file = read_tensor_file(full_size(tmp_path / "model.safetensors", "sdxl", dtype="BF16"))
    expected = ldm_shapes("sdxl", FULL["sdxl"])
    assert {name: fact.shape for name, fact in file.tensors.items()} == expected
    positions = "conditioner.embedders.0.transformer.text_model.embeddings.position_ids"
    assert file.tensors[positions].dtype == "I64"
    assert {fact.dtype for fact in file.tensors.values()} == {"BF16", "I64"}
    assert file.content is None


@pytest.mark.parametrize("name", ["small.safetensors", "small.SAFETENSORS", "small.ckpt", "small"])
def test_a_tensor_is_found_where_the_file_says(tmp_path: Path, name: str) -> None:
    tensors = {
        "a": torch.randn(3, dtype=torch.float16),
        "b": torch.randn(2, 5),
        "c": torch.zeros(0),
    }
    path = tmp_path / name
    save_file(tensors, path, metadata={"modelspec.title": "Манул"})
    file = read_tensor_file(path)
    raw = path.read_bytes()
    for key, tensor in tensors.items():
        fact = file.tensors[key]
        assert fact.shape == tuple(tensor.shape)
        assert raw[fact.start : fact.start + fact.bytes] == tensor.numpy().tobytes()
    assert file.metadata == {"modelspec.title": "Манул"}


@pytest.mark.parametrize("legacy", [False, True])
@pytest.mark.parametrize("is_wrapped", [False, True])
def test_a_state_dict_by_its_names_and_shapes(
    tmp_path: Path, legacy: bool, is_wrapped: bool
) -> None:
    tensors = {
        "unet.weight": torch.zeros(3, 4, dtype=torch.bfloat16),
        "ids": torch.arange(7)[None],
        "scale": torch.tensor(1.0),
    }
    content = {"global_step": 3, "state_dict": tensors} if is_wrapped else tensors
    path = write_pickled(tmp_path / "model.ckpt", content, legacy=legacy)
    file = read_tensor_file(path)
    assert file.tensors == {
        "unet.weight": TensorFact("BF16", (3, 4)),
        "ids": TensorFact("I64", (1, 7)),
        "scale": TensorFact("F32", ()),
    }
    assert [fact.bytes for fact in file.tensors.values()] == [24, 56, 4]


def test_tensors_deep_inside_are_counted(tmp_path: Path) -> None:
    file = read_tensor_file(write_hypernetwork(tmp_path / "net.pt", widths=(768,)))
    assert file.tensors == {}
    # Two networks of two layers, each with weight and bias.
    assert sum(fact.count for fact in file.facts) == 2 * (2 * 2 * 768 * 768 + 3 * 768)


def test_numbers_of_less_than_a_byte(tmp_path: Path) -> None:
    entry = {"dtype": "F4", "shape": [8, 8], "data_offsets": [0, 32]}
    header = json.dumps({"packed": entry}).encode()
    path = write_safetensors_header(tmp_path / "fp4.safetensors", header, 32)
    assert read_tensor_file(path).tensors["packed"].shape == (8, 8)


@pytest.mark.parametrize("fault", [fault for fault in BAD_FILES if fault != "no_tensors"])
@pytest.mark.parametrize("suffix", [".safetensors", ".ckpt"])
def test_a_broken_file_is_refused(tmp_path: Path, fault: str, suffix: str) -> None:
    assert refused(write_bad(tmp_path / f"broken{suffix}", fault)).kind == "unreadable"


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("truncated", "it is cut off, 1279611238 of 2132685398 bytes are there"),
        ("truncated_in_header", "it is cut off, 1000 of 166168 bytes are there"),
        ("claims_terabytes_of_tensor", "it is cut off, 168 of 8796093022352 bytes are there"),
        ("login_page", "it is a web page, so the download went wrong"),
        ("zip", "it is a zip archive"),
        ("empty", "it is empty"),
        ("lfs_pointer", "a git-lfs pointer"),
        ("claims_terabytes", "it is damaged, or no model file"),
        ("overlapping", "it is damaged, or no model file"),
    ],
)
def test_the_cause_is_named(tmp_path: Path, fault: str, cause: str) -> None:
    assert cause in str(refused(write_bad(tmp_path / "model.safetensors", fault)))


@pytest.mark.parametrize(
    ("offsets", "length"), [([0, 24], 25), ([8, 32], 32)], ids=["behind", "before"]
)
def test_bytes_that_belong_to_no_tensor(tmp_path: Path, offsets: list[int], length: int) -> None:
    """safetensors' own reader, which the training uses, refuses them too."""
    entry = {"dtype": "F16", "shape": [3, 4], "data_offsets": offsets}
    header = json.dumps({"a": entry}).encode()
    assert "damaged" in str(
        refused(write_safetensors_header(tmp_path / "a.safetensors", header, length))
    )


def test_a_quantised_container_is_told_what_it_is(tmp_path: Path) -> None:
    error = refused(write_gguf(tmp_path / "model.gguf"))
    assert error.kind == "model_unsupported"
    assert "GGUF" in str(error)


def test_what_is_not_there_or_not_a_file(tmp_path: Path) -> None:
    assert "it does not exist" in str(refused(tmp_path / "gone.safetensors"))
    assert "it is not a file" in str(refused(tmp_path))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no named pipes in folders")
    os.mkfifo(tmp_path / "pipe.safetensors")
    assert "it is not a file" in str(refused(tmp_path / "pipe.safetensors"))


@pytest.mark.parametrize("suffix", [".safetensors", ".ckpt"])
def test_a_file_that_may_not_be_opened(
    open_folder: Path, as_nobody: Callable[..., str], suffix: str
) -> None:
    path = open_folder / f"secret{suffix}"
    path.write_bytes(b"x")
    path.chmod(0o000)
    said = as_nobody(
        "from training.contract.tensor_files import read_tensor_file;"
        " read_tensor_file(Path(sys.argv[1]))",
        path,
    )
    assert said.startswith("unreadable ")
    assert "you may not open it" in said


def test_an_empty_state_dict_holds_nothing(tmp_path: Path) -> None:
    path = write_pickled(tmp_path / "empty.ckpt", {"state_dict": {}})
    file = read_tensor_file(path)
    assert file == TensorFile(path, {}, content={"state_dict": {}})
    assert file.facts == []
