import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web_ui_folders import install
from training.contract.checkpoint_files import checkpoint_files, model_bytes
from training.contract.web_uis import WebUI, web_ui_at

pytestmark = pytest.mark.quick


@pytest.fixture
def a1111(tmp_path: Path) -> WebUI:
    web_ui = web_ui_at(install("a1111", tmp_path / "ui"))
    assert web_ui is not None
    return web_ui


@pytest.fixture
def models(a1111: WebUI) -> Path:
    return a1111.folders.checkpoints[0]


def put(path: Path, size: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    return path


def test_files_at_any_depth_and_diffusers_folders(a1111: WebUI, models: Path) -> None:
    names = ("B.safetensors", "my models/a.CKPT", "my models/sdxl/turbo/ё.safetensors")
    for name in names:
        put(models / name)
    for name in ("a.yaml", "a.preview.png", "a.vae.pt", ".hidden.safetensors", ".x/y.safetensors"):
        put(models / name)
    put(models / "diffusers" / "model_index.json")
    put(models / "diffusers" / "unet" / "diffusion_pytorch_model.safetensors")
    expected = ["my models/a.CKPT", "B.safetensors", "diffusers",
                "my models/sdxl/turbo/ё.safetensors"]  # fmt: skip
    assert checkpoint_files(a1111) == [models / name for name in expected]


def test_links_are_followed_once_and_loops_end(a1111: WebUI, models: Path, tmp_path: Path) -> None:
    shared = put(tmp_path / "shared" / "model.safetensors").parent
    (models / "shared").symlink_to(shared, target_is_directory=True)
    (models / "again").symlink_to(shared, target_is_directory=True)
    (shared / "loop").symlink_to(models, target_is_directory=True)
    (models / "link.safetensors").symlink_to(shared / "model.safetensors")
    (models / "broken.safetensors").symlink_to(tmp_path / "gone")
    found = checkpoint_files(a1111)
    names = [path.name for path in found]
    assert names == ["broken.safetensors", "link.safetensors"]


def test_a_tangle_of_links_is_read_once(
    a1111: WebUI, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        (models / f"loop {number}").symlink_to(models, target_is_directory=True)
    read: list[str] = []
    real = os.scandir

    def count(path: str) -> object:
        read.append(path)
        return real(path)

    monkeypatch.setattr("training.contract.checkpoint_files.os.scandir", count)
    assert checkpoint_files(a1111) == []
    assert len(read) == 1


def test_a_checkpoint_folder_that_is_a_link(a1111: WebUI, models: Path, tmp_path: Path) -> None:
    models.rmdir()
    put(tmp_path / "shared" / "m.ckpt")
    models.symlink_to(tmp_path / "shared", target_is_directory=True)
    assert checkpoint_files(a1111) == [models / "m.ckpt"]


def test_a_web_ui_that_has_none(a1111: WebUI, models: Path) -> None:
    assert checkpoint_files(a1111) == []
    models.rmdir()
    assert checkpoint_files(a1111) == []
    models.touch()
    assert checkpoint_files(a1111) == []


def test_collections_without_end(a1111: WebUI, models: Path) -> None:
    for number in range(1_010):
        (models / f"{number:04d}.ckpt").touch()
    assert len(checkpoint_files(a1111)) == 1_000
    deep = models / "/".join("abcdefgh")
    put(deep / "deep.ckpt")
    assert deep / "deep.ckpt" not in checkpoint_files(a1111)


def test_what_may_not_be_read_is_passed_over(
    open_folder: Path, as_nobody: Callable[..., str]
) -> None:
    root = install("a1111", open_folder / "ui")
    models = root / "models" / "Stable-diffusion"
    put(models / "closed" / "x.ckpt")
    put(models / "open.ckpt")
    (models / "closed").chmod(0)
    code = "from training.contract.web_uis import web_ui_at; " \
        "from training.contract.checkpoint_files import checkpoint_files as files; " \
        "print([path.name for path in files(web_ui_at(Path(sys.argv[1])))])"  # fmt: skip
    assert as_nobody(code, root).strip() == "['open.ckpt']"


def test_sizes(tmp_path: Path) -> None:
    assert model_bytes(put(tmp_path / "m.ckpt", 7)) == 7
    put(tmp_path / "folder" / "model_index.json", 1)
    put(tmp_path / "folder" / "unet" / "a.safetensors", 20)
    put(tmp_path / "folder" / "vae" / "b.safetensors", 300)
    assert model_bytes(tmp_path / "folder") == 321
    assert model_bytes(tmp_path / "gone") == 0
    os.symlink(tmp_path / "gone", tmp_path / "folder" / "link")
    assert model_bytes(tmp_path / "folder") == 321
