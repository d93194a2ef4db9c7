"""The names and shapes that tests' model files have are those of the published models."""

import json
from dataclasses import replace
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from diffusers.loaders.single_file_utils import (
    convert_controlnet_checkpoint,
    convert_ldm_clip_checkpoint,
    convert_ldm_unet_checkpoint,
    convert_ldm_vae_checkpoint,
    convert_open_clip_checkpoint,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

import resources
from tests.model_files.adapters import controlnet, diffusers_controlnet, kohya_lora
from tests.model_files.diffusers_names import diffusers_unet_shapes, diffusers_vae_shapes
from tests.model_files.ldm_keys import UNET, Shapes, ldm_shapes, text_parts, unet_shapes, vae_shapes
from tests.model_files.other_kinds import OTHER_KINDS
from tests.model_files.widths import FAMILIES, FULL, Family, VaeWidths

CONFIGS = resources.ROOT / "model_configs"


def on_meta(shapes: Shapes, prefix: str = "") -> dict[str, torch.Tensor]:
    return {
        prefix + name: torch.empty(shape, device="meta") for name, shape in shapes.items()
    }  # fmt: skip


def shapes_of(tensors: dict[str, torch.Tensor]) -> Shapes:
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def published(kind: Any, folder: str) -> Any:
    """A full-size part without memory for its weights."""
    content = dict(json.loads((CONFIGS / folder / "config.json").read_text(encoding="utf-8")))
    with torch.device("meta"):
        if hasattr(kind, "from_config"):
            return kind.from_config(content)
        return kind(CLIPTextConfig(**content))


@pytest.mark.parametrize(
    ("family", "whole", "unet", "text"),
    [("sd1", 1143, 686, [197]), ("sd2", 1240, 686, [294]), ("sdxl", 2515, 1680, [197, 390])],
)
def test_full_size_has_the_known_counts(
    family: Family, whole: int, unet: int, text: list[int]
) -> None:
    widths = FULL[family]
    assert len(ldm_shapes(family, widths)) == whole
    assert len(unet_shapes(widths)) == unet
    assert len(vae_shapes(widths.vae)) == 248
    assert [len(part) for part in text_parts(family, widths).values()] == text


@pytest.mark.parametrize("family", FAMILIES)
def test_unet_and_vae_are_what_diffusers_converts(family: Family) -> None:
    unet = published(UNet2DConditionModel, f"{family}/unet")
    file = on_meta(unet_shapes(FULL[family]), "model.diffusion_model.")
    expected = shapes_of(unet.state_dict())
    assert shapes_of(convert_ldm_unet_checkpoint(file, unet.config)) == expected
    assert diffusers_unet_shapes(FULL[family]) == expected

    vae = published(AutoencoderKL, f"{family}/vae")
    file = on_meta(vae_shapes(VaeWidths()), "first_stage_model.")
    expected = shapes_of(vae.state_dict())
    converted = shapes_of(convert_ldm_vae_checkpoint(file, vae.config))
    assert converted == expected
    assert diffusers_vae_shapes(VaeWidths()) == expected


@pytest.mark.parametrize("family", ["sd1", "sdxl"])
def test_clip_is_what_diffusers_converts(family: Family) -> None:
    encoder = published(CLIPTextModel, f"{family}/text_encoder")
    converted = convert_ldm_clip_checkpoint(on_meta(ldm_shapes(family, FULL[family])))
    found = {name.removeprefix("text_model."): tensor for name, tensor in converted.items()}
    # Later versions of transformers count positions themselves.
    assert found.pop("embeddings.position_ids").shape == (1, 77)
    assert shapes_of(found) == shapes_of(encoder.state_dict())


@pytest.mark.parametrize(
    ("family", "component", "prefix"),
    [
        ("sd2", "text_encoder", "cond_stage_model.model."),
        ("sdxl", "text_encoder_2", "conditioner.embedders.1.model."),
    ],
)
def test_open_clip_is_what_diffusers_converts(family: Family, component: str, prefix: str) -> None:
    kind = CLIPTextModelWithProjection if family == "sdxl" else CLIPTextModel
    encoder = published(kind, f"{family}/{component}")
    file = on_meta(ldm_shapes(family, FULL[family]))
    converted = convert_open_clip_checkpoint(encoder, file, prefix=prefix)
    if family == "sd2":
        converted = {name.removeprefix("text_model."): value for name, value in converted.items()}
    assert shapes_of(converted) == shapes_of(encoder.state_dict())


def test_controlnet_is_what_diffusers_converts() -> None:
    with torch.device("meta"):
        model = ControlNetModel(cross_attention_dim=768)
    expected = shapes_of(model.state_dict())
    assert shapes_of(convert_controlnet_checkpoint(on_meta(controlnet()), model.config)) == expected
    assert diffusers_controlnet() == expected


def test_kohya_lora_has_the_known_counts() -> None:
    """A tensor down, one up and a scale for each layer of the transformers and text encoders."""
    counts = {family: len(kohya_lora(family)) // 3 for family in FAMILIES}
    assert counts == {"sd1": 192 + 72, "sd2": 192 + 138, "sdxl": 722 + 72 + 192}


def test_inpainting_and_refiner_differ_where_they_should() -> None:
    first = f"{UNET}.input_blocks.0.0.weight"
    assert [
        ldm_shapes("sd1", replace(FULL["sd1"], in_channels=channels))[first]
        for channels in (4, 8, 9)
    ] == [(320, 4, 3, 3), (320, 8, 3, 3), (320, 9, 3, 3)]
    made = OTHER_KINDS["refiner"]()
    assert isinstance(made, dict)
    assert made[f"{UNET}.label_emb.0.0.weight"] == (1536, 2560)
    assert not [name for name in made if name.startswith("conditioner.embedders.1")]
