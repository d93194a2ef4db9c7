"""Every tensor of the published models has its place in a single file, and every place its tensor.

The tables of names in tests/model_files were written apart from the code that is judged by them.
"""

import json
from collections import Counter
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from tests.model_files.ldm_keys import SCHEDULE, Shapes, ldm_shapes
from tests.model_files.widths import FAMILIES, FULL, Family
from training.contract.base_models import MODEL_CONFIGS
from training.ldm_names import LdmTensor, ldm_tensors

KINDS = {
    "unet": UNet2DConditionModel,
    "vae": AutoencoderKL,
    "text_encoder": CLIPTextModel,
    "text_encoder_2": CLIPTextModelWithProjection,
}


def published(family: Family, component: str) -> dict[str, torch.Tensor]:
    """A full-size part's tensors, without memory for them."""
    path = MODEL_CONFIGS / family / component / "config.json"
    content = dict(json.loads(path.read_text(encoding="utf-8")))
    kind: Any = KINDS[component]
    with torch.device("meta"):
        if component.startswith("text"):
            return dict(kind(CLIPTextConfig(**content)).state_dict())
        return dict(kind.from_config(content).state_dict())


def components(family: Family) -> list[str]:
    return [name for name in KINDS if (MODEL_CONFIGS / family / name).is_dir()]


def is_left_over(family: Family, name: str) -> bool:
    """What a file holds beyond the weights in use."""
    if name in SCHEDULE or name.endswith(("position_ids", "logit_scale")):
        return True
    # Its OpenCLIP was cut before the last block, and compares nothing with pictures.
    unused = ("transformer.resblocks.23.", "text_projection")
    return family == "sd2" and any(part in name for part in unused)


@pytest.fixture(scope="module", params=FAMILIES)
def placed(request: pytest.FixtureRequest) -> tuple[Family, Shapes, list[Any]]:
    """A family, its file's shapes, and each tensor with its place: (component, shape, place)."""
    family: Family = request.param
    found = [
        (component, tensors[name].shape, place)
        for component in components(family)
        for tensors in [published(family, component)]
        for name, place in ldm_tensors(component, tensors, family).items()
    ]
    return family, ldm_shapes(family, FULL[family]), found


def test_every_tensor_is_found_and_fits(placed: tuple[Family, Shapes, list[Any]]) -> None:
    _, stored, found = placed
    for _, shape, place in found:
        there = torch.empty(stored[place.name], device="meta")
        assert place.read(there, shape).shape == shape, place


def test_every_tensor_of_the_file_is_used_once(placed: tuple[Family, Shapes, list[Any]]) -> None:
    family, stored, found = placed
    uses = Counter(place.name for _, _, place in found)
    unused = {name for name in stored if name not in uses}
    assert {name for name in stored if is_left_over(family, name)} == unused
    fused = {name for name in uses if "attn.in_proj_" in name}
    assert all(uses[name] == (3 if name in fused else 1) for name in uses)
    assert bool(fused) is (family != "sd1")


def test_query_key_and_value_are_three_different_parts(
    placed: tuple[Family, Shapes, list[Any]],
) -> None:
    _, _, found = placed
    parts = Counter((place.name, place.part) for _, _, place in found)
    assert set(parts.values()) == {1}


def test_only_open_clips_projection_is_transposed(
    placed: tuple[Family, Shapes, list[Any]],
) -> None:
    family, _, found = placed
    transposed = [place.name for _, _, place in found if place.transposed]
    expected = ["conditioner.embedders.1.model.text_projection"] if family == "sdxl" else []
    assert transposed == expected


@pytest.mark.quick
def test_a_fused_matrix_is_cut_into_query_key_and_value() -> None:
    prefix = "encoder.layers.0.self_attn."
    names = [f"{prefix}{letter}_proj.weight" for letter in "qkv"]
    places = ldm_tensors("text_encoder", names, "sd2")
    stored = torch.arange(12.0).view(6, 2)
    cut = [places[name].read(stored, torch.Size([2, 2])) for name in names]
    assert torch.equal(torch.cat(cut), stored)
    assert [piece[0, 0] for piece in cut] == [0, 4, 8]


@pytest.mark.quick
@pytest.mark.parametrize(
    ("stored", "shape"), [((3, 2, 1, 1), (3, 2)), ((3, 2), (3, 2, 1, 1)), ((3, 2), (3, 2))]
)
def test_a_pointwise_convolution_is_a_linear_layer(
    stored: tuple[int, ...], shape: tuple[int, ...]
) -> None:
    tensor = torch.randn(stored)
    found = LdmTensor("x").read(tensor, torch.Size(shape))
    assert found.shape == shape
    assert torch.equal(found.flatten(), tensor.flatten())


@pytest.mark.quick
@pytest.mark.parametrize(
    ("stored", "shape"),
    [((2, 3), (3, 2)), ((6,), (3, 2)), ((3, 2, 3, 3), (3, 18)), ((6, 1), (3, 2))],
)
def test_what_only_has_as_many_numbers_does_not_fit(
    stored: tuple[int, ...], shape: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="instead of"):
        LdmTensor("x").read(torch.randn(stored), torch.Size(shape))


@pytest.mark.quick
@pytest.mark.parametrize(
    ("component", "name"),
    [
        ("unet", "class_embedding.weight"),
        ("unet", "down_blocks.0.resnets.0.norm7.weight"),
        ("vae", "decoder.up_blocks.0.strange"),
        ("text_encoder", "encoder.layers.0.self_attn.rotary"),
    ],
)
def test_a_tensor_of_another_architecture_has_no_place(component: str, name: str) -> None:
    with pytest.raises(KeyError):
        ldm_tensors(component, [name], "sd2")
