"""Taught models as files and folders, read by diffusers or byte by byte, never by the engine."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
from PIL import ImageChops
from safetensors.torch import load_file, save_file
from transformers import CLIPTokenizer

from tests.model_files.ldm_keys import SCHEDULE, ldm_shapes
from tests.model_files.spellings import ema_name
from tests.model_files.widths import FAMILIES, TINY, Family
from tests.model_files.write import checkpoint_tensors, write_tensors
from tests.training.taught_models import (
    LAST_STEP,
    PROMPT,
    SAID,
    Source,
    Taught,
    Teach,
    metadata_of,
    output_of,
    read_raw,
    state_of,
    teacher,
)
from training import randomness
from training.checkpoints import save_checkpoint
from training.contract.base_models import DEMO_FOLDER
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.engine import run_attempt
from training.export import export_step
from training.exports import ExportOptions, export_formats
from training.trained import load_trained

UNET = "model.diffusion_model."
OPEN_CLIP = "cond_stage_model.model."
FULL = ExportOptions(precision="fp32")
CASES = [(family, source) for family in FAMILIES for source in ("file", "folder")]
# In SD2's the folder says it, and nothing the file.
PREDICTIONS = {"sd1": "epsilon", "sd2": "v_prediction", "sdxl": "epsilon"}
Model = Callable[[Family, Source], Taught]


@pytest.fixture(scope="module")
def model(shared_workshop: Any) -> Model:
    teach: Teach = teacher(shared_workshop, "dreambooth")

    def make(family: Family, source: Source) -> Taught:
        prediction = f'training.prediction_type="{PREDICTIONS[family]}"'
        words = f"method.train_text_encoder={str(source == 'file').lower()}"
        return teach(family, source, prediction, words)

    return make


@pytest.fixture(scope="module")
def demo_run(shared_workshop: Any) -> RunFolder:
    settings = ("data.prior_preservation=false", "method.train_text_encoder=true")
    run = shared_workshop.run(*settings, method="dreambooth")
    assert run_attempt(run).state == "finished"
    return RunFolder(run.path)


@pytest.mark.parametrize("format_name", ["safetensors", "diffusers"])
def test_progress_is_told_in_bytes(demo_run: RunFolder, tmp_path: Path, format_name: str) -> None:
    told: list[tuple[int, int]] = []
    path = export_step(
        demo_run, to=tmp_path, format_name=format_name, progress=lambda *now: told.append(now)
    )
    files = [path] if path.is_file() else [*path.rglob("*.safetensors")]
    written = sum(file.stat().st_size for file in files)
    done = [now for now, _ in told]
    assert done == sorted(set(done)) and len(done) > 10
    assert done[-1] == pytest.approx(written, rel=0.05)
    (total,) = {total for _, total in told}
    assert done[-1] <= total


@pytest.mark.parametrize(("family", "source"), CASES)
def test_diffusers_reads_from_a_file_what_the_engine_taught(
    model: Model, tmp_path: Path, family: Family, source: Source
) -> None:
    taught = model(family, source)
    path = export_step(taught.run, to=tmp_path, options=FULL)
    assert path == tmp_path / "pallas_cat.safetensors"
    assert_taught(state_of(taught.read(path)), taught)


@pytest.mark.parametrize(
    ("family", "source"),
    [("sd1", "folder"), ("sd2", "file"), ("sd2", "folder"), ("sdxl", "file")],
)
def test_diffusers_reads_the_same_from_a_folder(
    model: Model, tmp_path: Path, family: Family, source: Source
) -> None:
    taught = model(family, source)
    path = export_step(taught.run, to=tmp_path, format_name="diffusers", options=FULL)
    assert path == tmp_path / "pallas_cat"
    pipeline = taught.read(path)
    assert_taught(state_of(pipeline), taught)
    is_velocity = family == "sd2"
    said = "v_prediction" if is_velocity else "epsilon"
    assert pipeline.scheduler.config.prediction_type == said
    ends_in_noise = is_velocity and source == "folder"
    assert bool(pipeline.scheduler.config.get("rescale_betas_zero_snr")) is ends_in_noise
    assert {entry.name for entry in path.iterdir()} == {
        name for name in json.loads((path / "model_index.json").read_text())
        if (path / name).is_dir()
    } | {"model_index.json"}  # fmt: skip


def assert_taught(found: dict[str, torch.Tensor], taught: Taught) -> None:
    """What was taught is what was kept; everything else is the base model's."""
    weights, base = taught.weights, taught.base_state
    assert found.keys() == base.keys() > weights.keys()
    assert all(torch.equal(found[name], weights[name]) for name in weights)
    # Of SDXL's first text encoder the last layer is not in use.
    moved = {name for name in weights if not torch.equal(base[name], weights[name])}
    assert moved >= {name for name in weights if name.startswith("unet.")}
    assert all(torch.equal(found[name], base[name]) for name in base.keys() - weights.keys())


@pytest.mark.parametrize(
    ("family", "source", "format_name"),
    [
        ("sd1", "file", "safetensors"),
        ("sd2", "file", "diffusers"),
        ("sd2", "folder", "safetensors"),
        ("sdxl", "file", "diffusers"),
    ],
)
def test_diffusers_predicts_with_it_what_the_engine_predicts(
    model: Model, tmp_path: Path, family: Family, source: Source, format_name: str
) -> None:
    """Equal tensors are not enough: heads and activations stand in no file."""
    taught = model(family, source)
    path = export_step(taught.run, to=tmp_path, format_name=format_name, options=FULL)
    found = output_of(taught.read(path))
    # The same tensors elsewhere in memory are added up in another order.
    torch.testing.assert_close(found, taught.engine_output, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
def test_what_was_not_taught_is_copied_byte_for_byte(
    model: Model, tmp_path: Path, family: Family
) -> None:
    taught = model(family, "file")
    base = read_raw(taught.base)
    full = read_raw(export_step(taught.run, to=tmp_path / "full", options=FULL))
    half = read_raw(export_step(taught.run, to=tmp_path / "half"))
    marks = {"v_pred"} if family == "sd2" else set()
    plain = {name for name in base if not name.startswith("model_ema.")}
    assert full.keys() == half.keys() == plain | marks
    taught_names = {name for name in plain if is_taught(name)}
    assert all(half[name] == full[name] == base[name] for name in plain - taught_names)
    for name in taught_names:
        assert full[name][:2] == ("F32", base[name][1])
        assert half[name][:2] == ("F16", base[name][1])
        values = torch.frombuffer(bytearray(full[name][2]), dtype=torch.float32)
        assert values.half().numpy().tobytes() == half[name][2]


def is_taught(name: str) -> bool:
    """By the layout's names; of OpenCLIP two tensors are in no use, and SD2's last block."""
    unused = ("logit_scale", "position_ids", f"{OPEN_CLIP}text_projection", ".resblocks.2.")
    if name.startswith("cond_stage_model") and any(part in name for part in unused):
        return False
    is_text = name.startswith(("cond_stage_model.", "conditioner."))
    return name.startswith(UNET) or (is_text and not name.endswith(unused[:2]))


@pytest.mark.parametrize("family", FAMILIES)
def test_from_a_folder_it_has_the_names_and_shapes_of_published_files(
    model: Model, tmp_path: Path, family: Family
) -> None:
    path = export_step(model(family, "folder").run, to=tmp_path)
    found = {name: tuple(shape) for name, (_, shape, _) in read_raw(path).items()}
    marks = {"v_pred": (0,), "ztsnr": (0,)} if family == "sd2" else {}
    published = ldm_shapes(family, TINY[family])
    assert found == {name: published[name] for name in published if name not in SCHEDULE} | marks


def test_what_diffusers_drops_of_stable_diffusion_2_is_filled_in(
    model: Model, tmp_path: Path
) -> None:
    tensors = load_file(export_step(model("sd2", "folder").run, to=tmp_path))
    last, before = f"{OPEN_CLIP}transformer.resblocks.2.", f"{OPEN_CLIP}transformer.resblocks.1."
    names = [name for name in tensors if name.startswith(last)]
    assert len(names) == 12
    for name in names:
        assert torch.equal(tensors[name], tensors[name.replace(last, before)])
    assert torch.equal(tensors[f"{OPEN_CLIP}text_projection"], torch.eye(128))
    assert tensors[f"{OPEN_CLIP}logit_scale"].exp().item() == pytest.approx(100)


@pytest.mark.parametrize(("family", "source"), [("sd1", "folder"), ("sdxl", "file")])
def test_a_folder_is_one_for_older_versions_too(
    model: Model, tmp_path: Path, family: Family, source: Source
) -> None:
    """They look for `text_model.` and for the vocabulary as two files."""
    taught = model(family, source)
    path = export_step(taught.run, to=tmp_path, format_name="diffusers")
    encoders = sorted(path.glob("text_encoder*"))
    tokenizers = sorted(path.glob("tokenizer*"))
    assert len(encoders) == len(tokenizers) == (2 if family == "sdxl" else 1)
    for encoder in encoders:
        names = load_file(encoder / "model.safetensors").keys()
        inside = {name for name in names if name != "text_projection.weight"}
        assert all(name.startswith("text_model.") for name in inside)
        assert not any(name.startswith("text_model.text_model.") for name in inside)
    theirs = taught.base_pipeline()
    for tokenizer in tokenizers:
        vocabulary = json.loads((tokenizer / "vocab.json").read_text(encoding="utf-8"))
        version, *lines, end = (tokenizer / "merges.txt").read_text(encoding="utf-8").split("\n")
        assert (version, end) == ("#version: 0.2", "")
        merges = [(one, other) for one, other in (line.split(" ") for line in lines)]
        rebuilt = CLIPTokenizer(vocab=vocabulary, merges=merges)
        ids = getattr(theirs, tokenizer.name)(PROMPT).input_ids
        assert rebuilt(PROMPT).input_ids == ids
    weights = load_file(path / "unet" / "diffusion_pytorch_model.safetensors")
    assert {values.dtype for values in weights.values()} == {torch.float16}


@pytest.mark.parametrize("format_name", ["safetensors", "diffusers"])
def test_other_programs_draw_the_engines_sample(
    demo_run: RunFolder, tmp_path: Path, format_name: str
) -> None:
    path = export_step(demo_run, to=tmp_path, format_name=format_name, options=FULL)
    if path.is_dir():
        pipeline = StableDiffusionPipeline.from_pretrained(path, dtype=torch.float32)
    else:
        pipeline = StableDiffusionPipeline.from_single_file(
            str(path), config=str(DEMO_FOLDER), local_files_only=True, safety_checker=None,
            feature_extractor=None,
        )  # fmt: skip
    pipeline.scheduler = DDIMScheduler.from_config(pipeline.scheduler.config)
    pipeline.set_progress_bar_config(disable=True)
    trained = load_trained(demo_run)
    settings = trained.config.sampling
    noise = randomness.normal((1, 4, 16, 16), randomness.stream_seed(7, "samples", 0), "sample")
    theirs = pipeline(
        PROMPT, latents=noise, num_inference_steps=settings.num_inference_steps,
        guidance_scale=settings.guidance_scale, negative_prompt=settings.negative_prompt,
        height=64, width=64,
    ).images[0]  # fmt: skip
    trained.use_step(4)
    (ours,) = trained.draw(["a photo of {}"], seed=7)
    # Another attention kernel may round a pixel the other way.
    assert max(ImageChops.difference(ours, theirs).tobytes()) <= 1
    trained.use_start()
    (untaught,) = trained.draw(["a photo of {}"], seed=7)
    assert max(ImageChops.difference(untaught, theirs).tobytes()) > 1


@pytest.mark.parametrize(
    ("family", "source", "architecture", "prediction"),
    [
        ("sd1", "file", "stable-diffusion-v1", "epsilon"),
        ("sd2", "folder", "stable-diffusion-v2-768-v", "v"),
        ("sdxl", "file", "stable-diffusion-xl-v1-base", "epsilon"),
    ],
)
def test_it_says_what_it_is(
    model: Model, tmp_path: Path, family: Family, source: Source, architecture: str, prediction: str
) -> None:
    taught = model(family, source)
    said = metadata_of(export_step(taught.run, to=tmp_path, name="my-cat"))
    assert said["modelspec.architecture"] == architecture
    assert said["modelspec.prediction_type"] == prediction
    assert said["modelspec.title"] == said["ss_output_name"] == "my-cat"
    assert said["modelspec.trigger_phrase"] == "pallas_cat animal"
    assert said["ss_sd_model_name"] == taught.base.name
    assert said["ss_steps"] == str(LAST_STEP)
    assert str(taught.base.parent) not in " ".join(said.values())
    kept = {key: text for key, text in SAID.items() if said.get(key) == text}
    whose = {"modelspec.author": "somebody", "modelspec.license": "theirs"}
    assert kept == (whose if family == "sd1" else {})
    assert not said.keys() & (SAID.keys() - whose.keys())


# Spellings of a base model in one file ------------------------------------------------------------

ONE = "out.2.bias"
Patch = Callable[[Path], Path]


@pytest.fixture
def patched(workshop: Any, tmp_path: Path) -> Patch:
    """A base model's file after an export that changed nothing but one tensor of the UNet."""

    def export(base: Path) -> Path:
        run = workshop.run(method="dreambooth", base_model=str(base))
        save_checkpoint(run, 1, weights={"unet.conv_out.bias": torch.ones(4)}, state={})
        return export_step(run, to=tmp_path / "patched")

    return export


@pytest.mark.parametrize(
    ("suffix", "style"),
    [
        (".ckpt", {}),
        (".ckpt", {"legacy": True, "dtype": "bfloat16"}),
        (".safetensors", {"text_prefix": False}),
        (".safetensors", {"ema": "only"}),
    ],
)
def test_however_the_base_is_spelt_the_export_is_spelt_as_today(
    patched: Patch, tmp_path: Path, suffix: str, style: dict[str, Any]
) -> None:
    options = {key: value for key, value in style.items() if key != "legacy"}
    tensors = checkpoint_tensors("sd1", **options)
    base = write_tensors(tmp_path / f"model{suffix}", tensors, legacy=style.get("legacy", False))
    averages = {ema_name(name): name for name in ldm_shapes("sd1", TINY["sd1"])}
    older, today = "cond_stage_model.transformer.", "cond_stage_model.transformer.text_model."
    expected = {
        averages.get(name, name if today in name else name.replace(older, today)): values
        for name, values in tensors.items()
        if name not in ("model_ema.decay", "model_ema.num_updates")
    }
    found = load_file(patched(base))
    assert found.pop(UNET + ONE).equal(torch.ones(4).half())
    del expected[UNET + ONE]
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        assert found[name].dtype == values.dtype
        assert torch.equal(found[name], values)


def test_numbers_of_a_format_that_torch_can_only_store_are_copied(
    patched: Patch, tmp_path: Path
) -> None:
    tensors = checkpoint_tensors("sd1")
    odd = torch.arange(5, dtype=torch.float32).to(torch.float8_e4m3fn)
    base = tmp_path / "model.safetensors"
    save_file(tensors | {"somebody.scale": odd}, base)
    found = read_raw(patched(base))
    assert found["somebody.scale"] == ("F8_E4M3", [5], bytes(odd.view(torch.uint8).tolist()))


# What is refused ----------------------------------------------------------------------------------


def refused(run: RunFolder, **options: Any) -> ManulError:
    with pytest.raises(ManulError) as raised:
        export_step(run, **options)
    assert raised.value.report().advice
    return raised.value


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """A disk with as many free bytes as the test says."""
    usage = SimpleNamespace(free=0)
    monkeypatch.setattr("training.checkpoints.shutil.disk_usage", lambda _: usage)
    yield usage


@pytest.mark.parametrize("format_name", list(export_formats("dreambooth")))
def test_a_disk_that_is_too_small_is_said_before_anything_is_written(
    demo_run: RunFolder, tmp_path: Path, disk: SimpleNamespace, format_name: str
) -> None:
    disk.free = 1_000_000
    error = refused(demo_run, to=tmp_path / "new" / "folder", format_name=format_name)
    assert error.key == "disk_full.space"
    assert "0.1 GB are needed" in str(error)
    assert list(tmp_path.iterdir()) == []


def test_the_space_is_counted_to_the_byte(
    demo_run: RunFolder, tmp_path: Path, disk: SimpleNamespace
) -> None:
    disk.free = 10**12
    size = export_step(demo_run, to=tmp_path).stat().st_size
    disk.free = size
    export_step(demo_run, to=tmp_path, overwrite=True)
    disk.free = size - 1
    assert refused(demo_run, to=tmp_path, overwrite=True).kind == "disk_full"


def test_gigabytes_of_a_killed_export_make_room(demo_run: RunFolder, tmp_path: Path) -> None:
    dead = 2**22 + 1
    left = tmp_path / f".pallas_cat.safetensors.{dead}.1.tmp"
    left.write_bytes(bytes(1000))
    path = export_step(demo_run, to=tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_the_base_model_is_never_replaced(model: Model) -> None:
    taught = model("sd1", "file")
    before = taught.base.stat()
    error = refused(taught.run, to=taught.base.parent, name="sd1", overwrite=True)
    assert error.key == "export_exists.base_model"
    folder = model("sd1", "folder")
    error = refused(
        folder.run, to=folder.base.parent, name="sd1", format_name="diffusers", overwrite=True
    )
    assert error.key == "export_exists.base_model"
    assert taught.base.stat() == before


def test_only_models_are_replaced_by_folders(demo_run: RunFolder, tmp_path: Path) -> None:
    mine = tmp_path / "pallas_cat"
    mine.mkdir()
    (mine / "diary.txt").write_text("dear diary")
    error = refused(demo_run, to=tmp_path, format_name="diffusers", overwrite=True)
    assert error.key == "export_exists.no_model"
    assert [entry.name for entry in tmp_path.rglob("*")] == ["pallas_cat", "diary.txt"]


def test_a_former_export_is_replaced_whole(demo_run: RunFolder, tmp_path: Path) -> None:
    folder = export_step(demo_run, to=tmp_path, format_name="diffusers")
    (folder / "unet" / "old.txt").write_text("")
    assert refused(demo_run, to=tmp_path, format_name="diffusers").key == "export_exists"
    export_step(demo_run, to=tmp_path, format_name="diffusers", overwrite=True)
    assert not (folder / "unet" / "old.txt").exists()
    assert list(tmp_path.iterdir()) == [folder]


def test_another_base_model_than_the_taught_one(model: Model, tmp_path: Path) -> None:
    taught = model("sd1", "file")
    content = taught.base.read_bytes()
    try:
        taught.base.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        assert refused(taught.run, to=tmp_path).kind == "model_changed"
        taught.base.unlink()
        assert refused(taught.run, to=tmp_path).kind == "model_missing"
    finally:
        taught.base.write_bytes(content)
    assert list(tmp_path.iterdir()) == []
