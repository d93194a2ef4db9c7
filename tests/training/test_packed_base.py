"""A frozen base of 8 or 4 bits: smaller, nearly the same, and gradients pass through it."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from bitsandbytes.functional import dequantize_4bit

from training.loop import train_step
from training.packed_base import is_packed

Open = Callable[..., Any]
# How far a prediction may be from the unpacked model's, as a share of its size.
TOLERANCE = {"int8": 0.02, "nf4": 0.15}


def packed_weights(session: Any) -> list[torch.Tensor]:
    return [value for value in session.model.unet.parameters() if is_packed(value)]


def predicted(session: Any) -> torch.Tensor:
    batch = session.batch(0)
    with torch.no_grad():
        conditions = session.model.encode_prompts(batch.prompts)
        return session.model.predict(batch.latents, batch.timesteps, conditions, batch.time_ids)


@pytest.mark.parametrize("bits", ["int8", "nf4"])
def test_lora_learns_on_a_packed_base(workshop: Any, open_session: Open, bits: str) -> None:
    full = open_session(workshop.run(method="lora"))
    session = open_session(workshop.run(f"memory.frozen_base={bits}", method="lora"))
    weights = packed_weights(session)
    layers = full.model.unet.named_modules()
    linear = [
        name
        for name, layer in layers
        if isinstance(layer, torch.nn.Linear) and "attentions." in name and "lora" not in name
    ]
    assert len(weights) == len(linear) > 50
    expected = predicted(full)
    error = (predicted(session) - expected).norm() / expected.norm()
    assert 0 < error < TOLERANCE[bits]

    before = [value.detach().clone() for value in weights]
    learned = {name: value.clone() for name, value in session.method.weights().items()}
    session.model.unet.train()
    train_step(session)
    assert all(torch.equal(a, b) for a, b in zip(before, packed_weights(session), strict=True))
    now = session.method.weights()
    # At the start lora_B is zero, so only it has a gradient.
    assert all(
        not torch.equal(now[name], value) for name, value in learned.items() if "lora_B" in name
    )


def unpacked(weight: Any) -> torch.Tensor:
    if hasattr(weight, "quant_state"):
        return dequantize_4bit(weight.data, weight.quant_state)
    return weight.data.float() * weight.SCB[:, None] / 127


@pytest.mark.parametrize("bits", ["int8", "nf4"])
def test_gradients_of_a_word_pass_through_it(workshop: Any, open_session: Open, bits: str) -> None:
    """Textual inversion: what is taught lies before the packed layers. Compared with layers that
    hold the same rounded numbers unpacked."""
    plain, packed = (
        open_session(workshop.run()),
        open_session(workshop.run(f"memory.frozen_base={bits}")),
    )
    layers = dict(plain.model.unet.named_parameters())
    for name, value in packed.model.unet.named_parameters():
        if is_packed(value):
            layers[name].data = unpacked(value).reshape(layers[name].shape)
    gradients = []
    for session in (plain, packed):
        session.method.loss(session.batch(0)).mean().backward()
        (vectors,) = session.parameters
        assert vectors.grad is not None
        gradients.append(vectors.grad.flatten())
    # With 8 bits the layers' inputs are rounded too.
    assert torch.cosine_similarity(*gradients, dim=0) > (0.99 if bits == "int8" else 0.9999)


def test_packed_layers_are_smaller(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run("memory.frozen_base=nf4"))
    layer = session.model.unet.mid_block.attentions[0].transformer_blocks[0].attn1.to_q
    assert layer.weight.numel() * 2 == layer.in_features * layer.out_features
    assert layer.weight.dtype == torch.uint8


def test_a_resume_packs_again_to_the_same(workshop: Any, open_session: Open) -> None:
    run = workshop.run("memory.frozen_base=int8", method="lora")
    first, second = open_session(run), open_session(run)
    assert torch.equal(predicted(first), predicted(second))


def test_without_bitsandbytes_the_base_stays_whole(
    workshop: Any, open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.packed_base.why_not", lambda: "CUDA setup failed")
    session = open_session(workshop.run("memory.frozen_base=int8", method="lora"))
    assert packed_weights(session) == []
    train_step(session)
    notes = [str(noted.note) for noted in session.events.history.notes]
    assert any("CUDA setup failed" in note and "more memory" in note for note in notes)
