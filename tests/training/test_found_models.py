"""Base models in web UIs, recognised from headers alone and remembered until they change."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import resources
from tests.model_files.headers import full_size, write_header_only
from tests.web_ui_folders import install
from training import found_models as module
from training.contract.base_models import DEMO_FOLDER
from training.contract.inspection import inspect_path
from training.contract.web_uis import WebUI, web_ui_at
from training.found_models import found_models

pytestmark = pytest.mark.quick


@pytest.fixture
def a1111(tmp_path: Path) -> WebUI:
    web_ui = web_ui_at(install("a1111", tmp_path / "ui"))
    assert web_ui is not None
    return web_ui


@pytest.fixture
def models(a1111: WebUI) -> Path:
    return a1111.folders.checkpoints[0]


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that are looked into from now on."""
    seen: list[Path] = []

    def look(path: Path) -> object:
        seen.append(path)
        return inspect_path(path)

    monkeypatch.setattr(module, "inspect_path", look)
    return seen


def test_family_size_and_problem(a1111: WebUI, models: Path) -> None:
    files = {name: full_size(models / f"{name}.safetensors", name) for name in ("sd1", "sdxl")}
    (models / "broken.ckpt").write_bytes(b"nonsense")
    (models / "sub").mkdir()
    (models / "sub" / "demo").symlink_to(DEMO_FOLDER, target_is_directory=True)
    found = {model.name: model for model in found_models([a1111])}
    assert list(found) == ["broken", "demo", "sd1", "sdxl"]
    for name, path in files.items():
        model = found[name]
        assert (model.path, model.tool, model.bytes) == (str(path), "a1111", path.stat().st_size)
        assert (model.family, model.usable, model.problem) == (name, True, None)
    broken = found["broken"]
    assert (broken.family, broken.usable) == (None, False)
    assert broken.problem is not None
    assert "broken.ckpt" in broken.problem.message
    assert broken.problem.advice
    assert (found["demo"].family, found["demo"].usable) == ("sd1", True)
    assert found["demo"].bytes > 1_000_000


def test_what_is_no_base_model_is_not_offered(a1111: WebUI, models: Path) -> None:
    write_header_only(
        models / "lora.safetensors",
        {"lora_unet_x_attn2_to_k.lora_down.weight": (4, 768),
         "lora_unet_x_attn2_to_k.lora_up.weight": (320, 4)},
    )  # fmt: skip
    block = "model.diffusion_model.double_blocks.0"
    write_header_only(
        models / "flux.safetensors", {f"{block}.{name}": (8, 8) for name in ("a", "b", "c")}
    )
    (flux,) = found_models([a1111])
    assert (flux.name, flux.usable) == ("flux", False)
    assert flux.problem is not None
    assert "Flux" in flux.problem.message


def test_one_that_two_web_uis_share_is_offered_once(a1111: WebUI, models: Path) -> None:
    full_size(models / "m.safetensors", "sd1")
    comfyui = web_ui_at(install("comfyui", a1111.path.parent / "comfy"))
    assert comfyui is not None
    (comfyui.folders.checkpoints[0] / "shared").symlink_to(models, target_is_directory=True)
    found = found_models([comfyui, a1111])
    assert [model.tool for model in found] == ["comfyui"]


def test_a_file_is_looked_into_once_until_it_changes(
    a1111: WebUI, models: Path, looked_at: list[Path]
) -> None:
    one = full_size(models / "one.safetensors", "sd1")
    two = full_size(models / "two.safetensors", "sd2")
    first = found_models([a1111])
    assert looked_at == [one, two]
    assert found_models([a1111]) == first
    assert looked_at == [one, two]

    full_size(one, "sdxl")
    os.utime(one, ns=(1, 1))
    assert [model.family for model in found_models([a1111])] == ["sdxl", "sd2"]
    assert looked_at == [one, two, one]


def test_without_patience_they_are_listed_all_the_same(
    a1111: WebUI, models: Path, looked_at: list[Path]
) -> None:
    path = full_size(models / "m.safetensors", "sd1")
    (model,) = found_models([a1111], patience_seconds=0.0)
    assert (model.path, model.family, model.usable) == (str(path), None, None)
    assert looked_at == []
    (model,) = found_models([a1111])
    assert (model.family, model.usable) == ("sd1", True)
    (model,) = found_models([a1111], patience_seconds=0.0)
    assert (model.family, model.usable) == ("sd1", True)


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"a": 3}', b"\xff"])
def test_a_damaged_memory_is_made_anew(
    damage: bytes, a1111: WebUI, models: Path, looked_at: list[Path]
) -> None:
    full_size(models / "m.safetensors", "sd1")
    first = found_models([a1111])
    module._memory_file().write_bytes(damage)
    assert found_models([a1111]) == first
    assert found_models([a1111]) == first
    assert len(looked_at) == 2


def test_without_a_place_to_remember(
    a1111: WebUI, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_size(models / "m.safetensors", "sd1")
    (tmp_path / "file").touch()
    monkeypatch.setattr(module, "_memory_file", lambda: tmp_path / "file" / "x.json")
    assert [model.family for model in found_models([a1111])] == ["sd1"]


PROBE = """
import json, sys, time
from pathlib import Path
began = time.process_time()
from training.probe import probe
found = probe(Path(sys.argv[1]), [Path(sys.argv[2])])
seconds = time.process_time() - began
heavy = [name for name in ("torch", "numpy", "diffusers") if name in sys.modules]
known = sum(model.usable is True for model in found.base_models)
tools = [ui.tool for ui in found.web_uis]
print(json.dumps([seconds, heavy, tools, len(found.base_models), known]))
"""


def test_a_hundred_checkpoints_do_not_keep_the_window_waiting(
    a1111: WebUI, models: Path, tmp_path: Path
) -> None:
    original = full_size(models / "000.safetensors", "sdxl")
    for number in range(1, 100):
        path = models / f"{number:03d}.safetensors"
        with original.open("rb") as file, path.open("wb") as copy:
            copy.write(file.read(400_000))
            copy.truncate(original.stat().st_size)

    def probe() -> tuple[float, int]:
        said = subprocess.run(
            [sys.executable, "-c", PROBE, str(tmp_path), str(a1111.path)],
            capture_output=True, text=True, check=True, cwd=resources.ROOT.parent,
        )  # fmt: skip
        seconds, heavy, tools, count, known = json.loads(said.stdout)
        assert (heavy, tools, count) == ([], ["a1111"], 100)
        return float(seconds), int(known)

    # Processor time: a busy machine must not fail this.
    seconds, known = probe()
    assert seconds < 1.5
    assert known > 0
    for _ in range(20):
        if known == 100:
            break
        _, known = probe()
    seconds, known = probe()
    assert seconds < 1.0
    assert known == 100
