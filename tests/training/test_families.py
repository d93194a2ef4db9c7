"""Every family, from a file and from a folder: taught for real, and read by other programs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file

from tests.model_files.folders import PIPELINES, read_with_diffusers, write_configs, write_folder
from tests.model_files.widths import FAMILIES, TINY, Family
from tests.model_files.write import write_checkpoint
from training.contract.errors import ManulError
from training.contract.export_targets import formats_for
from training.contract.layout import RunFolder
from training.contract.runs import RunRequest, create_run
from training.engine import run_attempt
from training.export import export_step
from training.trained import load_trained

SOURCES = ("file", "folder")
STEPS = 3
SHORT = (
    "data.resolution=64",
    "method.num_vectors=2",
    "training.max_train_steps=3",
    "training.train_batch_size=2",
    "training.learning_rate=0.02",
    "training.lr_scheduler=constant",
    "training.lr_decay_steps=0",
    "sampling.sample_every=3",
    "sampling.num_inference_steps=2",
    "evaluation.pairs=2",
)
PROMPT = "a drawing of pallas_cat on a blue background"


@dataclass(frozen=True)
class Taught:
    family: Family
    model: Path
    run: RunFolder
    configs: Path
    """Of a single file: what diffusers wants to be told beside it."""

    def pipeline(self) -> Any:
        """The untouched model in diffusers."""
        if self.model.is_file():
            return read_with_diffusers(self.model, self.family, self.configs)
        return PIPELINES[self.family].from_pretrained(self.model, dtype=torch.float32)


def write_model(folder: Path, family: Family, source: str) -> Path:
    if source == "file":
        return write_checkpoint(folder / f"{family}.safetensors", family, dtype="float32")
    return write_folder(folder / family, family)


@pytest.fixture(scope="module")
def taught(
    shared_workshop: Any, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Family, str], Taught]:
    folder = shared_workshop.concept("family_cat")
    models = tmp_path_factory.mktemp("families")

    @cache
    def teach(family: Family, source: str) -> Taught:
        model = write_model(models, family, source)
        request = RunRequest(base_model=str(model), assignments=SHORT)
        run = create_run(folder, request)
        assert run_attempt(run).state == "finished"
        configs = models / f"{family}.of_file"
        if not configs.exists():
            write_configs(configs, family)
        return Taught(family, model, run, configs)

    return teach


def teach_diffusers(pipeline: Any, path: Path) -> None:
    """As diffusers' own documentation has it for SDXL: each tensor to its encoder. Its summary of
    the text is looked for at the highest id, the new word's, unless the end is named."""
    if getattr(pipeline, "text_encoder_2", None):
        pipeline.text_encoder_2.text_model.eos_token_id = pipeline.tokenizer_2.eos_token_id
    if path.suffix == ".pt" or "clip_g" not in (content := load_file(path)):
        pipeline.load_textual_inversion(str(path), token="pallas_cat")
        return
    pipeline.load_textual_inversion(
        {"pallas_cat": content["clip_l"]},
        text_encoder=pipeline.text_encoder, tokenizer=pipeline.tokenizer,
    )  # fmt: skip
    pipeline.load_textual_inversion(
        {"pallas_cat": content["clip_g"]},
        text_encoder=pipeline.text_encoder_2, tokenizer=pipeline.tokenizer_2,
    )  # fmt: skip


MATRIX = [
    (family, source, format_name)
    for family in FAMILIES
    for source in SOURCES
    for format_name in formats_for("embedding", family, tool=None)
]


@pytest.mark.parametrize(("family", "source", "format_name"), MATRIX)
def test_diffusers_understands_the_word_as_the_engine_does(
    taught: Callable[[Family, str], Taught],
    tmp_path: Path,
    family: Family,
    source: str,
    format_name: str,
) -> None:
    done = taught(family, source)
    path = export_step(done.run, to=tmp_path, name="pallas_cat", format_name=format_name)
    pipeline = done.pipeline()
    teach_diffusers(pipeline, path)
    said = pipeline.encode_prompt(
        PROMPT, device=torch.device("cpu"), num_images_per_prompt=1,
        do_classifier_free_guidance=False,
    )  # fmt: skip

    trained = load_trained(done.run)
    trained.use_step(STEPS)
    word = PROMPT.replace("pallas_cat", trained.config.concept.name)
    with torch.no_grad():
        ours = trained.model.encode_prompts([word])
        trained.use_step(0)
        untaught = trained.model.encode_prompts([word])
    assert torch.equal(ours.hidden_states, said[0])
    assert not torch.equal(ours.hidden_states, untaught.hidden_states)
    if family == "sdxl":
        torch.testing.assert_close(ours.pooled, said[2], rtol=0, atol=1e-5)
        assert not torch.allclose(ours.pooled, untaught.pooled, atol=0.01)


def test_sdxl_learns_in_both_encoders_at_every_step(
    taught: Callable[[Family, str], Taught], tmp_path: Path
) -> None:
    """`clip_l` and `clip_g`, each as wide as its encoder; SDXL has no .pt that web UIs read."""
    run = taught("sdxl", "file").run
    first, last = (
        load_file(export_step(run, to=tmp_path / str(step), step=step)) for step in (0, STEPS)
    )
    text = TINY["sdxl"]
    assert text.clip
    assert text.open_clip
    assert {name: tuple(table.shape) for name, table in last.items()} == {
        "clip_l": (2, text.clip.width),
        "clip_g": (2, text.open_clip.width),
    }
    assert all((first[name] != last[name]).any(dim=1).all() for name in last)
    with pytest.raises(ManulError) as told:
        export_step(run, to=tmp_path, format_name="pt")
    assert told.value.kind == "export_unsupported"
    assert told.value.values["choices"] == "safetensors"


@pytest.mark.parametrize("source", SOURCES)
def test_what_the_model_was_is_written_down(
    taught: Callable[[Family, str], Taught], history_of: Callable[..., Any], source: str
) -> None:
    found = history_of(taught("sd2", source).run).base_model
    assert found.prediction.name == ("v_prediction" if source == "file" else "epsilon")
    reasons = {"file": "reason.prediction.probed", "folder": "reason.prediction.said"}
    assert found.prediction.reason.key == reasons[source]
    assert not found.zero_terminal_snr


def test_a_velocity_model_that_ends_in_noise_is_taught_as_such(
    workshop: Any, open_session: Callable[..., Any], tmp_path: Path
) -> None:
    model = write_folder(tmp_path / "v", "sd2", prediction_type="v_prediction", zero_snr=True)
    run = create_run(workshop.concept(), RunRequest(base_model=str(model), assignments=SHORT))
    scheduler = open_session(run).model.noise_scheduler
    assert scheduler.config.prediction_type == "v_prediction"
    assert scheduler.alphas_cumprod[-1] == 0
    assert scheduler.config.timestep_spacing == "trailing"


def test_the_user_has_the_last_word_on_what_is_predicted(
    workshop: Any, open_session: Callable[..., Any], tmp_path: Path
) -> None:
    model = write_folder(tmp_path / "v", "sd2", prediction_type="epsilon")
    wish = (*SHORT, "training.prediction_type=v_prediction")
    run = create_run(workshop.concept(), RunRequest(base_model=str(model), assignments=wish))
    assert open_session(run).model.noise_scheduler.config.prediction_type == "v_prediction"


def test_a_run_knows_its_model_again(
    taught: Callable[[Family, str], Taught], tmp_path: Path, workshop: Any
) -> None:
    """Swapped between two attempts, it would spoil what has been learned without a word."""
    model = write_checkpoint(tmp_path / "mine.safetensors", "sd1")
    assignments = (*SHORT, "training.max_train_steps=1", "sampling.sample_every=1")
    run = create_run(workshop.concept(), RunRequest(base_model=str(model), assignments=assignments))
    assert run_attempt(run).state == "finished"
    write_checkpoint(model, "sd1", seed=1)
    with pytest.raises(ManulError) as told:
        load_trained(run)
    assert told.value.kind == "model_changed"
    assert str(model) in str(told.value)


def test_an_embedding_is_continued_in_its_own_family_only(
    taught: Callable[[Family, str], Taught], workshop: Any, tmp_path: Path,
    open_session: Callable[..., Any],
) -> None:  # fmt: skip
    done = taught("sdxl", "file")
    path = export_step(done.run, to=tmp_path, name="pallas_cat")
    concept = workshop.concept()
    again, other = (
        create_run(concept, RunRequest(base_model=str(model), assignments=SHORT, init_from=path))
        for model in (done.model, write_checkpoint(tmp_path / "sd1.safetensors", "sd1"))
    )
    weights = open_session(again).method.weights()
    expected = load_file(path)
    assert torch.equal(weights["vectors"], expected["clip_l"])
    assert torch.equal(weights["vectors_2"], expected["clip_g"])
    with pytest.raises(ManulError) as told:
        open_session(other)
    assert told.value.kind == "invalid_setting"
    assert "init_from.safetensors" in str(told.value)
