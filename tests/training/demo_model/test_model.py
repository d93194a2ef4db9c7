"""The bundled pipeline loads like any other and draws what it is told."""

import os
from pathlib import Path

import pytest
import torch
from diffusers import StableDiffusionPipeline
from safetensors import safe_open

from training.demo_model.captions import vocabulary
from training.demo_model.evaluate import judge_sampled, load, sample
from training.demo_model.questions import (
    creature_questions,
    creature_scores,
    shape_questions,
    shape_scores,
)

DEMO = Path(__file__).parents[3] / "resources" / "demo"
MODEL = DEMO / "model"


@pytest.fixture(scope="module")
def pipeline() -> StableDiffusionPipeline:
    torch.set_num_threads(1)
    return load(MODEL)


def test_it_loads_in_one_precision(pipeline: StableDiffusionPipeline) -> None:
    assert pipeline.safety_checker is None
    parts = (pipeline.unet, pipeline.vae, pipeline.text_encoder)
    assert {part.dtype for part in parts} == {torch.float32}


def test_its_files_are_half_precision_and_small() -> None:
    weights = list(MODEL.rglob("*.safetensors"))
    assert len(weights) == 3
    for path in weights:
        with safe_open(path, framework="pt") as file:
            assert {file.get_tensor(name).dtype for name in file.keys()} == {torch.float16}  # noqa: SIM118
    size = sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file())
    assert size <= 20_000_000
    assert all(os.access(path, os.R_OK) for path in DEMO.rglob("*"))


def test_the_text_encoder_has_the_prefix_that_older_readers_want(
    pipeline: StableDiffusionPipeline,
) -> None:
    loaded = pipeline.text_encoder.state_dict()
    with safe_open(MODEL / "text_encoder" / "model.safetensors", framework="pt") as file:
        names = list(file.keys())
        assert all(name.startswith("text_model.") for name in names)
        for name in names:
            here = name if name in loaded else name.removeprefix("text_model.")
            assert torch.equal(loaded[here], file.get_tensor(name).float()), name


def test_sizes_are_as_documented(pipeline: StableDiffusionPipeline) -> None:
    assert pipeline.unet.config.sample_size * 4 == 64
    assert pipeline.scheduler.config.prediction_type == "v_prediction"
    width = pipeline.text_encoder.config.hidden_size
    assert width == pipeline.unet.config.cross_attention_dim
    assert width not in pipeline.unet.config.block_out_channels
    assert len(pipeline.tokenizer) == pipeline.text_encoder.config.vocab_size
    assert len(pipeline.tokenizer) > 512 + len(vocabulary())


def test_the_same_seed_gives_the_same_picture(pipeline: StableDiffusionPipeline) -> None:
    prompts = ["a photo of a red star on a blue background"]
    first, again, other = (sample(pipeline, prompts, seed=seed)[0] for seed in (1, 1, 2))
    assert first.size == (64, 64)
    assert first.tobytes() == again.tobytes() != other.tobytes()


def test_it_follows_prompts(pipeline: StableDiffusionPipeline) -> None:
    questions = shape_questions(16)
    scores = shape_scores(judge_sampled(pipeline, questions), questions)
    assert scores["background"] >= 0.96, scores
    assert scores["colour"] >= 0.96, scores
    assert scores["shape"] >= 0.80, scores


@pytest.mark.prove
def test_it_follows_100_prompts(pipeline: StableDiffusionPipeline) -> None:
    questions = shape_questions(100)
    scores = shape_scores(judge_sampled(pipeline, questions), questions)
    assert scores["background"] >= 0.98, scores
    assert scores["colour"] >= 0.98, scores
    assert scores["shape"] >= 0.85, scores


@pytest.mark.prove
def test_it_draws_the_creatures_it_is_told(pipeline: StableDiffusionPipeline) -> None:
    questions = creature_questions(100)
    scores = creature_scores(judge_sampled(pipeline, questions), questions)
    assert scores["background"] >= 0.95, scores
    assert scores["species"] >= 0.80, scores
    assert scores["fur"] >= 0.90, scores
