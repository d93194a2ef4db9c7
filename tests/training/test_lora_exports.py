"""A LoRA as other programs load it, merged into its base model, and taken up again."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from diffusers import StableDiffusionPipeline
from safetensors.torch import load_file, save_file

from tests.model_files.adapters import lycoris_loha
from tests.model_files.widths import Family
from tests.training.taught_models import (
    LAST_STEP,
    Source,
    Taught,
    Teach,
    Tensors,
    metadata_of,
    output_of,
    read_raw,
    state_of,
    teacher,
)
from training.contract.errors import ManulError
from training.contract.settings import LoraSettings
from training.engine import run_attempt
from training.export import export_step
from training.exports import ExportOptions
from training.exports.lora_start import read_lora
from training.loop import train_step

FULL = ExportOptions(precision="fp32")
WORDS = "method.train_text_encoder=true"
# Rank and alpha, and the rest: each family with other layers.
RANK, ALPHA = 4, 2.0
CASES: dict[tuple[Family, Source], tuple[str, ...]] = {
    ("sd1", "folder"): ('method.layers="attention"',),
    ("sd1", "file"): ('method.layers="convolutions"', WORDS),
    ("sd2", "file"): ('method.layers="feed_forward"', WORDS),
    ("sdxl", "folder"): ('method.layers="convolutions"', WORDS),
}
EPSILON = 'training.prediction_type="epsilon"'
SETTINGS = LoraSettings(rank=RANK, alpha=ALPHA)
Model = Callable[[Family, Source], Taught]


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0}, raising=False)


@pytest.fixture(scope="module")
def model(shared_workshop: Any) -> Model:
    teach: Teach = teacher(shared_workshop, "lora")
    sizes = (f"method.rank={RANK}", f"method.alpha={ALPHA}", EPSILON)
    return lambda family, source: teach(family, source, *sizes, *CASES[family, source])


def additions(weights: Tensors, scale: float = ALPHA / RANK) -> Tensors:
    """What a kept step adds to the base model, tensor by tensor: B A x alpha / rank."""
    found = {}
    for name, down in weights.items():
        layer, found_a, _ = name.partition(".lora_A.weight")
        if found_a:
            up = weights[f"{layer}.lora_B.weight"]
            product = up.double().flatten(1) @ down.double().flatten(1)
            found[f"{layer}.weight"] = product.reshape(len(up), *down.shape[1:]) * scale
    return found


def assert_adds(weights: Tensors, expected: Tensors, *, scale: float = ALPHA / RANK) -> None:
    found = additions(weights, scale)
    assert found.keys() == expected.keys()
    for name, values in expected.items():
        torch.testing.assert_close(found[name], values, rtol=1e-5, atol=1e-8)


# The file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("family", "source"), CASES)
def test_diffusers_predicts_with_it_what_the_engine_predicts(
    model: Model, tmp_path: Path, family: Family, source: Source
) -> None:
    taught = model(family, source)
    path = export_step(taught.run, to=tmp_path, options=FULL)
    pipeline = taught.base_pipeline()
    untaught = output_of(pipeline)
    pipeline.load_lora_weights(str(tmp_path), weight_name=path.name)
    torch.testing.assert_close(output_of(pipeline), taught.engine_output, rtol=1e-4, atol=1e-5)
    assert (untaught - taught.engine_output).abs().max() > 1e-3


@pytest.mark.parametrize(
    ("family", "source", "prefixes"),
    [
        ("sd1", "folder", {"lora_unet_"}),
        ("sd1", "file", {"lora_unet_", "lora_te_text_model_"}),
        ("sd2", "file", {"lora_unet_", "lora_te_text_model_"}),
        ("sdxl", "folder", {"lora_unet_", "lora_te1_text_model_", "lora_te2_text_model_"}),
    ],
)
def test_layers_have_the_names_that_web_uis_look_for(
    model: Model, tmp_path: Path, family: Family, source: Source, prefixes: set[str]
) -> None:
    taught = model(family, source)
    tensors = load_file(export_step(taught.run, to=tmp_path))
    layers = {name.partition(".")[0] for name in tensors}
    suffixes = (".lora_down.weight", ".lora_up.weight", ".alpha")
    assert tensors.keys() == {layer + suffix for layer in layers for suffix in suffixes}
    assert len(layers) == len(additions(taught.weights))
    starts = re.compile(r"lora_(unet_|te\d?_(text_model_)?)")
    found = [starts.match(layer) for layer in layers]
    assert {match[0] for match in found if match} == prefixes
    assert "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k" in layers
    for name, values in tensors.items():
        if name.endswith(".alpha"):
            assert (values.dtype, values.shape, values.item()) == (torch.float32, (), ALPHA)
        else:
            assert values.dtype == torch.float16
            assert values.shape[0 if "lora_down" in name else 1] == RANK


def test_half_precision_is_the_full_one_rounded(model: Model, tmp_path: Path) -> None:
    run = model("sd1", "folder").run
    half = load_file(export_step(run, to=tmp_path / "half"))
    full = load_file(export_step(run, to=tmp_path / "full", options=FULL))
    assert half.keys() == full.keys()
    for name, values in full.items():
        assert values.dtype == torch.float32
        assert name.endswith(".alpha") or torch.equal(half[name], values.half())


@pytest.mark.parametrize(
    ("family", "source", "version", "architecture"),
    [
        ("sd1", "file", "sd_v1", "stable-diffusion-v1/lora"),
        ("sd2", "file", "sd_v2", "stable-diffusion-v2-512/lora"),
        ("sdxl", "folder", "sdxl_base_v1-0", "stable-diffusion-xl-v1-base/lora"),
    ],
)
def test_it_says_what_it_is(
    model: Model, tmp_path: Path, family: Family, source: Source, version: str, architecture: str
) -> None:
    said = metadata_of(export_step(model(family, source).run, to=tmp_path))
    assert said["ss_base_model_version"] == version
    assert said["ss_v2"] == str(family == "sd2")
    assert said["modelspec.architecture"] == architecture
    assert said["modelspec.trigger_phrase"] == "pallas_cat animal"
    assert said["ss_output_name"] == said["modelspec.title"] == "pallas_cat"
    assert said["ss_network_module"] == "networks.lora"
    assert (said["ss_network_dim"], said["ss_network_alpha"]) == (str(RANK), str(ALPHA))
    arguments = {} if family == "sd2" else {"conv_dim": str(RANK), "conv_alpha": str(ALPHA)}
    assert json.loads(said["ss_network_args"]) == arguments
    assert said["ss_steps"] == str(LAST_STEP)


def test_it_needs_no_base_model(workshop: Any, model: Model, tmp_path: Path) -> None:
    """The card's owner may have deleted it long ago."""
    taught = model("sd1", "folder")
    hidden = taught.base.rename(taught.base.with_name("hidden"))
    try:
        assert export_step(taught.run, to=tmp_path).is_file()
        with pytest.raises(ManulError) as raised:
            export_step(taught.run, to=tmp_path, format_name="merged")
        assert raised.value.kind == "model_missing"
    finally:
        hidden.rename(taught.base)


# Merged -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("family", "source", "strength"),
    [
        ("sd1", "folder", 1.0),
        ("sd1", "file", 0.5),
        ("sd1", "file", 0.0),
        ("sd2", "file", 0.5),
        ("sdxl", "folder", 1.0),
        ("sdxl", "folder", 0.0),
    ],
)
def test_merged_it_is_the_base_model_and_what_was_learned(
    model: Model, tmp_path: Path, family: Family, source: Source, strength: float
) -> None:
    taught = model(family, source)
    options = ExportOptions(precision="fp32", strength=strength)
    path = export_step(taught.run, to=tmp_path, format_name="merged", options=options)
    assert path.name == "pallas_cat-merged.safetensors"
    found, base = state_of(taught.read(path)), taught.base_state
    added = additions(taught.weights)
    assert found.keys() == base.keys() > added.keys()
    for name, values in base.items():
        if name in added and strength:
            expected = values.double() + strength * added[name]
            torch.testing.assert_close(found[name].double(), expected, rtol=1e-6, atol=1e-7)
        else:
            assert torch.equal(found[name], values)
    said = metadata_of(path)
    assert said["modelspec.merged_from"] == f"{taught.base.name}, pallas_cat"
    assert said["manul.strength"] == str(strength)
    assert not said["modelspec.architecture"].endswith("lora")


def test_merged_it_is_what_diffusers_merges(model: Model, tmp_path: Path) -> None:
    taught = model("sd1", "file")
    pipeline = taught.base_pipeline()
    lora = export_step(taught.run, to=tmp_path, options=FULL)
    pipeline.load_lora_weights(str(tmp_path), weight_name=lora.name)
    pipeline.fuse_lora(lora_scale=1.0)
    pipeline.unload_lora_weights()
    theirs = state_of(pipeline)
    merged = export_step(taught.run, to=tmp_path, format_name="merged", options=FULL)
    ours = state_of(taught.read(merged))
    assert ours.keys() == theirs.keys()
    for name, values in theirs.items():
        torch.testing.assert_close(ours[name], values, rtol=1e-5, atol=1e-6)


def test_merging_copies_the_rest_byte_for_byte(model: Model, tmp_path: Path) -> None:
    taught = model("sd1", "file")
    base = read_raw(taught.base)
    found = read_raw(export_step(taught.run, to=tmp_path, format_name="merged"))
    changed = {name for name in found if found[name] != base[name]}
    assert base.keys() - found.keys() == {name for name in base if name.startswith("model_ema.")}
    # Where attention has one place to look at, nothing is learned about where to look.
    assert len(changed) == sum(bool(values.any()) for values in additions(taught.weights).values())
    assert not any(name.startswith("first_stage_model.") for name in changed)
    assert {found[name][0] for name in changed} == {"F16"}


# Taken up again -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("family", "source"), CASES)
def test_a_run_goes_on_from_an_exported_one(
    workshop: Any, open_session: Callable[..., Any], model: Model, tmp_path: Path, family: Family,
    source: Source,
) -> None:  # fmt: skip
    """With another rank and another alpha it adds the same as before, and then learns."""
    taught = model(family, source)
    path = export_step(taught.run, to=tmp_path, options=FULL)
    settings = ("method.rank=6", "method.alpha=9", EPSILON, *CASES[family, source])
    run = workshop.run(
        *settings, "data.resolution=64", method="lora", base_model=str(taught.base), init_from=path
    )
    path.unlink()
    session = open_session(run)
    before = {name: values.clone() for name, values in session.method.weights().items()}
    assert_adds(before, additions(taught.weights), scale=9 / 6)
    train_step(session)
    after = session.method.weights()
    matrices = [name for name in before if name.endswith("attn2.to_v.lora_B.weight")]
    assert all(not torch.equal(before[name][:, RANK:], after[name][:, RANK:]) for name in matrices)


def as_diffusers(taught: Taught, folder: Path) -> Path:
    """diffusers' own writer, which keeps alpha in the metadata."""
    parts: dict[str, Tensors] = {"unet": {}, "text_encoder": {}}
    for name, values in taught.weights.items():
        part, _, inside = name.partition(".")
        parts[part][inside] = values
    said = {"r": RANK, "lora_alpha": ALPHA, "use_rslora": False, "alpha_pattern": {}}
    StableDiffusionPipeline.save_lora_weights(
        folder, unet_lora_layers=parts["unet"], text_encoder_lora_layers=parts["text_encoder"],
        unet_lora_adapter_metadata=said, text_encoder_lora_adapter_metadata=said,
    )  # fmt: skip
    return folder / "pytorch_lora_weights.safetensors"


def spelt(taught: Taught, path: Path, spell: Callable[[str], str]) -> Path:
    """No alpha: what is added is B A alone, so B is made smaller."""
    tensors = {
        spell(name): values * (ALPHA / RANK if ".lora_B." in name else 1)
        for name, values in taught.weights.items()
    }
    save_file(tensors, path)
    return path


def as_peft(taught: Taught, folder: Path) -> Path:
    return spelt(
        taught, folder / "peft.safetensors",
        lambda name: name.replace("unet.", "base_model.model.", 1),
    )  # fmt: skip


def as_older_diffusers(taught: Taught, folder: Path) -> Path:
    def spell(name: str) -> str:
        attention = re.sub(r"\.(to_\w+)(\.0)?\.lora_([AB])", r".processor.\1_lora.\3", name)
        return attention.replace(".A.weight", ".down.weight").replace(".B.weight", ".up.weight")

    return spelt(taught, folder / "older.safetensors", spell)


@pytest.mark.parametrize(
    ("source", "write"),
    [("file", as_diffusers), ("folder", as_peft), ("folder", as_older_diffusers)],
)
def test_other_programs_spellings_are_read(
    model: Model, tmp_path: Path, source: Source, write: Callable[[Taught, Path], Path]
) -> None:
    taught = model("sd1", source)
    found = read_lora(write(taught, tmp_path), taught.weights, SETTINGS)
    assert_adds(found, additions(taught.weights))


# SDXL's blocks that attend, as diffusers counts them and as the original code does.
ORIGINAL = {
    "down_blocks_1_attentions_0": "input_blocks_4_1",
    "down_blocks_1_attentions_1": "input_blocks_5_1",
    "down_blocks_2_attentions_0": "input_blocks_7_1",
    "down_blocks_2_attentions_1": "input_blocks_8_1",
    "mid_block_attentions_0": "middle_block_1",
    "up_blocks_0_attentions_0": "output_blocks_0_1",
    "up_blocks_0_attentions_1": "output_blocks_1_1",
    "up_blocks_0_attentions_2": "output_blocks_2_1",
    "up_blocks_1_attentions_0": "output_blocks_3_1",
    "up_blocks_1_attentions_1": "output_blocks_4_1",
    "up_blocks_1_attentions_2": "output_blocks_5_1",
}


def test_kohyas_names_of_sdxl_are_read(model: Model, tmp_path: Path) -> None:
    taught = model("sdxl", "folder")
    attention = {name: v for name, v in taught.weights.items() if ".transformer_blocks." in name}
    tensors = {}
    for name, values in load_file(export_step(taught.run, to=tmp_path, options=FULL)).items():
        block = re.match(r"lora_unet_((?:down|mid|up)_block\w*?_attentions_\d)_trans", name)
        if block:
            tensors[name.replace(block[1], ORIGINAL[block[1]])] = values
    save_file(tensors, tmp_path / "kohya.safetensors")
    found = read_lora(tmp_path / "kohya.safetensors", attention, SETTINGS)
    assert_adds(found, additions(attention))


# What is refused ----------------------------------------------------------------------------------


def refused(path: Path, wanted: Tensors, *, rank: int = RANK) -> str:
    with pytest.raises(ManulError) as raised:
        read_lora(path, wanted, LoraSettings(rank=rank))
    report = raised.value.report()
    assert report.kind == "unreadable" and report.advice
    assert str(path) in report.message
    return report.message


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (768, "it was made for Stable Diffusion 1.x"),
        (1024, "it was made for Stable Diffusion 2.x"),
        (2048, "it was made for SDXL"),
        (32, "it was made for models that describe words by 32 numbers"),
    ],
)
def test_another_familys_is_named(model: Model, tmp_path: Path, width: int, said: str) -> None:
    layer = "lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k"
    path = tmp_path / "other.safetensors"
    tensors = {
        f"{layer}.lora_down.weight": torch.ones(2, width),
        f"{layer}.lora_up.weight": torch.ones(64, 2),
    }
    save_file(tensors, path)
    assert said in refused(path, model("sd1", "folder").weights)


def test_no_run_is_made_of_another_familys(workshop: Any, model: Model, tmp_path: Path) -> None:
    path = export_step(model("sd2", "file").run, to=tmp_path)
    concept = workshop.concept()
    with pytest.raises(ManulError) as raised:
        workshop.run(method="lora", init_from=path)
    assert "made for Stable Diffusion 2.x, not for Stable Diffusion 1.x" in str(raised.value)
    assert raised.value.key == "unreadable.lora"
    assert not concept.runs_folder.exists()


def test_where_its_header_does_not_tell_the_run_ends_with_that_sentence(
    workshop: Any, model: Model, tmp_path: Path
) -> None:
    path = export_step(model("sd2", "file").run, to=tmp_path)
    save_file(load_file(path), path)
    outcome = run_attempt(workshop.run(method="lora", init_from=path))
    assert outcome.state == "failed"
    assert outcome.error is not None and outcome.error.key == "error.unreadable.lora"
    assert "models that describe words by 128 numbers, not for" in outcome.error.message


def no_pair(tensors: Tensors) -> Tensors:
    return {name: values for name, values in tensors.items() if ".lora_up." not in name}


def not_finite(tensors: Tensors) -> Tensors:
    first = next(name for name in tensors if ".lora_up." in name)
    return tensors | {first: torch.full_like(tensors[first], torch.nan)}


def whole_numbers(tensors: Tensors) -> Tensors:
    return {name: values.to(torch.int8) for name, values in tensors.items()}


def turned(tensors: Tensors) -> Tensors:
    first = next(name for name in tensors if name.endswith("_to_q.lora_up.weight"))
    return tensors | {first: tensors[first].repeat(2, 1)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (no_pair, "it is not a LoRA's .safetensors file"),
        (not_finite, "it is damaged or incomplete"),
        (whole_numbers, "it is not a LoRA's .safetensors file"),
        (turned, "is of another size than the base model's"),
        (lambda _: {"emb_params": torch.ones(4, 768)}, "it is not a LoRA's .safetensors file"),
        (lambda _: {name: torch.ones(1) for name in lycoris_loha("sd1")}, "it is a LoHa"),
        (lambda _: {}, "it is not a LoRA's .safetensors file"),
    ],
)
def test_what_is_no_lora_is_refused(
    model: Model, tmp_path: Path, change: Callable[[Tensors], Tensors], said: str
) -> None:
    taught = model("sd1", "folder")
    path = export_step(taught.run, to=tmp_path)
    save_file(change(load_file(path)), path)
    assert said in refused(path, taught.weights)


def test_so_is_half_a_file(model: Model, tmp_path: Path) -> None:
    taught = model("sd1", "folder")
    path = export_step(taught.run, to=tmp_path)
    path.write_bytes(path.read_bytes()[:-1000])
    assert "cut off" in refused(path, taught.weights) or "download" in refused(path, taught.weights)


def test_settings_that_are_too_small_are_named(model: Model, tmp_path: Path) -> None:
    small, large = model("sd1", "folder"), model("sd1", "file")
    path = export_step(large.run, to=tmp_path)
    said = refused(path, small.weights)
    assert "method.layers" in said and "method.train_text_encoder" in said
    said = refused(path, large.weights, rank=3)
    assert f"its rank is {RANK}, and the setting method.rank is only 3" in said


@pytest.mark.parametrize("format_name", ["safetensors", "merged"])
def test_a_disk_that_is_too_small_is_said_before(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_name: str
) -> None:
    size = export_step(model("sd1", "file").run, to=tmp_path, format_name=format_name)
    usage = SimpleNamespace(free=size.stat().st_size - 1)
    monkeypatch.setattr("training.checkpoints.shutil.disk_usage", lambda _: usage)
    with pytest.raises(ManulError) as raised:
        export_step(model("sd1", "file").run, to=tmp_path / "new", format_name=format_name)
    assert raised.value.key == "disk_full.space"
    assert list(tmp_path.iterdir()) == [size]
