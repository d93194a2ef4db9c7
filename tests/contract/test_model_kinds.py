"""What a file is, told from its names at full size: the families, and all that is none of them."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

import resources
from tests.model_files.bad import BAD_FILES, write_bad
from tests.model_files.headers import full_size, write_header_only
from tests.model_files.ldm_keys import UNET, Shapes, ldm_shapes
from tests.model_files.other_kinds import OTHER_KINDS, write_other_kind
from tests.model_files.pickled import (
    write_diffusers_embedding,
    write_hypernetwork,
    write_pickled,
    write_web_ui_embedding,
)
from tests.model_files.spellings import ema_name, older_text_name
from tests.model_files.widths import FAMILIES, FULL, Family
from training.contract.base_models import describe_base_model
from training.contract.errors import ManulError
from training.contract.model_kinds import ModelKind, Recognised, StableDiffusion, recognise
from training.contract.tensor_files import read_tensor_file

pytestmark = pytest.mark.quick

# Kind, family, and what the refusal says it is.
EXPECTED: dict[str, tuple[ModelKind, StableDiffusion | None, str]] = {
    "inpainting_sd1": ("base_model", "sd1", "9 input channels"),
    "inpainting_sd2": ("base_model", "sd2", "9 input channels"),
    "inpainting_sdxl": ("base_model", "sdxl", "9 input channels"),
    "instruct_pix2pix": ("base_model", "sd1", "8 input channels"),
    "depth_sd2": ("base_model", "sd2", "5 input channels"),
    "refiner": ("base_model", "sdxl", "the SDXL refiner"),
    "playground": ("base_model", "sdxl", "a Playground model"),
    "lora_sd1": ("lora", "sd1", "a LoRA"),
    "lora_sd2": ("lora", "sd2", "a LoRA"),
    "lora_sdxl": ("lora", "sdxl", "a LoRA"),
    "lora_peft_sd1": ("lora", "sd1", "a LoRA"),
    "lora_peft_sdxl": ("lora", "sdxl", "a LoRA"),
    "lora_peft_bare": ("lora", "sd1", "a LoRA"),
    "lora_diffusers_older": ("lora", "sd1", "a LoRA"),
    "loha_sd1": ("lora", "sd1", "a LoRA"),
    "lokr_sdxl": ("lora", "sdxl", "a LoRA"),
    "vae": ("vae", None, "a VAE"),
    "vae_prefixed": ("vae", None, "a VAE"),
    "vae_diffusers": ("vae", None, "a VAE"),
    "unet_sd1": ("unet", "sd1", "a UNet without its text encoder"),
    "unet_sdxl": ("unet", "sdxl", "a UNet without its text encoder"),
    "unet_diffusers": ("unet", "sd1", "a UNet without its text encoder"),
    "text_encoder": ("text_encoder", None, "a text encoder"),
    "text_encoder_prefixed": ("text_encoder", None, "a text encoder"),
    "text_encoder_open_clip": ("text_encoder", None, "a text encoder"),
    "controlnet": ("controlnet", None, "a ControlNet"),
    "controlnet_diffusers": ("controlnet", None, "a ControlNet"),
    "ip_adapter": ("unknown", None, "nothing that Manul knows"),
    "motion_module": ("unknown", None, "nothing that Manul knows"),
    "embedding_sd1": ("embedding", "sd1", "an embedding"),
    "embedding_sd2": ("embedding", "sd2", "an embedding"),
    "embedding_sdxl": ("embedding", "sdxl", "an embedding"),
    "embedding_diffusers": ("embedding", "sd1", "an embedding"),
    "flux": ("base_model", None, "a Flux model"),
    "flux_prefixed": ("base_model", None, "a Flux model"),
    "sd3": ("base_model", None, "a Stable Diffusion 3 model"),
    "nf4": ("base_model", "sd1", "(bitsandbytes, 4 bit)"),
    "fp8_sd1": ("base_model", "sd1", "(fp8)"),
    "fp8_sdxl": ("base_model", "sdxl", "(fp8)"),
    "upscaler": ("unknown", None, "nothing that Manul knows"),
}


def found_in(path: Path) -> Recognised:
    return recognise(read_tensor_file(path))


def of_shapes(path: Path, shapes: Shapes) -> Recognised:
    return found_in(write_header_only(path / "model.safetensors", shapes))


def test_the_table_leaves_nothing_out() -> None:
    assert EXPECTED.keys() == OTHER_KINDS.keys()
    assert {kind for kind, _, _ in EXPECTED.values()} <= set(get_args(ModelKind))


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_what_is_no_base_model_is_recognised_and_refused(tmp_path: Path, name: str) -> None:
    path = write_other_kind(tmp_path / "file.safetensors", name)
    kind, family, words = EXPECTED[name]
    found = found_in(path)
    assert (found.kind, found.family) == (kind, family)
    assert words in str(found.problem)
    with pytest.raises(ManulError) as told:
        describe_base_model(str(path))
    assert told.value.kind == "model_unsupported"
    assert f"Manul cannot teach {path}: it is {found.problem}." == str(told.value)
    assert told.value.report().advice


@pytest.mark.parametrize("fault", BAD_FILES)
def test_a_broken_base_model_is_refused_in_words(tmp_path: Path, fault: str) -> None:
    path = write_bad(tmp_path / "model.safetensors", fault)
    with pytest.raises(ManulError) as told:
        describe_base_model(str(path))
    assert told.value.kind == ("model_unsupported" if fault == "no_tensors" else "unreadable")
    assert "model.safetensors" in str(told.value)
    assert told.value.report().advice


@pytest.mark.parametrize("family", FAMILIES)
def test_the_families_at_full_size(tmp_path: Path, family: Family) -> None:
    path = full_size(tmp_path / "model.safetensors", family)
    assert found_in(path) == Recognised("base_model", family)
    info = describe_base_model(str(path))
    assert (info.name, info.family, info.is_file) == (str(path), family, True)
    assert {"cat", "animal", "person"} <= info.words


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("has_plain", [True, False])
def test_averaged_weights_beside_the_plain_ones_or_alone(
    tmp_path: Path, family: Family, has_plain: bool
) -> None:
    shapes: Shapes = {"model_ema.decay": (), "model_ema.num_updates": ()}
    for name, shape in ldm_shapes(family, FULL[family]).items():
        is_unet = name.startswith(UNET)
        shapes |= {ema_name(name): shape} if is_unet else {}
        shapes |= {name: shape} if has_plain or not is_unet else {}
    assert of_shapes(tmp_path, shapes) == Recognised("base_model", family)


def test_the_older_spelling_of_the_text_encoder(tmp_path: Path) -> None:
    shapes = {
        older_text_name(name): shape for name, shape in ldm_shapes("sd1", FULL["sd1"]).items()
    }
    assert not any("text_model" in name for name in shapes)
    assert of_shapes(tmp_path, shapes) == Recognised("base_model", "sd1")


def test_widths_do_not_decide_what_names_do(tmp_path: Path) -> None:
    """A small SD1 with the text width of SD2 is still an SD1."""
    widths = replace(FULL["sd1"], context=1024)
    assert of_shapes(tmp_path, ldm_shapes("sd1", widths)).family == "sd1"


@pytest.mark.parametrize(
    ("family", "extra", "architecture"),
    [
        ("sd2", f"{UNET}.label_emb.0.0.weight", "Stable Diffusion unCLIP"),
        ("sd1", f"{UNET}.time_embed.cond_proj.weight", "latent consistency"),
        ("sdxl", f"{UNET}.time_embed.cond_proj.weight", "latent consistency"),
        ("sdxl", "edm_vpred.sigma_max", "CosXL"),
    ],
)
def test_relatives_with_a_part_of_their_own(
    tmp_path: Path, family: Family, extra: str, architecture: str
) -> None:
    """Without it they would load, and learn nonsense."""
    shapes = ldm_shapes(family, FULL[family]) | {extra: (1280, 1024)}
    found = of_shapes(tmp_path, shapes)
    assert found.family == family
    assert f"a {architecture} model" in str(found.problem)


@pytest.mark.parametrize(
    ("left_out", "problem"),
    [
        ("first_stage_model.", "a checkpoint without its VAE"),
        ("conditioner.", "a UNet without its text encoder"),
        (f"{UNET}.middle_block.2.", "a distilled SDXL model"),
        (f"{UNET}.input_blocks.0.", "nothing that Manul knows"),
    ],
)
def test_a_checkpoint_that_lacks_a_part(tmp_path: Path, left_out: str, problem: str) -> None:
    shapes = ldm_shapes("sdxl", FULL["sdxl"])
    kept = {name: shape for name, shape in shapes.items() if not name.startswith(left_out)}
    assert str(of_shapes(tmp_path, kept).problem) == problem


@pytest.mark.parametrize(
    ("width", "family"), [(768, "sd1"), (1024, "sd2"), (1280, None), (64, None)]
)
def test_pickled_embeddings_by_their_width(
    tmp_path: Path, width: int, family: StableDiffusion | None
) -> None:
    web_ui = found_in(write_web_ui_embedding(tmp_path / "manul.pt", width=width))
    diffusers = found_in(write_diffusers_embedding(tmp_path / "learned.bin", width=width))
    assert [(web_ui.kind, web_ui.family), (diffusers.kind, diffusers.family)] == [
        ("embedding", family)
    ] * 2


@pytest.mark.parametrize("vectors", [5, "five", None, [1.5], {"a": 1}])
def test_an_embedding_without_vectors_is_none(tmp_path: Path, vectors: object) -> None:
    path = write_pickled(tmp_path / "odd.pt", {"string_to_param": {"*": vectors}})
    assert found_in(path).kind == "unknown"


@pytest.mark.parametrize(
    ("widths", "family"), [((768, 320), "sd1"), ((320, 1024), "sd2"), ((320, 640), None)]
)
def test_hypernetworks_by_their_widths(
    tmp_path: Path, widths: tuple[int, ...], family: StableDiffusion | None
) -> None:
    found = found_in(write_hypernetwork(tmp_path / "net.pt", widths=widths))
    assert (found.kind, found.family) == ("hypernetwork", family)
    assert "a hypernetwork" in str(found.problem)


def test_torch_is_not_needed(tmp_path: Path) -> None:
    paths = [full_size(tmp_path / f"{family}.safetensors", family) for family in FAMILIES]
    paths.append(write_web_ui_embedding(tmp_path / "manul.pt"))
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from training.contract.inspection import inspect_path\n"
        "print(*[inspect_path(Path(name)).family for name in sys.argv[1:]])\n"
        "print({'torch', 'numpy', 'safetensors'} & sys.modules.keys())\n"
    )
    command = [sys.executable, "-c", code, *map(str, paths)]
    done = subprocess.run(
        command, cwd=resources.ROOT.parent, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == ["sd1 sd2 sdxl sd1", "set()"]
