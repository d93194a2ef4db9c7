"""Every method goes on from a kept step as if nothing had been: the same weights, bit for bit."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from training.engine import run_attempt
from training.loop import train_step

Open = Callable[..., Any]
# What draws, drops or scales in each method, so that a resume can go wrong in all its ways.
SETTINGS = {
    "textual_inversion": ("training.noise_offset=0.1", "data.random_flip=true"),
    "lora": (
        "method.train_text_encoder=true", "method.dropout=0.2", "data.caption_dropout=0.3",
        "method.text_encoder_learning_rate=0.001",
    ),
    "hypernetwork": (
        "method.dropout_structure=[0, 0.3, 0]", "method.is_layer_norm=true",
        'training.learning_rate_steps="1e-3:1, 5e-4:3, 1e-4:4"', "training.noise_offset=0.1",
    ),
    "dreambooth": ("data.prior_preservation=true", "method.train_text_encoder=true"),
}  # fmt: skip


def learn(session: Any, steps: int) -> None:
    for _ in range(steps):
        session.model.learn(True)
        train_step(session)


@pytest.mark.parametrize("optimizer", ["adamw", "adamw_8bit"])
@pytest.mark.parametrize("method", list(SETTINGS))
def test_two_steps_and_two_more_are_four(
    workshop: Any, open_session: Open, method: str, optimizer: str
) -> None:
    settings = (*SETTINGS[method], f'training.optimizer="{optimizer}"')
    undisturbed = open_session(workshop.run(*settings, method=method))
    learn(undisturbed, 4)

    run = workshop.run(*settings, method=method)
    first = open_session(run)
    learn(first, 2)
    first.keep()
    # Another program's draws, another process's: none of it may matter.
    torch.manual_seed(4711)
    second = open_session(run, step=2)
    learn(second, 2)

    expected, found = undisturbed.method.weights(), second.method.weights()
    assert expected.keys() == found.keys()
    assert all(torch.equal(expected[name], found[name]) for name in expected)


def test_eight_bits_are_used(workshop: Any, open_session: Open) -> None:
    """bitsandbytes leaves tensors of fewer than 4,096 numbers at 32 bits."""
    session = open_session(
        workshop.run(
            'training.optimizer="adamw_8bit"', "data.prior_preservation=false", method="dreambooth"
        )
    )
    learn(session, 1)
    states = session.optimizer.state.values()
    assert any(state["state1"].dtype == torch.uint8 for state in states)


@pytest.mark.usefixtures("broken_bitsandbytes")
def test_without_bitsandbytes_it_begins_with_32_bits(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run('training.optimizer="adamw_8bit"', method="lora"))
    learn(session, 1)
    notes = [str(noted.note) for noted in session.events.history.notes]
    assert any("CUDA setup failed" in note and "32-bit" in note for note in notes)


def test_without_bitsandbytes_what_began_with_8_bits_waits_for_it(
    workshop: Any, open_session: Open, request: pytest.FixtureRequest
) -> None:
    """Its states are of no use to another optimizer."""
    run = workshop.run(
        'training.optimizer="adamw_8bit"', "training.max_train_steps=2",
        "data.prior_preservation=false", method="lora",
    )  # fmt: skip
    run_attempt(run)
    request.getfixturevalue("broken_bitsandbytes")
    outcome = run_attempt(run, resume=True, more_steps=1)
    assert outcome.error is not None and outcome.error.kind == "optimizer_missing"
