"""One tensor at a time: the libraries' arithmetic, no gradients left, no order that matters."""

import gc
import weakref
from collections.abc import Iterable

import pytest
import torch
from bitsandbytes.optim import AdamW8bit
from safetensors.torch import load_file

from training import randomness
from training.contract.measures import Measure
from training.contract.settings import TrainingSettings
from training.optimizers import build_optimizer, optimizer_state, restore_optimizer
from training.stochastic_rounding import copy_rounded
from training.tensor_writer import write_tensors
from training.tensorwise import TensorwiseOptimizer

pytestmark = pytest.mark.quick

SETTINGS = TrainingSettings(learning_rate=0.01, adam_weight_decay=0.1, max_grad_norm=0, seed=7)
THREE: frozenset[Measure] = frozenset(
    {"adamw_8bit", "bf16_stochastic_rounding", "step_in_backward"}
)
# bitsandbytes packs states from 4,096 numbers on; a matrix, a convolution, a bias.
SHAPES = ((80, 64), (16, 32, 3, 3), (64,))


def parameters(dtype: torch.dtype = torch.bfloat16) -> list[torch.nn.Parameter]:
    torch.manual_seed(1)
    return [torch.nn.Parameter(torch.randn(shape).mul(0.1).to(dtype)) for shape in SHAPES]


def build(
    values: list[torch.nn.Parameter], measures: Iterable[Measure], **options: float
) -> torch.optim.Optimizer:
    settings = SETTINGS.changed(**{n: v for n, v in options.items() if n != "loss_scale"})
    scale = options.get("loss_scale", 1.0)
    return build_optimizer([values], settings, frozenset(measures), loss_scale=scale)


def gradients(step: int, dtype: torch.dtype = torch.bfloat16) -> list[torch.Tensor]:
    torch.manual_seed(100 + step)
    return [torch.randn(shape).mul(0.01).to(dtype) for shape in SHAPES]


def teach(
    optimizer: torch.optim.Optimizer, values: list[torch.nn.Parameter], steps: Iterable[int],
    order: tuple[int, ...] = (0, 1, 2),
) -> None:  # fmt: skip
    """Steps with known gradients, through a backward pass that reaches the values in `order`."""
    for step in steps:
        optimizer.param_groups[0].update(lr=0.01, step=step)
        known = gradients(step, values[0].dtype)
        for index in order:
            (values[index] * known[index]).sum().backward()
        optimizer.step()
        optimizer.zero_grad()


def equal(ours: list[torch.nn.Parameter], theirs: list[torch.nn.Parameter]) -> bool:
    return all(torch.equal(a, b) for a, b in zip(ours, theirs, strict=True))


def test_the_three_together_are_the_steps_done_by_hand() -> None:
    """float32 copy, the library's own 8-bit step, rounded back by chance."""
    values = parameters()
    teach(build(values, THREE), values, range(3))
    for number, (start, found) in enumerate(zip(parameters(), values, strict=True)):
        weights = start.detach().clone()
        copy = torch.nn.Parameter(weights.float())
        library = AdamW8bit([copy], lr=0.01, weight_decay=0.1)
        for step in range(3):
            copy.data = weights.float()
            copy.grad = gradients(step)[number].float()
            library.step()
            seed = randomness.stream_seed(7, "stochastic_rounding", step, number)
            copy_rounded(weights, copy.data, torch.Generator().manual_seed(seed))
        assert torch.equal(found, weights)
        packed = library.state[copy]["state1"].dtype == torch.uint8
        assert packed == (start.numel() >= 4096)


@pytest.mark.parametrize("measure", [None, "adamw_8bit"])
def test_without_rounding_it_is_the_library_itself(measure: Measure | None) -> None:
    ours, theirs = parameters(torch.float32), parameters(torch.float32)
    own: set[Measure] = {measure} if measure else set()
    teach(build(ours, own | {"step_in_backward"}), ours, range(3))
    library = build(theirs, own)
    assert not isinstance(library, TensorwiseOptimizer)
    teach(library, theirs, range(3))
    assert equal(ours, theirs)


def test_after_the_backward_pass_or_in_it_is_the_same() -> None:
    ours, theirs = parameters(), parameters()
    teach(build(ours, THREE), ours, range(3))
    teach(build(theirs, THREE - {"step_in_backward"}), theirs, range(3))
    assert equal(ours, theirs)


def test_the_order_of_the_backward_pass_does_not_matter() -> None:
    ours, theirs = parameters(), parameters()
    teach(build(ours, THREE), ours, range(3))
    teach(build(theirs, THREE), theirs, range(3), order=(2, 0, 1))
    assert equal(ours, theirs)


def test_the_layout_does_not_matter() -> None:
    ours, theirs = parameters(), parameters()
    theirs[1].data = theirs[1].data.contiguous(memory_format=torch.channels_last)
    strides = theirs[1].stride()
    teach(build(ours, THREE), ours, range(2))
    teach(build(theirs, THREE), theirs, range(2))
    assert equal(ours, theirs)
    assert theirs[1].stride() == strides != ours[1].stride()


def test_no_two_gradients_are_there_at_once() -> None:
    """A chain of layers; the number of live gradients is counted whenever one is complete."""
    layers = torch.nn.Sequential(*(torch.nn.Linear(16, 16) for _ in range(6)))
    values = list(layers.parameters())
    live: list[int] = []
    for value in values:
        value.register_post_accumulate_grad_hook(
            lambda _: live.append(sum(each.grad is not None for each in values))
        )
    optimizer = build(values, {"step_in_backward"})
    before = [value.detach().clone() for value in values]
    layers(torch.randn(4, 16)).square().sum().backward()
    assert live == [1] * len(values)
    assert all(value.grad is None for value in values)
    assert all(not torch.equal(value, old) for value, old in zip(values, before, strict=True))
    after = [value.detach().clone() for value in values]
    optimizer.step()
    assert all(torch.equal(value, old) for value, old in zip(values, after, strict=True))


def test_one_gradient_that_overflowed_spoils_nothing() -> None:
    values = parameters(torch.float32)
    optimizer = build(values, {"adamw_8bit", "step_in_backward"}, loss_scale=2.0**13)
    assert isinstance(optimizer, TensorwiseOptimizer)
    teach(optimizer, values, range(1))
    before = [value.detach().clone() for value in values]
    state = {name: value.clone() for name, value in optimizer_state(optimizer).items()}
    for value, wrong in zip(values, (1.0, float("inf"), float("nan")), strict=True):
        (value * wrong).sum().backward()
    assert optimizer.skipped == 2
    assert [torch.equal(a, b) for a, b in zip(values, before, strict=True)] == [False, True, True]
    now = optimizer_state(optimizer)
    assert all(torch.equal(now[name], state[name]) for name in state if name[0] != "0")
    assert all(value.grad is None for value in values)


@pytest.mark.parametrize("wrong", [float("inf"), float("nan")])
def test_without_a_loss_scale_a_gradient_that_is_no_number_is_told_after_the_step(
    wrong: float,
) -> None:
    values = parameters()
    optimizer = build(values, THREE)
    assert isinstance(optimizer, TensorwiseOptimizer)
    teach(optimizer, values, range(1))
    assert optimizer.all_finite()
    (values[1] * wrong).sum().backward()
    assert not optimizer.all_finite()


def test_long_gradients_are_cut_to_their_share() -> None:
    """Of four, each to half: together they are no longer than was asked for."""
    values = [torch.nn.Parameter(torch.zeros(2)) for _ in range(4)]
    optimizer = build(values, {"step_in_backward"}, max_grad_norm=0.5)
    lengths = (5.0, 0.2, 5.0, 5.0)
    for value, length in zip(values, lengths, strict=True):
        (value * torch.tensor([0.6, 0.8]) * length).sum().backward()
    # Adam's first moment after one step: a tenth of the gradient it was given.
    given = [optimizer.state[value]["exp_avg"].norm().item() * 10 for value in values]
    assert given == pytest.approx([0.25, 0.2, 0.25, 0.25])


def test_the_loss_scale_is_taken_out_again() -> None:
    ours, theirs = parameters(torch.float32), parameters(torch.float32)
    plain = build(ours, {"step_in_backward"}, max_grad_norm=0.1)
    scaled = build(theirs, {"step_in_backward"}, max_grad_norm=0.1, loss_scale=2.0**13)
    for mine, other, gradient in zip(ours, theirs, gradients(0, torch.float32), strict=True):
        (mine * gradient).sum().backward()
        (other * gradient * 2.0**13).sum().backward()
    assert all(torch.allclose(a, b, rtol=1e-5) for a, b in zip(ours, theirs, strict=True))
    assert plain.param_groups[0]["lr"] == scaled.param_groups[0]["lr"]


@pytest.mark.parametrize("optimizer", ["adamw", "adamw_8bit", "adafactor"])
def test_a_restored_optimizer_goes_on_bit_for_bit(optimizer: str, tmp_path) -> None:
    own: set[Measure] = {"step_in_backward", "bf16_stochastic_rounding"}
    if optimizer != "adamw":
        own.add(optimizer)  # type: ignore[arg-type]
    ours = parameters()
    first = build(ours, own)
    teach(first, ours, range(2))
    write_tensors(tmp_path / "state.safetensors", optimizer_state(first), metadata={})
    theirs = [torch.nn.Parameter(value.detach().clone()) for value in ours]
    second = build(theirs, own)
    restore_optimizer(second, load_file(tmp_path / "state.safetensors"))
    teach(first, ours, range(2, 4))
    torch.manual_seed(4711)
    teach(second, theirs, range(2, 4))
    assert equal(ours, theirs)
    found, expected = optimizer_state(second), optimizer_state(first)
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name].dtype == value.dtype and torch.equal(found[name], value), name


def test_adafactor_keeps_a_row_and_a_column() -> None:
    """Of a convolution too: (out, in x 3 x 3), not its 3 x 3 alone."""
    values = parameters()
    optimizer = build(values, {"adafactor"})
    teach(optimizer, values, range(1))
    sizes = [
        sum(entry.numel() for name, entry in optimizer.state[value].items() if "sq" in name)
        for value in values
    ]
    assert sizes == [80 + 64, 16 + 32 * 9, 64]


def test_adafactor_descends() -> None:
    torch.manual_seed(1)
    wanted, value = torch.randn(8, 4, 3, 3), torch.nn.Parameter(torch.zeros(8, 4, 3, 3))
    optimizer = build([value], {"adafactor", "step_in_backward"}, adam_weight_decay=0)
    for step in range(200):
        optimizer.param_groups[0].update(lr=0.02, step=step)
        (value - wanted).square().sum().backward()
    assert float((value.detach() - wanted).abs().mean()) < 0.05


def test_nothing_is_kept_alive_by_the_hooks() -> None:
    """After a pause the memory must be free."""
    values = parameters()
    optimizer = build(values, THREE)
    teach(optimizer, values, range(1))
    gone = [weakref.ref(optimizer), *(weakref.ref(value) for value in values)]
    del optimizer, values
    gc.collect()
    assert [reference() for reference in gone] == [None] * 4
