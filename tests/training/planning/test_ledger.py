"""The ledger's bytes, against sums by hand and against what torch's allocator hands out."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from diffusers import UNet2DConditionModel
from torch.utils.checkpoint import checkpoint

from training.contract.base_models import DEMO_FOLDER
from training.planning.kernels import as_on_a_card
from training.planning.ledger import Ledger

ROWS, WIDTH = 64, 128
ROW_BYTES = ROWS * WIDTH * 4
WEIGHT_BYTES = WIDTH * WIDTH * 4
SMALLEST = 512


def layers(count: int, device: str = "meta") -> torch.nn.Sequential:
    with torch.device(device):
        return torch.nn.Sequential(
            *(torch.nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(count))
        )


def drop(values: torch.Tensor) -> None:
    values.grad = None


@pytest.mark.quick
@pytest.mark.parametrize("device", ["meta", "cpu"])
def test_without_gradients_two_outputs_live_at_once(device: str) -> None:
    model, start = layers(5, device), torch.zeros(ROWS, WIDTH, device=device)
    ledger = Ledger()
    with ledger, torch.no_grad():
        result = model(start)
    assert (ledger.live, ledger.peak) == (ROW_BYTES, 2 * ROW_BYTES)
    del result
    assert ledger.live == 0
    assert ledger.flops == 5 * 2 * ROWS * WIDTH * WIDTH


@pytest.mark.quick
@pytest.mark.parametrize("device", ["meta", "cpu"])
def test_a_training_step_keeps_what_the_backward_pass_reads(device: str) -> None:
    model, start = layers(3, device), torch.zeros(ROWS, WIDTH, device=device)
    ledger = Ledger()
    with ledger:
        loss = model(start).sum()
        # The inputs of the second and third layer; the first one's was there before.
        assert ledger.live == 2 * ROW_BYTES + SMALLEST
        loss.backward()
        del loss
        assert ledger.live == 3 * WEIGHT_BYTES
        model.zero_grad()
    assert ledger.live == 0
    # Forward once, backward twice but for the first layer, whose input needs no gradient.
    assert ledger.flops == (3 + 2 * 2 + 1) * 2 * ROWS * WIDTH * WIDTH


@pytest.mark.quick
def test_gradients_that_are_dropped_at_once_take_one_tensor() -> None:
    model, start = layers(4), torch.zeros(ROWS, WIDTH, device="meta")
    for values in model.parameters():
        values.register_post_accumulate_grad_hook(drop)
    ledger = Ledger()
    with ledger:
        model(start).sum().backward()
    assert ledger.live == 0
    assert ledger.peak < 3 * ROW_BYTES + 3 * WEIGHT_BYTES


@pytest.mark.quick
def test_checkpointing_keeps_a_block_and_the_starts_of_the_others() -> None:
    def peak(run: Callable[[torch.nn.Module, torch.Tensor], Any]) -> int:
        blocks = [layers(8) for _ in range(8)]
        value = torch.zeros(ROWS, WIDTH, device="meta", requires_grad=True)
        for block in blocks:
            for values in block.parameters():
                values.register_post_accumulate_grad_hook(drop)
        ledger = Ledger()
        with ledger:
            for block in blocks:
                value = run(block, value)
            value.sum().backward()
        return ledger.peak

    plain = peak(lambda block, value: block(value))
    again = peak(lambda block, value: checkpoint(block, value, use_reentrant=False))
    # 63 inputs of layers against 7 of blocks and those of one block.
    assert plain - again > 40 * ROW_BYTES


@pytest.mark.quick
def test_views_and_changes_in_place_take_nothing() -> None:
    there = torch.zeros(ROWS, WIDTH)
    ledger = Ledger()
    with ledger:
        there.view(-1)[:WIDTH].add_(1)
        _part = there.t()
    assert (ledger.live, ledger.peak) == (0, 0)
    assert ledger.kernels == 1


@pytest.mark.quick
def test_attention_has_no_table_of_all_pairs() -> None:
    length, heads = 1024, 4
    shape = (1, heads, length, 64)
    query, key, value = (
        torch.zeros(shape, device="meta", dtype=torch.bfloat16, requires_grad=True)
        for _ in range(3)
    )
    ledger = Ledger()
    with as_on_a_card(ledger):
        out = torch.nn.functional.scaled_dot_product_attention(query, key, value)
        forward = ledger.flops
        # The output, and a 32-bit sum a row.
        assert ledger.live == query.numel() * 2 + heads * length * 4
        out.sum().backward()
    assert forward == 2 * 2 * heads * length * length * 64
    assert ledger.flops == forward * 7 // 2
    assert ledger.peak < heads * length * length * 2


@pytest.mark.quick
def test_autocast_computes_in_16_bits_and_puts_everything_back() -> None:
    linear, autocast = torch.nn.functional.linear, torch.autocast
    model, start = layers(1), torch.zeros(ROWS, WIDTH, device="meta")
    with as_on_a_card(Ledger(), mixed=True):
        assert model(start).dtype == torch.float16
        assert torch.nn.functional.layer_norm(model(start), (WIDTH,)).dtype == torch.float32
        with torch.autocast("meta", enabled=False):
            assert model(start).dtype == torch.float32
    assert (torch.nn.functional.linear, torch.autocast) == (linear, autocast)


def unet_step(unet: UNet2DConditionModel, device: str) -> None:
    width = unet.config.cross_attention_dim
    latents = torch.zeros(2, 4, 16, 16, device=device)
    words = torch.zeros(2, 77, width, device=device)
    moments = torch.zeros(2, dtype=torch.long, device=device)
    unet(latents, moments, words, return_dict=False)[0].square().mean().backward()


def small_unet(device: str) -> UNet2DConditionModel:
    config = UNet2DConditionModel.load_config(DEMO_FOLDER / "unet")
    with torch.device(device):
        unet = UNet2DConditionModel.from_config(config)
    unet.set_default_attn_processor()
    return unet


def test_a_real_unet_takes_what_the_allocator_says() -> None:
    unet = small_unet("cpu")
    ledger = Ledger()
    with ledger:
        unet_step(unet, "cpu")
    unet.zero_grad()
    activities = [torch.profiler.ProfilerActivity.CPU]
    with torch.profiler.profile(activities=activities, profile_memory=True) as profile:
        unet_step(unet, "cpu")
    live = peak = 0
    results: Any = profile.profiler
    for event in results.kineto_results.events():
        if event.name() == "[memory]":
            live += event.nbytes()
            peak = max(peak, live)
    # Measured: 0.1 % apart. Kernels of the processor take some working memory of their own.
    assert ledger.peak == pytest.approx(peak, rel=0.02)


def test_without_values_the_bytes_are_the_same() -> None:
    peaks = {}
    for device in ("cpu", "meta"):
        ledger = Ledger()
        with as_on_a_card(ledger):
            unet_step(small_unet(device), device)
        peaks[device] = (ledger.peak, ledger.flops)
    assert peaks["cpu"] == peaks["meta"]
