"""Samples: the same seed draws the same picture, and drawing leaves no trace."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
from PIL import Image, ImageChops

from training import randomness, sampling
from training.contract.base_models import DEMO_FOLDER
from training.contract.settings import SamplingSettings
from training.sampling import draw_samples

SETTINGS = SamplingSettings(num_inference_steps=3, guidance_scale=3.0)
PROMPT = "a drawing of a cat on a blue background"


@pytest.fixture
def draw(load_model: Callable[[], Any]) -> Callable[..., list[Image.Image]]:
    model = load_model()

    def draw_with(
        prompts: list[str], seeds: list[int], settings: SamplingSettings = SETTINGS
    ) -> list[Image.Image]:
        return draw_samples(
            model, prompts, seeds=seeds, settings=settings, resolution=64, check=lambda: None
        )

    return draw_with


def test_the_same_seed_draws_the_same_picture(draw: Callable[..., list[Image.Image]]) -> None:
    (first,) = draw([PROMPT], [7])
    torch.randn(10)
    again, other = draw([PROMPT, PROMPT], [7, 8])
    assert first.size == (64, 64)
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def test_the_settings_matter(draw: Callable[..., list[Image.Image]]) -> None:
    (plain,) = draw([PROMPT], [7])
    for change in ({"guidance_scale": 6.0}, {"negative_prompt": "red"}, {"num_inference_steps": 4}):
        (changed,) = draw([PROMPT], [7], SETTINGS.changed(**change))
        assert changed.tobytes() != plain.tobytes(), change


def test_it_draws_what_diffusers_draws(draw: Callable[..., list[Image.Image]]) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(DEMO_FOLDER, dtype=torch.float32)
    pipeline.scheduler = DDIMScheduler.from_config(pipeline.scheduler.config)
    pipeline.set_progress_bar_config(disable=True)
    theirs = pipeline(
        PROMPT,
        latents=randomness.normal((1, 4, 16, 16), 7, "sample"),
        num_inference_steps=3,
        guidance_scale=3.0,
        height=64,
        width=64,
    ).images[0]
    (ours,) = draw([PROMPT], [7])
    # Another attention kernel may round a pixel the other way.
    difference = ImageChops.difference(ours, theirs)
    assert max(difference.tobytes()) <= 1


@pytest.mark.parametrize("training", [True, False])
def test_the_unet_is_left_as_it_was(load_model: Callable[[], Any], training: bool) -> None:
    model = load_model()
    model.unet.train(training)
    seen: list[bool] = []
    draw_samples(
        model, [PROMPT], seeds=[1], settings=SETTINGS, resolution=64,
        check=lambda: seen.append(model.unet.training),
    )  # fmt: skip
    assert model.unet.training is training
    assert seen == [False] * SETTINGS.num_inference_steps


def test_a_drawing_that_is_broken_off_leaves_the_unet_as_it_was(
    load_model: Callable[[], Any],
) -> None:
    model = load_model()
    model.unet.train()

    def stop() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        draw_samples(model, [PROMPT], seeds=[1], settings=SETTINGS, resolution=64, check=stop)
    assert model.unet.training


def test_large_pictures_are_decoded_in_tiles(
    load_model: Callable[[], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    vae = load_model().vae
    latents = randomness.normal((1, 4, 32, 32), 7, "sample")
    with torch.no_grad():
        whole = sampling.decode(vae, latents)
        monkeypatch.setattr(sampling, "_TILE", 64)
        tiled = sampling.decode(vae, latents)
    assert tiled.shape == whole.shape == (1, 3, 128, 128)
    assert 0 < (tiled - whole).abs().mean() < 0.1
    # Latents to learn from are encoded whole.
    assert not vae.use_tiling
