"""Pickles are read for names and shapes; whatever code they ask for is never run."""

import pickle
import random
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.model_files.pickled import (
    STRANGE_MODULE,
    Attack,
    write_diffusers_embedding,
    write_foreign_code,
    write_hypernetwork,
    write_pickled,
    write_plain_pickle,
    write_strange_class,
    write_web_ui_embedding,
)
from training.contract import pickled_tensors
from training.contract.errors import ManulError
from training.contract.pickle_reader import ForeignCode, PickledTensor
from training.contract.pickled_tensors import NotAPickle, read_pickled
from training.contract.pickled_tensors import pickled_tensors as found_in
from training.contract.tensor_files import read_tensor_file

pytestmark = pytest.mark.quick

TABLE = PickledTensor("F32", (4, 768))


@pytest.mark.parametrize("legacy", [False, True], ids=["zip", "legacy"])
@pytest.mark.parametrize(
    ("attack", "called"), [("os.system", ".system"), ("builtins.exec", ".exec")]
)
def test_foreign_code_is_named_and_not_run(
    tmp_path: Path, attack: Attack, called: str, legacy: bool
) -> None:
    marker = tmp_path / "marker"
    path = write_foreign_code(tmp_path / "model.ckpt", marker, attack=attack, legacy=legacy)
    with pytest.raises(ManulError) as told:
        read_tensor_file(path)
    assert told.value.key == "unreadable.foreign_code"
    assert "model.ckpt" in str(told.value)
    assert called in str(told.value)
    assert ".safetensors" in told.value.report().advice
    assert not marker.exists()


def test_a_pickle_without_a_container_is_not_run_either(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    with pytest.raises(ForeignCode, match="system"):
        read_pickled(write_plain_pickle(tmp_path / "model.pt", marker))
    assert not marker.exists()


@pytest.mark.parametrize("legacy", [False, True], ids=["zip", "legacy"])
def test_a_class_that_nobody_has_is_named(tmp_path: Path, legacy: bool) -> None:
    path = write_strange_class(tmp_path / "model.ckpt", legacy=legacy)
    with pytest.raises(ForeignCode, match=rf"{STRANGE_MODULE}\.ModelCheckpoint"):
        read_pickled(path)


@pytest.mark.parametrize(
    "name",
    [
        "builtins eval", "builtins getattr", "__builtin__ getattr", "torch load", "torch.hub load",
        "torch._utils _rebuild_parameter.__globals__", "collections namedtuple", "nt system",
        "torch.nn.modules.container Module", "collections OrderedDict.fromkeys",
    ],
)  # fmt: skip
def test_only_the_few_known_names_are_looked_up(tmp_path: Path, name: str) -> None:
    module, _, attribute = name.partition(" ")
    path = tmp_path / "model.pt"
    # Protocol 4 would find attributes of attributes: getattr by another name.
    old = f"c{module}\n{attribute}\n.".encode()
    new = b"\x80\x04" + b"".join(
        b"\x8c" + bytes([len(part)]) + part.encode() for part in (module, attribute)
    )
    for content in (old, new + b"\x93."):
        path.write_bytes(content)
        with pytest.raises(ForeignCode) as told:
            read_pickled(path)
        assert str(told.value) == name.replace(" ", ".", 1)


def test_an_embedding_of_a_web_ui(tmp_path: Path) -> None:
    assert read_pickled(write_web_ui_embedding(tmp_path / "manul.pt")) == {
        "string_to_token": {"*": 265},
        "string_to_param": {"*": TABLE},
        "name": "manul",
        "step": 1500,
        "sd_checkpoint": None,
        "sd_checkpoint_name": None,
    }


def test_an_embedding_of_diffusers(tmp_path: Path) -> None:
    path = write_diffusers_embedding(tmp_path / "learned_embeds.bin", width=1024)
    assert read_pickled(path) == {"<manul>": PickledTensor("F32", (1024,))}


@pytest.mark.parametrize("legacy", [False, True], ids=["zip", "legacy"])
def test_the_container_of_the_first_embeddings(tmp_path: Path, legacy: bool) -> None:
    vectors = torch.nn.ParameterDict({"*": torch.nn.Parameter(torch.randn(4, 768))})
    content = {"string_to_token": {"*": torch.tensor(265)}, "string_to_param": vectors}
    path = write_pickled(tmp_path / "embeddings.pt", content, legacy=legacy)
    assert read_pickled(path) == {
        "string_to_token": {"*": PickledTensor("I64", ())},
        "string_to_param": {"*": TABLE},
    }


def test_a_hypernetwork(tmp_path: Path) -> None:
    content = read_pickled(write_hypernetwork(tmp_path / "net.pt", widths=(768, 320)))
    assert [key for key in content if isinstance(key, int)] == [768, 320]
    keys, values = content[320]
    assert keys == values
    assert keys["linear.0.weight"] == PickledTensor("F32", (640, 320))
    assert content["layer_structure"] == [1, 2, 1]


def test_the_number_formats(tmp_path: Path) -> None:
    formats = {
        "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
        "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8,
        "U8": torch.uint8, "BOOL": torch.bool,
    }  # fmt: skip
    content = {name: torch.zeros(2, 3, dtype=dtype) for name, dtype in formats.items()}
    path = write_pickled(tmp_path / "all.pt", content)
    assert read_pickled(path) == {name: PickledTensor(name, (2, 3)) for name in formats}


def test_only_the_numbers_that_a_tensor_shows_count(tmp_path: Path) -> None:
    whole = torch.zeros(10, 10)
    content = {"part": whole[2:4, :5], "parameter": torch.nn.Parameter(whole)}
    assert read_pickled(write_pickled(tmp_path / "views.pt", content, legacy=True)) == {
        "part": PickledTensor("F32", (2, 5)),
        "parameter": PickledTensor("F32", (10, 10)),
    }


@pytest.mark.parametrize("legacy", [False, True], ids=["zip", "legacy"])
def test_a_download_that_stopped_anywhere_is_no_pickle(tmp_path: Path, legacy: bool) -> None:
    content = {"state_dict": {"a": torch.zeros(100, 3), "b": torch.zeros(7)}}
    whole = write_pickled(tmp_path / "model.ckpt", content, legacy=legacy).read_bytes()
    for length in range(0, len(whole), 7):
        path = tmp_path / "cut.ckpt"
        path.write_bytes(whole[:length])
        with pytest.raises(NotAPickle):
            read_pickled(path)


@pytest.mark.parametrize("legacy", [False, True], ids=["zip", "legacy"])
def test_damage_has_no_other_end_than_the_two_that_are_known(tmp_path: Path, legacy: bool) -> None:
    dice = random.Random(0)
    content = {"state_dict": {"a": torch.zeros(2, 3)}, "epoch": 7, "names": ["x", ("y", 1.5)]}
    whole = write_pickled(tmp_path / "model.ckpt", content, legacy=legacy).read_bytes()
    path = tmp_path / "damaged.ckpt"
    ends = set()
    for _ in range(600):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 3)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged)
        try:
            read_pickled(path)
            ends.add("read")
        except (ForeignCode, NotAPickle) as error:
            ends.add(type(error).__name__)
    assert ends >= {"read", "NotAPickle"}


@pytest.mark.parametrize(
    "content",
    [
        b"\x80\x02ccollections\nOrderedDict\nK\x01\x85R.",
        b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n(K\x01K\x02K\x03tR.",
        b"\x80\x02(X\x07\x00\x00\x00storageK\x01tQ.",
        b"\x80\x02K\x05Q.",
        b"\x80\x02X\xff\xff\xff\x7f",
        b"just some words",
        b"",
    ],
)
def test_calls_that_make_no_sense(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.pt"
    path.write_bytes(content)
    with pytest.raises(NotAPickle):
        read_pickled(path)


@pytest.mark.parametrize(
    "claim",
    [
        b"\x80\x02Nr\xff\xff\xff\x0f.",
        b"\x80\x02Np99999999\n.",
        b"\x80\x05\x96\xff\xff\xff\x1f\x00\x00\x00\x00.",
    ],
    ids=["memo", "memo in words", "bytes"],
)
def test_a_few_bytes_that_claim_gigabytes_do_not_get_them(tmp_path: Path, claim: bytes) -> None:
    path = tmp_path / "huge.pt"
    path.write_bytes(claim)
    tracemalloc.start()
    with pytest.raises(NotAPickle):
        read_pickled(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1e6


def test_a_circle_has_an_end() -> None:
    circle: list[Any] = [TABLE]
    circle.append({"again": circle})
    assert list(found_in(circle)) == [TABLE]


def test_a_zip_that_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "model.ckpt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one/data.pkl", pickle.dumps({}))
        archive.writestr("two/data.pkl", pickle.dumps({}))
    with pytest.raises(NotAPickle):
        read_pickled(path)


def test_a_zip_that_unpacks_to_gigabytes_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pickled_tensors, "LARGEST_OBJECT", 1000)
    path = tmp_path / "bomb.ckpt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb/data.pkl", bytes(1001))
    opened: list[Any] = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *given: opened.append(given))
    with pytest.raises(NotAPickle, match="no single object"):
        read_pickled(path)
    assert not opened
