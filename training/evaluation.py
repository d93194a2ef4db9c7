"""The fixed test: the loss on pictures, noise and timesteps that never change."""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from training import randomness
from training.methods import Batch

_BATCH = 8


@dataclass(frozen=True)
class View:
    """A picture to test with: its latents (4, height, width), size and crop (6,), and words."""

    latents: torch.Tensor
    time_ids: torch.Tensor
    prompt: str


def fixed_batches(
    view: Callable[[int], View], images: list[int], *, pairs: int, timesteps: int, seed: int,
    batch_size: int = _BATCH,
) -> list[Batch]:  # fmt: skip
    """`pairs` looks at `images` in turn, their timesteps spread evenly over the schedule, so
    that two evaluations differ by what was learned alone."""
    views = [view(images[pair % len(images)]) for pair in range(pairs)]
    device = views[0].latents.device
    noise = [
        randomness.normal(tuple(shown.latents.shape), seed, "evaluation", pair).to(device)
        for pair, shown in enumerate(views)
    ]
    # Even spacing, visited in an order unrelated to that of the pictures.
    order = randomness.permutation(pairs, seed, "evaluation_order")
    moments = [int((order[pair] + 0.5) / pairs * timesteps) for pair in range(pairs)]
    batches = []
    for first in range(0, pairs, batch_size):
        part = slice(first, first + batch_size)
        batches.append(
            Batch(
                latents=torch.stack([shown.latents for shown in views[part]]),
                noise=torch.stack(noise[part]),
                timesteps=torch.tensor(moments[part], device=device),
                time_ids=torch.stack([shown.time_ids for shown in views[part]]).to(device),
                prompts=[shown.prompt for shown in views[part]],
                loss_weights=torch.ones(len(views[part]), device=device),
            )
        )
    return batches


@torch.no_grad()
def fixed_loss(
    batches: list[Batch], loss: Callable[[Batch], torch.Tensor], *, progress: Callable[[], None]
) -> float:
    """The mean loss over all pairs."""
    losses = []
    for batch in batches:
        losses.append(loss(batch))
        progress()
    return float(torch.cat(losses).mean())
