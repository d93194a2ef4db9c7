"""A base model in one file is read as diffusers reads it, in every spelling that is in use."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
import torch

from tests.model_files.folders import read_with_diffusers, write_configs
from tests.model_files.ldm_keys import UNET, ldm_shapes
from tests.model_files.spellings import ema_name
from tests.model_files.widths import FAMILIES, TINY, Family, TextWidths
from tests.model_files.write import (
    Tensors,
    checkpoint_tensors,
    write_checkpoint,
    write_tensors,
    write_yaml,
)
from training.contract.base_models import describe_base_model
from training.contract.errors import ManulError
from training.ldm_file import LdmFile
from training.model_files import ModelFiles, open_model
from training.time_ids import sample_time_ids

RESBLOCK = "cond_stage_model.model.transformer.resblocks"
PROMPTS = ["", "a photo of a Pallas's cat, 2 kittens!", "cat " * 100]
# As programs write it -> suffix, and what the writer is told.
STYLES: dict[str, tuple[str, dict[str, Any]]] = {
    "fp16": (".safetensors", {}),
    "bf16": (".safetensors", {"dtype": "bfloat16"}),
    "zip": (".ckpt", {}),
    "legacy": (".ckpt", {"legacy": True}),
    "bf16 legacy": (".ckpt", {"legacy": True, "dtype": "bfloat16"}),
    "averages too": (".safetensors", {"ema": "both"}),
    "averages too, zip": (".ckpt", {"ema": "both"}),
    "older text encoder": (".safetensors", {"text_prefix": False}),
}
# What does not depend on the family is tried with one.
CASES = [("sd1", style) for style in STYLES]
CASES += [(family, style) for family in ("sd2", "sdxl") for style in ("fp16", "bf16 legacy")]


def opened(path: Path) -> ModelFiles:
    return open_model(describe_base_model(str(path)))


def parts_of(path: Path, dtype: torch.dtype = torch.float32) -> dict[str, Any]:
    files = opened(path)
    parts: dict[str, Any] = {"unet": files.unet(dtype), "vae": files.vae(dtype)}
    for index in range(len(files.tokenizers())):
        parts["text_encoder_2" if index else "text_encoder"] = files.text_encoder(index, dtype)
    return parts


def assert_same(found: dict[str, Any], expected: dict[str, Tensors], dtype: torch.dtype) -> None:
    assert found.keys() == expected.keys()
    for part, tensors in expected.items():
        state = found[part].state_dict()
        assert state.keys() == tensors.keys()
        assert {tensor.dtype for tensor in state.values()} == {dtype}
        assert all(torch.equal(state[name], tensors[name].to(dtype)) for name in tensors)


def refused(path: Path, component: str) -> ManulError:
    files = opened(path)
    with pytest.raises(ManulError) as told:
        if component.startswith("text"):
            files.text_encoder(int(component.endswith("2")), torch.float16)
        else:
            getattr(files, component)(torch.float16)
    assert told.value.key == "model_incomplete.tensor"
    assert str(path) in str(told.value)
    return told.value


@lru_cache(maxsize=1)
def some_tensors(family: Family) -> Tensors:
    return checkpoint_tensors(family)


@dataclass(frozen=True)
class Reference:
    """A file in float32, and what diffusers makes of it."""

    family: Family
    path: Path
    pipeline: Any

    @property
    def tensors(self) -> dict[str, Tensors]:
        names = ("unet", "vae", "text_encoder", "text_encoder_2")
        modules = {name: getattr(self.pipeline, name, None) for name in names}
        return {name: dict(module.state_dict()) for name, module in modules.items() if module}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Family], Reference]:
    folder = tmp_path_factory.mktemp("single_files")

    @cache
    def read(family: Family) -> Reference:
        path = write_checkpoint(folder / f"{family}.safetensors", family, dtype="float32")
        configs = write_configs(folder / family, family)
        return Reference(family, path, read_with_diffusers(path, family, configs))

    return read


@pytest.mark.parametrize("family", FAMILIES)
def test_every_tensor_is_the_one_that_diffusers_reads(
    reference: Callable[[Family], Reference], family: Family
) -> None:
    theirs = reference(family)
    assert_same(parts_of(theirs.path), theirs.tensors, torch.float32)


@pytest.mark.parametrize(("family", "style"), CASES)
def test_how_it_was_written_makes_no_difference(
    tmp_path: Path, reference: Callable[[Family], Reference], family: Family, style: str
) -> None:
    suffix, options = STYLES[style]
    path = write_checkpoint(tmp_path / f"model{suffix}", family, **options)
    dtype = torch.bfloat16 if "dtype" in options else torch.float16
    assert_same(parts_of(path, dtype), reference(family).tensors, dtype)


@pytest.mark.parametrize("suffix", [".safetensors", ".ckpt"])
def test_averages_are_taken_where_there_is_nothing_else(tmp_path: Path, suffix: str) -> None:
    tensors = checkpoint_tensors("sd1", ema="only")
    renamed = {ema_name(name): name for name in ldm_shapes("sd1", TINY["sd1"])}
    plain = {renamed.get(name, name): tensor for name, tensor in tensors.items()}
    assert f"{UNET}.out.2.bias" in plain.keys() - tensors.keys()
    found, expected = (
        opened(write_tensors(tmp_path / name, content)).unet(torch.float16).state_dict()
        for name, content in ((f"averages{suffix}", tensors), ("plain.safetensors", plain))
    )
    assert all(torch.equal(found[name], expected[name]) for name in expected)


@pytest.mark.parametrize("family", FAMILIES)
def test_it_computes_what_diffusers_computes(
    load_model: Callable[..., Any], reference: Callable[[Family], Reference], family: Family
) -> None:
    """Equal tensors are not enough: heads, activations and paddings stand in no file."""
    pipeline = reference(family).pipeline
    model = load_model(str(reference(family).path))
    latents, timesteps = torch.randn(2, 4, 8, 8), torch.tensor([10, 900])
    time_ids = sample_time_ids(64).expand(2, -1)
    with torch.no_grad():
        conditions = model.encode_prompts(["a cat", "a dog"])
        added = {"text_embeds": conditions.pooled, "time_ids": time_ids}
        expected = pipeline.unet(
            latents, timesteps, conditions.hidden_states,
            added_cond_kwargs=added if conditions.pooled is not None else None,
        ).sample  # fmt: skip
        found = model.predict(latents, timesteps, conditions, time_ids)
        torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-4)
        drawn, shown = model.vae.decode(latents).sample, pipeline.vae.decode(latents).sample
    assert torch.equal(drawn, shown)
    assert model.vae.config.scaling_factor == pipeline.vae.config.scaling_factor


@pytest.mark.parametrize("family", FAMILIES)
def test_prompts_are_encoded_as_diffusers_encodes_them(
    load_model: Callable[..., Any], reference: Callable[[Family], Reference], family: Family
) -> None:
    pipeline = reference(family).pipeline
    model = load_model(str(reference(family).path))
    with torch.no_grad():
        for prompt in PROMPTS:
            ours = model.encode_prompts([prompt])
            said = pipeline.encode_prompt(
                prompt, device=torch.device("cpu"), num_images_per_prompt=1,
                do_classifier_free_guidance=False,
            )  # fmt: skip
            assert torch.equal(ours.hidden_states, said[0]), prompt
            assert ours.pooled is None if family != "sdxl" else torch.equal(ours.pooled, said[2])
    assert ours.hidden_states.shape == (1, 77, TINY[family].context)


@pytest.mark.parametrize(
    ("family", "name", "component"),
    [
        ("sd1", f"{UNET}.output_blocks.3.1.proj_in.bias", "unet"),
        ("sd1", f"{UNET}.input_blocks.1.0.out_layers.3.weight", "unet"),
        ("sd1", f"{UNET}.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight", "unet"),
        ("sd1", "first_stage_model.encoder.down.0.block.0.conv2.weight", "vae"),
        ("sd1", "first_stage_model.encoder.down.3.block.0.conv2.weight", "vae"),
        ("sd1", "first_stage_model.decoder.conv_in.bias", "vae"),
        ("sd1", "cond_stage_model.transformer.text_model.final_layer_norm.bias", "text_encoder"),
        (
            "sd1",
            "cond_stage_model.transformer.text_model.encoder.layers.0.mlp.fc1.weight",
            "text_encoder",
        ),
        ("sd2", f"{RESBLOCK}.1.attn.in_proj_bias", "text_encoder"),
        ("sd2", "cond_stage_model.model.positional_embedding", "text_encoder"),
        ("sdxl", f"{UNET}.label_emb.0.0.weight", "unet"),
        ("sdxl", f"{UNET}.input_blocks.7.1.transformer_blocks.1.norm1.weight", "unet"),
        ("sdxl", "conditioner.embedders.1.model.text_projection", "text_encoder_2"),
        (
            "sdxl",
            "conditioner.embedders.0.transformer.text_model.final_layer_norm.bias",
            "text_encoder",
        ),
    ],
)
def test_a_lost_tensor_is_named(tmp_path: Path, family: Family, name: str, component: str) -> None:
    """The libraries would fill it with random numbers."""
    tensors = dict(some_tensors(family))
    del tensors[name]
    error = refused(write_tensors(tmp_path / "model.safetensors", tensors), component)
    assert (error.values["name"], error.values["component"]) == (name, component)


@pytest.mark.parametrize(
    ("family", "name", "component", "shape"),
    [
        ("sd1", f"{UNET}.time_embed.0.weight", "unet", (128, 5)),
        ("sd1", "first_stage_model.encoder.conv_in.weight", "vae", (32, 3)),
        ("sd2", f"{RESBLOCK}.1.attn.in_proj_bias", "text_encoder", ()),
        ("sdxl", "conditioner.embedders.1.model.text_projection", "text_encoder_2", (64, 64, 5)),
    ],
)
def test_so_is_one_of_another_shape(
    tmp_path: Path, family: Family, name: str, component: str, shape: tuple[int, ...]
) -> None:
    tensors = some_tensors(family) | {name: torch.zeros(shape)}
    error = refused(write_tensors(tmp_path / "model.safetensors", tensors), component)
    assert error.values["name"] == name


def test_stable_diffusion_2_is_cut_before_its_last_block_once(tmp_path: Path) -> None:
    """Files that were made from a diffusers folder have 23 blocks, the published ones 24."""
    widths = replace(TINY["sd2"], open_clip=TextWidths(64, 24), context=64)
    tensors = checkpoint_tensors("sd2", widths=widths)
    whole = write_tensors(tmp_path / "published.safetensors", tensors)
    cut = {name: t for name, t in tensors.items() if not name.startswith(f"{RESBLOCK}.23.")}
    parts = [
        opened(path).text_encoder(0, torch.float32)
        for path in (whole, write_tensors(tmp_path / "converted.safetensors", cut))
    ]
    assert [part.config.num_hidden_layers for part in parts] == [23, 23]
    one, other = (part.state_dict() for part in parts)
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, (None, False)),
        ({"metadata": {"modelspec.prediction_type": "epsilon"}}, ("epsilon", False)),
        ({"extra": ["v_pred"]}, ("v_prediction", False)),
        ({"extra": ["v_pred", "ztsnr"]}, ("v_prediction", True)),
    ],
)
def test_the_schedule_says_only_what_the_file_says(
    tmp_path: Path, options: dict[str, Any], expected: tuple[str | None, bool]
) -> None:
    config = opened(
        write_checkpoint(tmp_path / "m.safetensors", "sd1", **options)
    ).scheduler_config()
    assert (config.get("prediction_type"), config["rescale_betas_zero_snr"]) == expected


def test_the_yaml_beside_a_file_tells_its_schedule(tmp_path: Path) -> None:
    path = write_checkpoint(tmp_path / "model.ckpt", "sd2")
    write_yaml(path, parameterization="v")
    assert opened(path).scheduler_config()["prediction_type"] == "v_prediction"


@pytest.mark.parametrize("style", ["fp32", "zip"])
def test_a_model_in_memory_does_not_change_with_its_file(
    tmp_path: Path, load_model: Callable[..., Any], style: str
) -> None:
    suffix = ".ckpt" if style == "zip" else ".safetensors"
    path = write_checkpoint(tmp_path / f"model{suffix}", "sd1", dtype="float32")
    model = load_model(str(path))
    parts = (model.unet, model.vae, model.text_encoders[0].module)
    before = [{name: t.clone() for name, t in part.state_dict().items()} for part in parts]
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
    for part, tensors in zip(parts, before, strict=True):
        state = part.state_dict()
        assert all(torch.equal(state[name], tensors[name]) for name in tensors)


@pytest.mark.parametrize("suffix", [".safetensors", ".ckpt"])
def test_a_file_that_is_cut_off_while_it_is_read(tmp_path: Path, suffix: str) -> None:
    path = write_checkpoint(tmp_path / f"model{suffix}", "sd1", legacy=True)
    file = LdmFile(path)
    with path.open("r+b") as raw:
        raw.truncate(path.stat().st_size // 2)
    with pytest.raises(ManulError) as told, file.open():
        pass
    assert told.value.kind == "unreadable"
    path.unlink()
    with pytest.raises(ManulError, match="it does not exist"), file.open():
        pass


def test_what_goes_wrong_elsewhere_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    """A disk that is full while its tensors are written somewhere, for one."""
    file = LdmFile(write_checkpoint(tmp_path / "model.safetensors", "sd1"))
    with pytest.raises(OSError, match="No space left"), file.open():
        raise OSError(28, "No space left on device")
