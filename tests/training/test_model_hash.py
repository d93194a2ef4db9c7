"""A base model's fingerprint: the SHA-256 that web UIs show, worked out once."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.model_files.folders import write_folder
from tests.model_files.write import write_checkpoint
from training import model_hash as module
from training.contract.base_models import describe_base_model
from training.contract.errors import ManulError
from training.model_hash import model_hash

Reports = list[tuple[int, int]]


@pytest.fixture(autouse=True)
def memory(user_folders: Path) -> Path:
    """Where hashes are remembered, empty and of this test alone."""
    return module._memory()


def hash_of(path: Path, told: Reports | None = None) -> str:
    reports = told if told is not None else []
    return model_hash(describe_base_model(str(path)), lambda *report: reports.append(report))


def test_of_a_file_it_is_the_sha256_that_everybody_shows(tmp_path: Path) -> None:
    path = write_checkpoint(tmp_path / "model.safetensors", "sd1")
    told: Reports = []
    assert hash_of(path, told) == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
    assert told == sorted(told)


def test_it_is_worked_out_once_until_the_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_checkpoint(tmp_path / "model.safetensors", "sd1")
    before = hash_of(path)
    read: list[Path] = []
    worker = module._hash

    def watched(path: Path, told: Callable[[int], None]) -> str:
        read.append(path)
        return worker(path, told)

    monkeypatch.setattr(module, "_hash", watched)
    assert hash_of(path) == before
    assert not read
    write_checkpoint(path, "sd1", seed=1)
    os.utime(path, ns=(0, 0))
    assert hash_of(path) == hashlib.sha256(path.read_bytes()).hexdigest() != before
    assert read == [path]


def test_of_a_folder_it_changes_with_each_weight_and_nothing_else(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "sd1", "sd1")
    before = hash_of(folder)
    (folder / "README.md").write_text("hello", encoding="utf-8")
    assert hash_of(folder) == before
    for weights in sorted(folder.glob("*/*.safetensors")):
        content = weights.read_bytes()
        weights.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert hash_of(folder) != before
        weights.write_bytes(content)
        assert hash_of(folder) == before


def test_a_damaged_memory_is_made_anew(tmp_path: Path, memory: Path) -> None:
    path = write_checkpoint(tmp_path / "model.safetensors", "sd1")
    memory.parent.mkdir(parents=True, exist_ok=True)
    damages: tuple[Any, ...] = ("{", "[]", b"\xff")
    for damage in damages:
        memory.write_bytes(damage if isinstance(damage, bytes) else damage.encode())
        assert hash_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()
        assert len(json.loads(memory.read_text(encoding="utf-8"))) == 1


def test_a_drive_that_is_gone_is_told(tmp_path: Path) -> None:
    path = write_checkpoint(tmp_path / "model.safetensors", "sd1")
    info = describe_base_model(str(path))
    path.unlink()
    with pytest.raises(ManulError) as told:
        model_hash(info, lambda *_: None)
    assert str(path) in str(told.value)
