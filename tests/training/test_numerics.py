"""Saving memory costs no quality: 8-bit states, bfloat16 rounded by chance and the step in the
backward pass, each alone and all three together, against float32 AdamW on the demo model."""

import dataclasses
import statistics
from collections.abc import Callable
from typing import Any

import pytest
import torch

from training.evaluation import fixed_loss
from training.loop import train_step

Open = Callable[..., Any]
SEEDS = (51, 52, 53)
STEPS = 500
COMMON = (
    "data.prior_preservation=false", "training.train_batch_size=2", "training.snr_gamma=0",
    "evaluation.pairs=64", "evaluation.time_share=0.5", f"sampling.sample_every={STEPS}",
    f"training.max_train_steps={STEPS}",
    # The shape of the preset's schedule: the last two fifths fall to zero.
    "training.lr_scheduler=warmup_stable_decay", f"training.lr_decay_steps={STEPS * 2 // 5}",
)  # fmt: skip
EIGHT_BIT = "training.optimizer=adamw_8bit"
ROUNDING = "memory.stochastic_rounding=on"
IN_BACKWARD = "memory.step_in_backward=on"
FLOAT32 = ("training.optimizer=adamw", "memory.stochastic_rounding=off")
ARMS = {
    "float32": FLOAT32,
    "8-bit states": (EIGHT_BIT, FLOAT32[1]),
    "bfloat16 rounded by chance": (FLOAT32[0], ROUNDING),
    "step in the backward pass": (*FLOAT32, IN_BACKWARD),
    "all three": (EIGHT_BIT, ROUNDING, IN_BACKWARD),
}
# Far below half a step between two bfloat16 numbers of the size of the weights.
SMALL_RATE = 5e-6
SMALL_STEPS = 200


def teach(session: Any, steps: int = STEPS) -> dict[str, torch.Tensor]:
    """The weights afterwards, in float32."""
    session.model.unet.train()
    for _ in range(steps):
        train_step(session)
    assert getattr(session.optimizer, "skipped", 0) == 0
    return {name: values.float().clone() for name, values in session.method.weights().items()}


def judge(reference: Any, weights: dict[str, torch.Tensor]) -> float:
    """The loss on the same pictures, noise and timesteps for all, in float32."""
    reference.method.load_weights(weights)
    return fixed_loss(reference.tests.own, reference.method.loss, progress=lambda: None)


@pytest.mark.prove
def test_savings_learn_as_well_as_float32(
    workshop: Any, open_session: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    def session(*settings: str, seed: int) -> Any:
        chosen = (*COMMON, f"training.seed={seed}", *settings)
        return open_session(workshop.run(*chosen, method="dreambooth"))

    reference = session(*FLOAT32, seed=50)
    start = judge(reference, reference.method.weights())
    losses: dict[str, list[float]] = {}
    with capsys.disabled():
        seeds = " | ".join(f"seed {seed}" for seed in SEEDS)
        print(f"\nDreamBooth on the demo model, {STEPS} steps; fixed loss at the start {start:.5f}")
        print(f"| weights and optimizer | {seeds} | mean |\n|{' --- |' * (len(SEEDS) + 2)}")
    for name, settings in ARMS.items():
        found = [judge(reference, teach(session(*settings, seed=seed))) for seed in SEEDS]
        losses[name] = found
        with capsys.disabled():
            columns = " | ".join(f"{loss:.5f}" for loss in (*found, statistics.mean(found)))
            print(f"| {name} | {columns} |")
    exact = losses.pop("float32")
    noise = max(exact) - min(exact)
    with capsys.disabled():
        print(f"noise (largest less smallest of float32): {noise:.5f}")
    assert start - statistics.mean(exact) > start / 2
    for name, found in losses.items():
        assert statistics.mean(found) < statistics.mean(exact) + noise, name


@pytest.mark.prove
def test_small_steps_arrive_only_with_rounding_by_chance(
    workshop: Any, open_session: Open, capsys: pytest.CaptureFixture[str]
) -> None:
    """At a rate so small that plain bfloat16 forgets most of what it is told; 32-bit states, so
    that the rounding of the weights is all that differs."""

    def session(*settings: str) -> Any:
        chosen = (*COMMON, "training.seed=51", f"training.learning_rate={SMALL_RATE}", *settings)
        return open_session(workshop.run(*chosen, method="dreambooth"))

    by_chance = ("training.optimizer=adamw", ROUNDING, IN_BACKWARD)
    reference = session(*FLOAT32, IN_BACKWARD)
    start = judge(reference, reference.method.weights())
    exact = session(*FLOAT32, IN_BACKWARD)
    losses = {"float32": judge(reference, teach(exact, SMALL_STEPS))}
    losses["by chance"] = judge(reference, teach(session(*by_chance), SMALL_STEPS))
    nearest = session(*by_chance)
    nearest.optimizer.treatment = dataclasses.replace(nearest.optimizer.treatment, rounds=False)
    losses["to nearest"] = judge(reference, teach(nearest, SMALL_STEPS))
    gained = {name: start - loss for name, loss in losses.items()}
    with capsys.disabled():
        print(f"\n{SMALL_STEPS} steps at rate {SMALL_RATE}; loss at the start {start:.5f}")
        print("| bfloat16 weights rounded | fixed loss | of float32's gain |\n| --- | --- | --- |")
        for name, loss in losses.items():
            print(f"| {name} | {loss:.5f} | {gained[name] / gained['float32']:.0%} |")
    assert gained["by chance"] > 0.9 * gained["float32"]
    assert gained["to nearest"] < 0.7 * gained["float32"]
