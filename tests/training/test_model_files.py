"""The writers of model files for tests write what other programs write, by those programs' eyes."""

import json
import pickle
import struct
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers.loaders.single_file_utils import SingleFileComponentError
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file

from tests.model_files.bad import BAD_FILES, write_bad
from tests.model_files.folders import (
    PIPELINES,
    read_with_diffusers,
    write_configs,
    write_folder,
)
from tests.model_files.headers import full_size
from tests.model_files.ldm_keys import UNET, ldm_shapes
from tests.model_files.other_kinds import OTHER_KINDS, write_gguf, write_other_kind
from tests.model_files.pickled import (
    Attack,
    write_diffusers_embedding,
    write_foreign_code,
    write_hypernetwork,
    write_plain_pickle,
    write_strange_class,
    write_web_ui_embedding,
)
from tests.model_files.widths import FAMILIES, FULL, TINY, Family
from tests.model_files.write import checkpoint_tensors, write_checkpoint, write_yaml


@pytest.mark.parametrize("family", FAMILIES)
def test_diffusers_draws_with_a_written_checkpoint(tmp_path: Path, family: Family) -> None:
    configs = write_configs(tmp_path / "configs", family)
    path = write_checkpoint(tmp_path / "model.safetensors", family)
    pipeline = read_with_diffusers(path, family, configs)
    tensors = load_file(path)
    first = tensors[f"{UNET}.input_blocks.0.0.weight"]
    assert torch.equal(pipeline.unet.conv_in.weight, first.float())
    assert_draws(pipeline)


def test_diffusers_reads_a_pickled_checkpoint_with_averages(tmp_path: Path) -> None:
    """It takes the weights themselves; the averages it would have to be asked for."""
    configs = write_configs(tmp_path / "configs", "sd1")
    path = write_checkpoint(tmp_path / "model.ckpt", "sd1", ema="both", dtype="float32")
    pipeline = read_with_diffusers(path, "sd1", configs)
    tensors = checkpoint_tensors("sd1", ema="both", dtype="float32")
    first = tensors[f"{UNET}.input_blocks.0.0.weight"]
    average = tensors["model_ema.diffusion_modelinput_blocks00weight"]
    assert torch.equal(pipeline.unet.conv_in.weight, first)
    assert 0 < (first - average).abs().max() < 0.1 * first.abs().max()


@pytest.mark.parametrize("style", [{"text_prefix": False}, {"ema": "only"}])
def test_two_older_styles_are_beyond_diffusers(tmp_path: Path, style: dict[str, Any]) -> None:
    configs = write_configs(tmp_path / "configs", "sd1")
    path = write_checkpoint(tmp_path / "model.safetensors", "sd1", **style)
    with pytest.raises(SingleFileComponentError, match="missing in the checkpoint"):
        read_with_diffusers(path, "sd1", configs)


@pytest.mark.parametrize("style", [{}, {"text_prefix": False}, {"ema": "both"}, {"ema": "only"}])
def test_styles_differ_in_names_only(style: dict[str, Any]) -> None:
    plain = checkpoint_tensors("sd1")
    styled = checkpoint_tensors("sd1", **style)
    shared = plain.keys() & styled.keys()
    assert all(torch.equal(plain[name], styled[name]) for name in shared)
    assert (
        len(styled)
        == {
            "{}": 983,
            "{'text_prefix': False}": 983,
            "{'ema': 'both'}": 983 + 686 + 2,
            "{'ema': 'only'}": 983 + 2,
        }[str(style)]
    )


@pytest.mark.parametrize(("dtype", "stored"), [("float16", "F16"), ("bfloat16", "BF16")])
def test_file_says_what_it_is(tmp_path: Path, dtype: str, stored: str) -> None:
    said = {"modelspec.title": "small"}
    path = write_checkpoint(
        tmp_path / "model.safetensors", "sd1", dtype=dtype, metadata=said, extra=["v_pred"]
    )
    with safe_open(path, "pt") as file:
        assert file.metadata() == said
        assert file.get_slice(f"{UNET}.out.2.weight").get_dtype() == stored
        assert file.get_slice("betas").get_dtype() == "F32"
        positions = "cond_stage_model.transformer.text_model.embeddings.position_ids"
        assert file.get_slice(positions).get_dtype() == "I64"
        assert file.get_tensor("v_pred").numel() == 0
    text = write_yaml(path, parameterization="v").read_text(encoding="utf-8")
    assert 'parameterization: "v"' in text
    assert path.with_suffix(".yaml").is_file()


@pytest.mark.parametrize("legacy", [False, True])
def test_pickled_checkpoint_is_zip_or_stream(tmp_path: Path, legacy: bool) -> None:
    path = write_checkpoint(tmp_path / "model.ckpt", "sd1", legacy=legacy)
    assert (path.read_bytes()[:2] == b"PK") is not legacy
    content = torch.load(path, weights_only=True)
    found = {name: tuple(tensor.shape) for name, tensor in content["state_dict"].items()}
    assert found == ldm_shapes("sd1", TINY["sd1"])


@pytest.mark.parametrize(
    ("family", "older"), [("sd1", False), ("sd1", True), ("sd2", True), ("sdxl", False)]
)
def test_diffusers_draws_with_a_written_folder(tmp_path: Path, family: Family, older: bool) -> None:
    path = write_folder(tmp_path / "model", family, older=older)
    pipeline = PIPELINES[family].from_pretrained(path, local_files_only=True)
    encoder = load_file(path / "text_encoder" / "model.safetensors")
    assert any(name.startswith("text_model.") for name in encoder) is older
    assert (path / "tokenizer" / "vocab.json").is_file() is older
    assert_draws(pipeline)


def test_folder_says_how_it_was_taught(tmp_path: Path) -> None:
    path = write_folder(
        tmp_path / "model", "sd2", dtype="float16", variant="fp16",
        prediction_type="v_prediction", zero_snr=True,
    )  # fmt: skip
    weights = path / "unet" / "diffusion_pytorch_model.fp16.safetensors"
    assert {tensor.dtype for tensor in load_file(weights).values()} == {torch.float16}
    content = (path / "scheduler" / "scheduler_config.json").read_text(encoding="utf-8")
    scheduler = json.loads(content)
    assert scheduler["prediction_type"] == "v_prediction"
    assert scheduler["rescale_betas_zero_snr"]
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["model"]


@pytest.mark.parametrize("family", FAMILIES)
def test_full_size_file_takes_no_room(tmp_path: Path, family: Family) -> None:
    path = full_size(tmp_path / "model.safetensors", family)
    facts = path.stat()
    assert facts.st_size > 2e9
    assert getattr(facts, "st_blocks", 0) * 512 < 1e6
    with safe_open(path, "pt") as file:
        assert len(file.keys()) == len(ldm_shapes(family, FULL[family]))


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_other_kinds_are_right_files(tmp_path: Path, kind: str) -> None:
    path = write_other_kind(tmp_path / "file.safetensors", kind)
    with safe_open(path, "pt") as file:
        assert len(file.keys()) > 0


@pytest.mark.parametrize("fault", [name for name in BAD_FILES if name != "no_tensors"])
def test_bad_files_are_refused_by_the_formats_own_reader(tmp_path: Path, fault: str) -> None:
    path = write_bad(tmp_path / "model.safetensors", fault)
    with pytest.raises((SafetensorError, OSError)), safe_open(path, "pt"):
        pass


def test_gguf_begins_as_it_should(tmp_path: Path) -> None:
    content = write_gguf(tmp_path / "model.gguf").read_bytes()
    assert struct.unpack("<4sI", content[:8]) == (b"GGUF", 3)


@pytest.mark.parametrize("attack", ["os.system", "builtins.exec"])
@pytest.mark.parametrize("legacy", [False, True])
def test_foreign_code_is_real(tmp_path: Path, attack: Attack, legacy: bool) -> None:
    """Otherwise a reader would pass for careful that is not."""
    marker = tmp_path / "marker"
    path = write_foreign_code(tmp_path / "model.ckpt", marker, attack=attack, legacy=legacy)
    assert not marker.exists()
    with pytest.raises(Exception, match="Weights only load failed"):
        torch.load(path, weights_only=True)
    assert not marker.exists()
    torch.load(path, weights_only=False)
    assert marker.exists()


@pytest.mark.parametrize("legacy", [False, True])
def test_strange_class_is_not_here(tmp_path: Path, legacy: bool) -> None:
    path = write_strange_class(tmp_path / "model.ckpt", legacy=legacy)
    with pytest.raises(ModuleNotFoundError, match="lightning_of_old"):
        torch.load(path, weights_only=False)


def test_plain_pickle_is_dangerous_too(tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    pickle.loads(write_plain_pickle(tmp_path / "model.ckpt", marker).read_bytes())
    assert marker.exists()


def test_small_pickles_hold_tensors_only(tmp_path: Path) -> None:
    embedding = torch.load(write_web_ui_embedding(tmp_path / "manul.pt"), weights_only=True)
    assert embedding["name"] == "manul"
    assert embedding["string_to_param"]["*"].shape == (4, 768)
    network = torch.load(write_hypernetwork(tmp_path / "net.pt"), weights_only=True)
    assert {key for key in network if isinstance(key, int)} == {768, 320, 640, 1280}
    learned = torch.load(write_diffusers_embedding(tmp_path / "learned.bin"), weights_only=True)
    assert learned["<manul>"].shape == (768,)


def assert_draws(pipeline: Any) -> None:
    pipeline.set_progress_bar_config(disable=True)
    drawn = pipeline(
        "a photo of a cat", num_inference_steps=2, height=64, width=64, output_type="np"
    ).images
    assert drawn.shape == (1, 64, 64, 3)
    # Not so if a single number were not finite.
    assert 0.02 < drawn.std() < 0.5
