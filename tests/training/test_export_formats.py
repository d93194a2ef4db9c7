"""`manul-train export` of each method's run: formats, options, and what is said before."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.training.fake_web_uis import FakeServer, serving
from tests.web_ui_folders import install
from training.cli import main
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.web_uis import Tool
from training.engine import run_attempt
from training.export import export_step
from training.web_ui_api import DEFAULT_ADDRESSES

Runs = dict[str, RunFolder]
Export = Callable[..., dict[str, Any]]
LAYER = "model.diffusion_model.middle_block.1.transformer_blocks.0.attn2.to_v.weight"


@pytest.fixture(scope="module")
def runs(shared_workshop: Any) -> Runs:
    """What was taught to the bundled model, by method."""
    made = {
        "lora": shared_workshop.run(method="lora"),
        "dreambooth": shared_workshop.run("data.prior_preservation=false", method="dreambooth"),
    }
    assert [run_attempt(run).state for run in made.values()] == ["finished"] * 2
    return made


@pytest.fixture(autouse=True)
def no_web_ui_runs(user_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("training.contract.web_ui_places._drives", list)
    with serving(FakeServer()) as gone:
        for tool in DEFAULT_ADDRESSES:
            monkeypatch.setitem(DEFAULT_ADDRESSES, tool, gone.address)
        yield


@pytest.fixture
def export(runs: Runs, capfd: pytest.CaptureFixture[str]) -> Export:
    """`manul-train export --json` of the method's run; its one object."""

    def run(method: str, *arguments: str | Path) -> dict[str, Any]:
        code = main(["export", str(runs[method].path), *map(str, arguments), "--json"])
        out, err = capfd.readouterr()
        content = dict(json.loads(out))
        assert code == (1 if "error" in content else 0), err
        return content

    return run


@pytest.mark.parametrize(
    ("method", "tool", "place", "prompt"),
    [
        (
            "lora", "a1111", "models/Lora/pallas_cat.safetensors",
            "a photo of pallas_cat animal <lora:pallas_cat:1>",
        ),
        (
            "lora", "comfyui", "models/loras/pallas_cat.safetensors",
            "a photo of pallas_cat animal",
        ),
        (
            "dreambooth", "a1111", "models/Stable-diffusion/pallas_cat.safetensors",
            "a photo of pallas_cat animal",
        ),
        (
            "dreambooth", "comfyui", "models/checkpoints/pallas_cat.safetensors",
            "a photo of pallas_cat animal",
        ),
    ],
)  # fmt: skip
def test_the_usual_format_goes_where_the_web_ui_looks(
    export: Export, tmp_path: Path, method: str, tool: Tool, place: str, prompt: str
) -> None:
    root = install(tool, tmp_path / "ui")
    content = export(method, "--to", root)
    assert content["export"] == str(root / place)
    assert content["prompt"] == prompt
    assert (root / place).stat().st_size > 1000


def test_a_merged_lora_goes_to_the_checkpoints(export: Export, tmp_path: Path) -> None:
    root = install("a1111", tmp_path / "ui")
    content = export("lora", "--to", root, "--format", "merged")
    path = root / "models" / "Stable-diffusion" / "pallas_cat-merged.safetensors"
    assert content["export"] == str(path)
    assert content["prompt"] == "a photo of pallas_cat animal"


def test_strength_and_precision_are_obeyed(export: Export, runs: Runs, tmp_path: Path) -> None:
    def layer(*arguments: str) -> torch.Tensor:
        options = ("--format", "merged", "--precision", "fp32", "--overwrite", *arguments)
        content = export("lora", "--to", tmp_path, *options)
        return load_file(content["export"])[LAYER]

    base, half, whole = layer("--strength", "0"), layer("--strength", "0.5"), layer()
    assert base.dtype == torch.float32
    torch.testing.assert_close(2 * (half - base), whole - base, rtol=1e-3, atol=1e-6)
    assert not torch.equal(half, base)
    assert layer("--precision", "fp16").dtype == torch.float16
    assert layer("--precision", "bf16").dtype == torch.bfloat16


def test_every_precision_of_a_lora(export: Export, tmp_path: Path) -> None:
    for precision, dtype in {"fp16": torch.float16, "fp32": torch.float32}.items():
        content = export("lora", "--to", tmp_path, "--precision", precision, "--overwrite")
        tensors = load_file(content["export"])
        assert {v.dtype for name, v in tensors.items() if "alpha" not in name} == {dtype}


def test_a_diffusers_folder(export: Export, tmp_path: Path) -> None:
    content = export("dreambooth", "--to", tmp_path, "--format", "diffusers", "--name", "my-cat")
    assert content["export"] == str(tmp_path / "my-cat")
    assert (tmp_path / "my-cat" / "model_index.json").is_file()


@pytest.mark.parametrize(
    ("method", "arguments", "key", "said"),
    [
        ("lora", ["--strength", "0.5"], "usage", "--format merged"),
        ("lora", ["--format", "merged", "--strength", "much"], "usage", "“much” is not a number"),
        ("lora", ["--format", "merged", "--strength", "nan"], "usage", "“nan” is not a number"),
        ("lora", ["--precision", "int8"], "usage", "int8"),
        ("lora", ["--format", "diffusers"], "invalid_setting", "safetensors, merged"),
        ("dreambooth", ["--format", "merged"], "invalid_setting", "safetensors, diffusers"),
        ("dreambooth", ["--format", "pt"], "invalid_setting", "safetensors, diffusers"),
    ],
)
def test_what_does_not_go_together_is_said(
    export: Export, tmp_path: Path, method: str, arguments: list[str], key: str, said: str
) -> None:
    error = export(method, "--to", tmp_path / "new", *arguments)["error"]
    assert error["kind"] == key
    assert said in error["message"] + error["advice"]
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("tool", ["a1111", "forge", "comfyui", "sdnext", "swarmui"])
def test_a_folder_that_the_tool_cannot_load_is_said_before(
    export: Export, tmp_path: Path, tool: Tool
) -> None:
    root = install(tool, tmp_path / "ui")
    before = sorted(root.rglob("*"))
    error = export("dreambooth", "--to", root, "--format", "diffusers")["error"]
    assert error["kind"] == "export_unsupported"
    assert "safetensors" in error["advice"]
    assert sorted(root.rglob("*")) == before


def test_a_lora_and_a_whole_model_do_not_replace_each_other(runs: Runs) -> None:
    """Both are called as the concept, in the folder where an export may replace its like."""
    path = export_step(runs["lora"])
    with pytest.raises(ManulError) as raised:
        export_step(runs["dreambooth"])
    assert raised.value.kind == "export_exists"
    assert export_step(runs["lora"]) == path
