"""The shipped descriptions build the published models, and the tokenizer gives CLIP's ids."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

import resources
from training.clip_tokenizer import clip_tokenizer

CONFIGS = resources.ROOT / "model_configs"
FAMILIES = ("sd1", "sd2", "sdxl")
END, EXCLAMATION = "<|endoftext|>", "!"
VAE_PARAMETERS = 83_653_863


def parameters(module: torch.nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def read(folder: str) -> dict[str, Any]:
    return dict(json.loads((CONFIGS / folder / "config.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("family", "unet", "text_encoder"),
    [
        ("sd1", 859_520_964, 123_060_480),
        ("sd2", 865_910_724, 340_387_840),
        ("sdxl", 2_567_463_684, 123_060_480),
    ],
)
def test_parts_have_the_published_sizes(family: str, unet: int, text_encoder: int) -> None:
    with torch.device("meta"):
        assert parameters(UNet2DConditionModel.from_config(read(f"{family}/unet"))) == unet
        assert parameters(AutoencoderKL.from_config(read(f"{family}/vae"))) == VAE_PARAMETERS
        config = CLIPTextConfig(**read(f"{family}/text_encoder"))
        assert parameters(CLIPTextModel(config)) == text_encoder


def test_second_text_encoder_of_sdxl_has_the_published_size() -> None:
    config = CLIPTextConfig(**read("sdxl/text_encoder_2"))
    with torch.device("meta"):
        assert parameters(CLIPTextModelWithProjection(config)) == 694_659_840


def test_only_the_first_text_encoder_has_the_quick_activation() -> None:
    """Nothing in a file of weights says which it was trained with."""
    found = {
        folder: read(folder)["hidden_act"]
        for folder in (
            "sd1/text_encoder",
            "sd2/text_encoder",
            "sdxl/text_encoder",
            "sdxl/text_encoder_2",
        )
    }
    assert list(found.values()) == ["quick_gelu", "gelu", "quick_gelu", "gelu"]


@pytest.mark.parametrize("family", FAMILIES)
def test_scheduler_is_stable_diffusions(family: str) -> None:
    scheduler = DDIMScheduler.from_pretrained(CONFIGS / family / "scheduler")
    assert scheduler.config.prediction_type == "epsilon"
    assert scheduler.alphas_cumprod[0].item() == pytest.approx(1 - 0.00085)
    # The last step still holds a little of the picture, at all published models.
    assert scheduler.alphas_cumprod[-1].item() == pytest.approx(0.00466, abs=1e-5)
    # Sampling ends at the first trained step, not at a picture free of noise.
    assert scheduler.final_alpha_cumprod == scheduler.alphas_cumprod[0]


@pytest.mark.parametrize("family", FAMILIES)
def test_index_lists_the_folders(family: str) -> None:
    index = json.loads((CONFIGS / family / "model_index.json").read_text(encoding="utf-8"))
    listed = {name for name, value in index.items() if isinstance(value, list) and value[0]}
    there = {path.name for path in (CONFIGS / family).iterdir() if path.is_dir()}
    # The tokenizers are the same for all families and lie beside them, once.
    assert there == {name for name in listed if not name.startswith("tokenizer")}


@pytest.mark.quick
def test_tokenizer_files_are_the_published_ones() -> None:
    sizes = {
        path.name: path.stat().st_size
        for path in (CONFIGS / "tokenizer").iterdir()
    }  # fmt: skip
    assert sizes == {"vocab.json": 961_143, "merges.txt": 524_619}


def test_known_ids() -> None:
    tokenizer = clip_tokenizer(pad_token=END)
    assert len(tokenizer) == 49_408
    assert tokenizer.model_max_length == 77
    assert ids(tokenizer, "a photo of a cat") == [49406, 320, 1125, 539, 320, 2368, 49407]
    assert ids(tokenizer, "A  Photo\nof a CAT") == ids(tokenizer, "a photo of a cat")
    assert ids(tokenizer, "wow!!!") == [49406, 2781, 995, 49407]


@pytest.mark.parametrize(("pad_token", "pad_id"), [(END, 49407), (EXCLAMATION, 0)])
def test_padding(pad_token: str, pad_id: int) -> None:
    tokenizer = clip_tokenizer(pad_token=pad_token)
    padded = tokenizer("a cat", padding="max_length")["input_ids"]
    assert padded == [49406, 320, 2368, 49407] + [pad_id] * 73
    assert tokenizer.pad_token_id == pad_id


def test_tokenizers_do_not_share_what_is_added() -> None:
    clip_tokenizer(pad_token=END).add_tokens("pallas_cat")
    assert len(clip_tokenizer(pad_token=END)) == 49_408


@pytest.mark.parametrize("pad_token", [END, EXCLAMATION])
def test_saved_tokenizer_is_the_same(tmp_path: Path, pad_token: str) -> None:
    tokenizer = clip_tokenizer(pad_token=pad_token)
    tokenizer.save_pretrained(tmp_path)
    again = CLIPTokenizer.from_pretrained(tmp_path)
    for text in ("a photo of a cat, 42 times!", "żółty кот 猫", ""):
        assert ids(again, text) == ids(tokenizer, text)
    assert (again.pad_token_id, again.model_max_length) == (tokenizer.pad_token_id, 77)


def ids(tokenizer: CLIPTokenizer, text: str) -> list[int]:
    return list(tokenizer(text)["input_ids"])
