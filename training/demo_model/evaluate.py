"""Measures the demo model: does it draw what 100 prompts say, and can the judge be believed?"""

import argparse
from pathlib import Path

import numpy as np
import torch
from diffusers import StableDiffusionPipeline
from PIL import Image

from training.demo_model.autoencoder import psnr
from training.demo_model.judge import Finding, judge
from training.demo_model.pictures import VALIDATION_SEED, picture_number
from training.demo_model.pipeline import GUIDANCE_SCALE, INFERENCE_STEPS
from training.demo_model.questions import (
    Question,
    creature_questions,
    creature_scores,
    judge_drawn,
    shape_questions,
    shape_scores,
)
from training.demo_model.scenes import MEDIA

BATCH = 20
# Pictures that the autoencoder is measured on.
UNSEEN = 200


def sample(
    pipeline: StableDiffusionPipeline, prompts: list[str], *, seed: int
) -> list[Image.Image]:
    """One picture a prompt, in batches; the same seed gives the same pictures."""
    pictures: list[Image.Image] = []
    for start in range(0, len(prompts), BATCH):
        result = pipeline(
            prompts[start : start + BATCH],
            num_inference_steps=INFERENCE_STEPS,
            guidance_scale=GUIDANCE_SCALE,
            generator=torch.Generator().manual_seed(seed + start),
        )
        pictures += result.images
    return pictures


def judge_sampled(
    pipeline: StableDiffusionPipeline, questions: list[Question], *, seed: int = 100
) -> list[Finding]:
    pictures = sample(pipeline, [question.prompt for question in questions], seed=seed)
    return [judge(picture) for picture in pictures]


def load(folder: Path) -> StableDiffusionPipeline:
    pipeline = StableDiffusionPipeline.from_pretrained(folder)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("resources/demo/model"))
    parser.add_argument("--prompts", type=int, default=100)
    options = parser.parse_args()
    torch.set_num_threads(1)
    pipeline = load(options.model)
    unseen = np.stack([picture_number(index, seed=VALIDATION_SEED) for index in range(UNSEEN)])
    print(f"{'autoencoder, unseen':<24} {psnr(pipeline.vae, unseen):.1f} dB")
    for medium in MEDIA:
        questions = shape_questions(options.prompts, medium=medium)
        _show(f"shapes, {medium}, real", shape_scores(judge_drawn(questions), questions))
        _show(f"shapes, {medium}", shape_scores(judge_sampled(pipeline, questions), questions))
    questions = creature_questions(options.prompts)
    _show("creatures, real", creature_scores(judge_drawn(questions), questions))
    _show("creatures", creature_scores(judge_sampled(pipeline, questions), questions))


def _show(title: str, scores: dict[str, float]) -> None:
    print(f"{title:<24}", "  ".join(f"{name} {share:.2f}" for name, share in scores.items()))


if __name__ == "__main__":
    main()
