"""A frozen base of 8 or 4 bits: smaller, nearly the same, and gradients pass through it."""

import gc
from collections.abc import Callable
from typing import Any

import pytest
import torch
from bitsandbytes.functional import dequantize_4bit
from torch.utils.checkpoint import checkpoint

from training.contract.measures import Measure
from training.int8_layer import Int8Linear
from training.loop import train_step
from training.packed_base import is_packed, pack_layers
from training.planning.ledger import Ledger

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


def unpacked(layer: torch.nn.Module) -> torch.Tensor:
    weight: Any = layer.weight
    if isinstance(layer, Int8Linear):
        return weight * layer.scale
    return dequantize_4bit(weight.data, weight.quant_state)


@pytest.mark.parametrize("bits", ["int8", "nf4"])
def test_gradients_of_a_word_pass_through_it(workshop: Any, open_session: Open, bits: str) -> None:
    """Textual inversion: what is taught lies before the packed layers. Compared with layers that
    hold the same rounded numbers unpacked."""
    plain, packed = (
        open_session(workshop.run()),
        open_session(workshop.run(f"memory.frozen_base={bits}")),
    )
    layers = dict(plain.model.unet.named_modules())
    for name, layer in packed.model.unet.named_modules():
        if is_packed(getattr(layer, "weight", torch.empty(0))):
            layers[name].weight.data = unpacked(layer).reshape(layers[name].weight.shape)
    gradients = []
    for session in (plain, packed):
        session.method.loss(session.batch(0)).mean().backward()
        (vectors,) = session.parameters
        assert vectors.grad is not None
        gradients.append(vectors.grad.flatten())
    assert torch.cosine_similarity(*gradients, dim=0) > 0.9999


class Blocks(torch.nn.Module):
    """Eight checkpointed blocks of two layers."""

    def __init__(self) -> None:
        super().__init__()
        self.attentions = torch.nn.ModuleList(
            torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.SiLU(), torch.nn.Linear(64, 64))
            for _ in range(8)
        )

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        for block in self.attentions:
            values = checkpoint(block, values, use_reentrant=False)
        return values


@pytest.mark.quick
@pytest.mark.parametrize("measure", ["int8_base", "nf4_base"])
def test_checkpointing_keeps_only_what_enters_a_block(measure: Measure) -> None:
    """A packed layer that remembers its input gives back what checkpointing saves."""
    model = torch.nn.ModuleDict({"unet": Blocks()}).bfloat16().requires_grad_(False)
    pack_layers(model, measure, device=torch.device("cpu"), dtype=torch.bfloat16)
    values = torch.randn(4096, 64, dtype=torch.bfloat16, requires_grad=True)
    with Ledger() as ledger:
        result = model["unet"](values)
        gc.collect()
        kept = ledger.live
        result.sum().backward()
    one = values.numel() * values.element_size()
    assert values.grad is not None and values.grad.isfinite().all()
    assert 7.9 * one <= kept <= 8.1 * one


@pytest.mark.quick
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_8_bits_are_a_half_of_a_127th_off_at_most(dtype: torch.dtype) -> None:
    torch.manual_seed(3)
    layer = torch.nn.Linear(64, 48)
    with torch.no_grad():
        layer.weight[5] = 0
    packed = Int8Linear(layer, device=torch.device("cpu"), dtype=dtype)
    largest = layer.weight.abs().amax(1, keepdim=True)
    error = (packed.weight * packed.scale.float() - layer.weight).abs()
    # 16-bit scales are themselves rounded.
    assert torch.all(error <= largest / 127 * (0.5 + 127 * torch.finfo(dtype).eps))
    values = torch.randn(3, 7, 64, dtype=dtype)
    expected = torch.nn.functional.linear(
        values, (packed.weight * packed.scale).to(dtype), layer.bias.to(dtype)
    )
    assert torch.equal(packed(values), expected)


def test_packed_layers_are_smaller(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run("memory.frozen_base=nf4"))
    layer = session.model.unet.mid_block.attentions[0].transformer_blocks[0].attn1.to_q
    assert layer.weight.numel() * 2 == layer.in_features * layer.out_features
    assert layer.weight.dtype == torch.uint8


def test_a_resume_packs_again_to_the_same(workshop: Any, open_session: Open) -> None:
    run = workshop.run("memory.frozen_base=int8", method="lora")
    first, second = open_session(run), open_session(run)
    assert torch.equal(predicted(first), predicted(second))


@pytest.mark.usefixtures("broken_bitsandbytes")
def test_without_bitsandbytes_the_base_stays_whole(workshop: Any, open_session: Open) -> None:
    session = open_session(workshop.run("memory.frozen_base=nf4", method="lora"))
    assert packed_weights(session) == []
    train_step(session)
    notes = [str(noted.note) for noted in session.events.history.notes]
    assert any("CUDA setup failed" in note and "more memory" in note for note in notes)
