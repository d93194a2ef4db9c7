"""The builder makes a loadable model from nothing, and goes on where it was interrupted."""

import json
from pathlib import Path

import pytest
import torch

from training.demo_model import build as build_module
from training.demo_model.build import Recipe, build, main
from training.demo_model.denoiser import WARMUP_STEPS, learning_rate
from training.demo_model.evaluate import load, sample

STEPS = 5


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    main(["--steps", str(STEPS), "--out", str(folder / "out"), "--work", str(folder / "work")])
    return folder


def test_a_few_steps_make_a_loadable_model(built: Path) -> None:
    pipeline = load(built / "out" / "model")
    picture = sample(pipeline, ["a photo of a red star"], seed=0)[0]
    assert picture.size == (64, 64)
    colours = picture.getcolors(64 * 64)
    assert colours is not None
    assert len(colours) > 10
    index = json.loads((built / "out" / "model" / "model_index.json").read_text("utf-8"))
    assert index["_class_name"] == "StableDiffusionPipeline"
    assert index["safety_checker"] == [None, None]


def test_it_writes_the_concepts_and_leaves_nothing_half_done(built: Path) -> None:
    assert len(list((built / "out" / "concepts").glob("*/concept.toml"))) == 3
    assert not [path for path in built.rglob("*") if ".part" in path.name]


def test_finished_stages_are_not_made_again(
    built: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def never(*arguments: object, **options: object) -> None:
        raise AssertionError("trained again")

    for name in ("train_autoencoder", "train_denoiser", "train_decoder", "encode_all"):
        monkeypatch.setattr(build_module, name, never)
    build(tmp_path / "out", built / "work", Recipe().shortened(STEPS))
    for path in (built / "out" / "model").rglob("*.safetensors"):
        again = tmp_path / "out" / path.relative_to(built / "out")
        assert again.read_bytes() == path.read_bytes()


def test_the_trial_recipe_is_short_in_every_stage() -> None:
    short = Recipe().shortened(7)
    assert short.pictures == 56
    steps = (short.crops.steps, short.whole.steps, short.denoiser_steps, short.decoder_steps)
    assert steps == (7, 7, 7, 7)


def test_the_learning_rate_comes_in_two_waves() -> None:
    rates = [learning_rate(step, 7500) for step in range(7500)]
    highest = max(rates)
    assert rates[0] < rates[WARMUP_STEPS - 1] == highest
    assert rates[WARMUP_STEPS] == rates[3200] == highest
    assert rates[5499] < 0.02 * highest
    assert rates[5500] == pytest.approx(0.5 * highest)
    assert rates[-1] < 0.01 * highest
    assert sorted(rates[5500:], reverse=True) == rates[5500:]


def test_torch_is_not_needed_to_draw_and_judge() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from training.demo_model import judge, concepts, captions, tokenizer;"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert torch.__version__
