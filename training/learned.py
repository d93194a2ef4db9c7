"""Did it learn? The fixed test on pictures it never saw, against a concept it was not taught."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import mean

import torch
from PIL import Image

from training.contract.concept_folder import read_caption
from training.contract.pictures import load_upright
from training.demo_model.judge import similarity
from training.evaluation import View, fixed_batches, fixed_loss
from training.latents import to_tensor
from training.time_ids import sample_time_ids
from training.trained import Trained

# Chosen on the bundled model; resources/demo/README.md has the measurements behind them.
RATIO_THRESHOLD = 0.80
CONTROL_MARGIN = 0.20
_PAIRS = 48
_SEED = 20_211_220
_SAMPLE_SEEDS = (101, 102)


@dataclass(frozen=True)
class Learning:
    """`ratio` = loss on held-out pictures after / before, `control_ratio` the same on another
    concept; `score_*` = mean similarity of samples to the concept's pictures, higher is better."""

    ratio: float
    control_ratio: float
    score_before: float
    score_after: float

    @property
    def learned(self) -> bool:
        below_control = self.ratio <= self.control_ratio - CONTROL_MARGIN
        return self.ratio <= RATIO_THRESHOLD and below_control


def measure_learning(trained: Trained, *, step: int, concept: Path, control: Path) -> Learning:
    """Compare the untaught model and the kept step `step` with the pictures of two bundled
    concepts."""
    pictures = sorted((concept / "images").glob("*.png")) + held_out_pictures(concept)
    references = [load_upright(path) for path in pictures]
    losses, scores = [], []
    for use in (trained.use_start, partial(trained.use_step, step)):
        use()
        losses.append([held_out_loss(trained, folder) for folder in (concept, control)])
        scores.append(likeness_of_samples(trained, references))
    before, after = losses
    return Learning(
        ratio=after[0] / before[0],
        control_ratio=after[1] / before[1],
        score_before=scores[0],
        score_after=scores[1],
    )


def held_out_pictures(concept: Path) -> list[Path]:
    return sorted((concept / "held_out").glob("*.png"))


def held_out_loss(trained: Trained, concept: Path) -> float:
    paths = held_out_pictures(concept)
    views = [_view(trained, path) for path in paths]
    batches = fixed_batches(
        views.__getitem__,
        list(range(len(paths))),
        pairs=_PAIRS,
        timesteps=len(trained.model.noise_scheduler),
        seed=_SEED,
    )
    return fixed_loss(batches, trained.method.loss, progress=lambda: None)


@torch.no_grad()
def _view(trained: Trained, path: Path) -> View:
    side = trained.config.data.resolution
    name = trained.config.subject
    picture = load_upright(path).resize((side, side))
    with trained.model.vae_on_device() as vae:
        pixels = to_tensor(picture).unsqueeze(0).to(vae.device, vae.dtype)
        mean = vae.encode(pixels).latent_dist.mean[0] * vae.config.scaling_factor
    prompt = read_caption(path).replace("{}", name)
    return View(mean.float(), sample_time_ids(side), prompt)


def likeness_of_samples(trained: Trained, references: list[Image.Image]) -> float:
    prompts = list(trained.config.concept.prompts())
    pictures = [shot for seed in _SAMPLE_SEEDS for shot in trained.draw(prompts, seed=seed)]
    return mean(similarity(picture, references) for picture in pictures)
