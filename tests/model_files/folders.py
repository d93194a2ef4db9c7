"""Writes small diffusers folders with diffusers' own classes, and reads checkpoints with them."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from safetensors.torch import load_file, save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

import resources
from tests.model_files.widths import TINY, Family, TextWidths, VaeWidths, Widths
from training.clip_tokenizer import clip_tokenizer

CONFIGS = resources.ROOT / "model_configs"
PAD_TOKENS: dict[Family, tuple[str, ...]] = {
    "sd1": ("<|endoftext|>",),
    "sd2": ("!",),
    "sdxl": ("<|endoftext|>", "!"),
}
PIPELINES: dict[Family, Any] = {
    "sd1": StableDiffusionPipeline,
    "sd2": StableDiffusionPipeline,
    "sdxl": StableDiffusionXLPipeline,
}


def write_configs(
    path: Path, family: Family, widths: Widths | None = None, *, full_size: bool = False
) -> Path:
    """A folder without weights for `from_single_file(config=...)`, of the size that tests use or
    as it was published."""
    shutil.copytree(CONFIGS / family, path)
    if not full_size:
        _shrink(path, family, widths or TINY[family])
    for number, pad_token in enumerate(PAD_TOKENS[family]):
        folder = path / ("tokenizer_2" if number else "tokenizer")
        clip_tokenizer(pad_token=pad_token).save_pretrained(folder)
    return path


def write_folder(
    path: Path, family: Family, *, dtype: str = "float32", variant: str | None = None,
    prediction_type: str = "epsilon", zero_snr: bool = False, older: bool = False, seed: int = 0,
    full_size_on: str = "",
) -> Path:  # fmt: skip
    """A whole model with random weights as today's diffusers saves it.

    `full_size_on` = the device that draws the weights of a model of the published size, a part
    at a time in `dtype`; empty = of the size that tests use.

    `variant` goes into the names of the weight files. `older` writes what the published folders
    have: the text encoder's `text_model.` and the tokenizer's vocabulary as two files.
    """
    configs = path.with_name(path.name + ".configs")
    write_configs(configs, family, full_size=bool(full_size_on))
    scheduler = DDIMScheduler.from_pretrained(
        configs / "scheduler", prediction_type=prediction_type, rescale_betas_zero_snr=zero_snr
    )
    numbers = getattr(torch, dtype) if full_size_on else torch.float32
    with _drawn_by(full_size_on or "cpu", numbers):
        parts = _parts(configs, family, seed) | {"scheduler": scheduler}
    for number, pad_token in enumerate(PAD_TOKENS[family]):
        parts["tokenizer_2" if number else "tokenizer"] = clip_tokenizer(pad_token=pad_token)
    if family != "sdxl":
        parts |= {
            "safety_checker": None,
            "feature_extractor": None,
            "requires_safety_checker": False,
        }
    pipeline = PIPELINES[family](**parts).to(dtype=getattr(torch, dtype))
    pipeline.save_pretrained(path, variant=variant)
    shutil.rmtree(configs)
    if older:
        _as_published(path)
    return path


def read_with_diffusers(checkpoint: Path, family: Family, configs: Path, **options: Any) -> Any:
    """The pipeline that diffusers makes of a file; `configs` comes from `write_configs`."""
    if family != "sdxl":
        options |= {"safety_checker": None, "feature_extractor": None}
    return PIPELINES[family].from_single_file(
        str(checkpoint), config=str(configs), local_files_only=True, **options
    )


@contextmanager
def _drawn_by(device: str, dtype: torch.dtype) -> Iterator[None]:
    """New modules are made on this device and in this number format."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(device):
            yield
    finally:
        torch.set_default_dtype(before)


def _parts(configs: Path, family: Family, seed: int) -> dict[str, Any]:
    """On the CPU, wherever they were drawn."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        parts: dict[str, Any] = {
            "unet": UNet2DConditionModel.from_config(_read(configs / "unet")).cpu(),
            "vae": AutoencoderKL.from_config(_read(configs / "vae")).cpu(),
            "text_encoder": CLIPTextModel(CLIPTextConfig(**_read(configs / "text_encoder"))).cpu(),
        }
        if family == "sdxl":
            config = CLIPTextConfig(**_read(configs / "text_encoder_2"))
            parts["text_encoder_2"] = CLIPTextModelWithProjection(config).cpu()
    return parts


def _as_published(path: Path) -> None:
    for tokenizer in path.glob("tokenizer*"):
        (tokenizer / "tokenizer.json").unlink()
        for name in ("vocab.json", "merges.txt"):
            shutil.copyfile(CONFIGS / "tokenizer" / name, tokenizer / name)
    [weights] = (path / "text_encoder").glob("*.safetensors")
    tensors = load_file(weights)
    weights.unlink()
    prefixed = {f"text_model.{name.removeprefix('text_model.')}": tensors[name] for name in tensors}
    save_file(prefixed, weights, metadata={"format": "pt"})


def _shrink(path: Path, family: Family, widths: Widths) -> None:
    _change(path / "unet", _unet_values(family, widths))
    _change(path / "vae", _vae_values(widths.vae))
    first, *second = [text for text in (widths.clip, widths.open_clip) if text]
    _change(path / "text_encoder", _text_values(first, is_last_unused=family == "sd2"))
    for text in second:
        _change(path / "text_encoder_2", _text_values(text))


def _unet_values(family: Family, widths: Widths) -> dict[str, Any]:
    channels = [mult * widths.channels for mult in widths.mult]
    values: dict[str, Any] = {
        "in_channels": widths.in_channels,
        "block_out_channels": channels,
        "cross_attention_dim": widths.context,
        "sample_size": 8,
    }
    if family != "sd1":
        values["attention_head_dim"] = [width // 64 for width in channels]
    if family == "sdxl":
        values["transformer_layers_per_block"] = [max(depth, 1) for depth in widths.depths]
        values["projection_class_embeddings_input_dim"] = widths.added
    return values


def _vae_values(widths: VaeWidths) -> dict[str, Any]:
    return {
        "block_out_channels": [mult * widths.channels for mult in widths.mult],
        "sample_size": 64,
    }


def _text_values(widths: TextWidths, *, is_last_unused: bool = False) -> dict[str, Any]:
    return {
        "hidden_size": widths.width,
        "projection_dim": widths.width,
        "intermediate_size": widths.intermediate,
        "num_hidden_layers": widths.layers - is_last_unused,
        "num_attention_heads": widths.width // 64,
    }


def _read(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "config.json").read_text(encoding="utf-8")))


def _change(folder: Path, values: dict[str, Any]) -> None:
    content = json.dumps(_read(folder) | values, indent=2)
    (folder / "config.json").write_text(content, encoding="utf-8")
