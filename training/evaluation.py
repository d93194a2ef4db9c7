"""The fixed test: the loss on pictures, noise and timesteps that never change."""

from collections.abc import Callable

import torch

from training import randomness
from training.methods import Batch

_BATCH = 8


def fixed_batches(
    latents: Callable[[int], torch.Tensor], prompt: Callable[[int], str], images: list[int],
    *, pairs: int, timesteps: int, seed: int,
) -> list[Batch]:  # fmt: skip
    """`pairs` looks at `images` in turn, their timesteps spread evenly over the schedule, so
    that two evaluations differ by what was learned alone."""
    chosen = [images[pair % len(images)] for pair in range(pairs)]
    means = [latents(image) for image in chosen]
    noise = [
        randomness.normal(tuple(mean.shape), seed, "evaluation", pair).to(mean.device)
        for pair, mean in enumerate(means)
    ]
    # Even spacing, visited in an order unrelated to that of the pictures.
    order = randomness.permutation(pairs, seed, "evaluation_order")
    moments = [int((order[pair] + 0.5) / pairs * timesteps) for pair in range(pairs)]
    return [
        Batch(
            latents=torch.stack(means[first : first + _BATCH]),
            noise=torch.stack(noise[first : first + _BATCH]),
            timesteps=torch.tensor(moments[first : first + _BATCH], device=means[0].device),
            prompts=[prompt(image) for image in chosen[first : first + _BATCH]],
        )
        for first in range(0, pairs, _BATCH)
    ]


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
