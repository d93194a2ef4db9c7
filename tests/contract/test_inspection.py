"""What `inspect` says of files and folders, as the window and scripts read it."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.model_files.diffusers_names import diffusers_unet_shapes, diffusers_vae_shapes
from tests.model_files.headers import full_size, write_header_only
from tests.model_files.ldm_keys import UNET, Shapes, clip_shapes, ldm_shapes
from tests.model_files.other_kinds import write_other_kind
from tests.model_files.pickled import write_hypernetwork, write_pickled, write_web_ui_embedding
from tests.model_files.spellings import ema_name
from tests.model_files.widths import FULL, Family, TextWidths, VaeWidths
from tests.model_files.write import write_yaml
from training.contract.base_models import DEMO_FOLDER, MODEL_CONFIGS
from training.contract.errors import ManulError
from training.contract.inspection import Inspection, inspect_path

pytestmark = pytest.mark.quick

# The published models' parts, as diffusers counts them.
UNETS = {"sd1": 859_520_964, "sd2": 865_910_724, "sdxl": 2_567_463_684}
TEXTS = {"sd1": 123_060_480, "sd2": 340_387_840, "sdxl": 123_060_480 + 694_659_840}
VAE = 83_653_863
TEXT_WIDTHS = {
    "sd1": [TextWidths(768, 12)],
    "sd2": [TextWidths(1024, 23)],
    "sdxl": [TextWidths(768, 12), TextWidths(1280, 32)],
}
TOKENIZERS = ("tokenizer", "tokenizer_2")


def write_folder(path: Path, family: Family, *, variant: str = "", dtype: str = "F32") -> Path:
    """A published diffusers folder by its names, which takes no room."""
    shutil.copytree(MODEL_CONFIGS / family, path)
    parts: dict[str, Shapes] = {
        "unet/diffusion_pytorch_model": diffusers_unet_shapes(FULL[family]),
        "vae/diffusion_pytorch_model": diffusers_vae_shapes(VaeWidths()),
    }
    for index, widths in enumerate(TEXT_WIDTHS[family]):
        shapes = clip_shapes(widths)
        if index:
            shapes |= {"text_projection.weight": (1280, 1280)}
        parts[f"text_encoder{'_2' * index}/model"] = shapes
        tokenizer = path / TOKENIZERS[index]
        shutil.copytree(MODEL_CONFIGS / "tokenizer", tokenizer)
        (tokenizer / "tokenizer_config.json").write_text("{}", encoding="utf-8")
    for name, shapes in parts.items():
        write_header_only(path / f"{name}{variant}.safetensors", shapes, dtype)
    return path


def change(path: Path, **values: Any) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | values), encoding="utf-8")


def refused(path: Path) -> ManulError:
    with pytest.raises(ManulError) as told:
        inspect_path(path)
    assert told.value.report().advice
    return told.value


def test_all_fields_of_a_published_checkpoint(tmp_path: Path) -> None:
    path = full_size(tmp_path / "sdxl.safetensors", "sdxl")
    assert inspect_path(path).model_dump(mode="json") == {
        "path": str(path),
        "kind": "base_model",
        "family": "sdxl",
        "prediction_type": "unknown",
        "precision": "fp16",
        # The second encoder's file has one number more, for the comparison with pictures.
        "parameters": UNETS["sdxl"] + TEXTS["sdxl"] + VAE + 1,
        "usable_as_base_model": True,
        "problems": [],
    }


@pytest.mark.parametrize(
    ("dtype", "precision"), [("F16", "fp16"), ("BF16", "bf16"), ("F32", "fp32"), ("F64", "fp64")]
)
def test_the_number_format_is_that_of_most_numbers(
    tmp_path: Path, dtype: str, precision: str
) -> None:
    path = full_size(tmp_path / "sd1.safetensors", "sd1", dtype=dtype)
    assert inspect_path(path).precision == precision


@pytest.mark.parametrize("has_plain", [True, False])
def test_averages_are_no_further_parameters(tmp_path: Path, has_plain: bool) -> None:
    shapes = ldm_shapes("sd1", FULL["sd1"])
    plain = inspect_path(write_header_only(tmp_path / "plain.safetensors", shapes))
    averages = {ema_name(name): shape for name, shape in shapes.items() if name.startswith(UNET)}
    rest = shapes if has_plain else {n: s for n, s in shapes.items() if not n.startswith(UNET)}
    found = inspect_path(write_header_only(tmp_path / "ema.safetensors", averages | rest))
    assert (found.parameters, found.precision) == (plain.parameters, "fp16")


def test_the_prediction_type_of_a_base_model_only(tmp_path: Path) -> None:
    path = full_size(tmp_path / "sd2.safetensors", "sd2")
    write_yaml(path, parameterization="v")
    assert inspect_path(path).prediction_type == "v_prediction"
    path = write_other_kind(tmp_path / "vae.safetensors", "vae")
    write_yaml(path, parameterization="v")
    assert inspect_path(path).prediction_type == "unknown"


@pytest.mark.parametrize(
    ("write", "kind", "parameters"),
    [
        (write_web_ui_embedding, "embedding", 4 * 768),
        (
            write_hypernetwork,
            "hypernetwork",
            2 * sum(4 * w * w + 3 * w for w in (768, 320, 640, 1280)),
        ),
    ],
)
def test_numbers_inside_a_web_uis_pickle_count(
    tmp_path: Path, write: Any, kind: str, parameters: int
) -> None:
    found = inspect_path(write(tmp_path / "manul.pt"))
    assert (found.kind, found.family) == (kind, "sd1")
    assert (found.parameters, found.precision) == (parameters, "fp32")
    assert not found.usable_as_base_model


def test_why_not_is_a_message_for_translation(tmp_path: Path) -> None:
    found = inspect_path(write_other_kind(tmp_path / "paint.safetensors", "inpainting_sd1"))
    (problem,) = found.problems
    assert (problem.key, problem.values) == ("model.inpainting", {"channels": 9})
    assert Inspection.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize("family", ["sd1", "sd2", "sdxl"])
def test_published_folders(tmp_path: Path, family: Family) -> None:
    found = inspect_path(write_folder(tmp_path / "model", family))
    assert (found.kind, found.family, found.precision) == ("base_model", family, "fp32")
    assert found.parameters == UNETS[family] + TEXTS[family] + VAE
    assert found.prediction_type == "epsilon"
    assert found.usable_as_base_model


def test_of_two_variants_the_half_sized_one_counts(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "model", "sd1", variant=".fp16", dtype="F16")
    unet = folder / "unet" / "diffusion_pytorch_model.safetensors"
    write_header_only(unet, diffusers_unet_shapes(FULL["sd1"]), "F32")
    found = inspect_path(folder)
    assert (found.precision, found.parameters) == ("fp16", UNETS["sd1"] + TEXTS["sd1"] + VAE)


def test_weights_in_pieces(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "model", "sdxl") / "unet"
    (folder / "diffusion_pytorch_model.safetensors").unlink()
    shapes = list(diffusers_unet_shapes(FULL["sdxl"]).items())
    for at, piece in enumerate((shapes[:700], shapes[700:]), start=1):
        name = f"diffusion_pytorch_model-{at:05d}-of-00002.safetensors"
        write_header_only(folder / name, dict(piece))
    index = folder / "diffusion_pytorch_model.safetensors.index.json"
    index.write_text("{}", encoding="utf-8")
    assert inspect_path(folder.parent).parameters == UNETS["sdxl"] + TEXTS["sdxl"] + VAE


@pytest.mark.parametrize(
    ("file", "values", "words"),
    [
        (
            "model_index.json",
            {"_class_name": "StableDiffusionInpaintPipeline"},
            "a StableDiffusionInpaintPipeline",
        ),
        ("model_index.json", {"_class_name": "FluxPipeline"}, "a FluxPipeline"),
        ("unet/config.json", {"in_channels": 9}, "9 input channels"),
        ("unet/config.json", {"time_cond_proj_dim": 256}, "a latent consistency model"),
        (
            "scheduler/scheduler_config.json",
            {"_class_name": "EDMDPMSolverMultistepScheduler"},
            "a Playground model",
        ),
    ],
)
def test_folders_of_relatives_are_refused(
    tmp_path: Path, file: str, values: dict[str, Any], words: str
) -> None:
    folder = write_folder(tmp_path / "model", "sd1")
    change(folder / file, **values)
    found = inspect_path(folder)
    assert not found.usable_as_base_model
    assert words in str(found.problems[0])


@pytest.mark.parametrize(
    ("said", "expected"),
    [("v_prediction", "v_prediction"), ("epsilon", "epsilon"), ("sample", "unknown")],
)
def test_the_prediction_type_of_a_folder(tmp_path: Path, said: str, expected: str) -> None:
    folder = write_folder(tmp_path / "model", "sd2")
    change(folder / "scheduler" / "scheduler_config.json", prediction_type=said)
    assert inspect_path(folder).prediction_type == expected


def test_a_folder_from_before_there_were_prediction_types(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "model", "sd1")
    (folder / "scheduler" / "scheduler_config.json").write_text("{}", encoding="utf-8")
    assert inspect_path(folder).prediction_type == "epsilon"


@pytest.mark.parametrize("part", ["unet", "text_encoder_2", "tokenizer_2", "vae"])
def test_a_folder_that_lacks_a_part(tmp_path: Path, part: str) -> None:
    folder = write_folder(tmp_path / "model", "sdxl")
    shutil.rmtree(folder / part)
    error = refused(folder)
    assert (error.key, error.values["component"]) == ("model_incomplete", part)


def test_a_folder_with_weights_that_are_cut_off(tmp_path: Path) -> None:
    weights = (
        write_folder(tmp_path / "model", "sd1") / "vae" / "diffusion_pytorch_model.safetensors"
    )
    with weights.open("r+b") as file:
        file.truncate(weights.stat().st_size - 1)
    error = refused(weights.parent.parent)
    assert error.kind == "unreadable"
    assert str(weights) in str(error)


def test_the_demo_model_is_a_small_sd1() -> None:
    found = inspect_path(DEMO_FOLDER)
    assert (found.kind, found.family, found.prediction_type) == (
        "base_model",
        "sd1",
        "v_prediction",
    )
    assert found.usable_as_base_model
    assert 1_000_000 < found.parameters < UNETS["sd1"] // 10


@pytest.mark.parametrize("content", [{}, [], "words", {"optimizer": {"lr": 0.1}}, 7])
def test_a_pickle_without_tensors_is_no_model(tmp_path: Path, content: object) -> None:
    path = write_pickled(tmp_path / "settings.pt", content)
    assert "no model file" in str(refused(path))


def test_what_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.safetensors").key == "model_missing"
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty").values["component"] == "model_index.json"
