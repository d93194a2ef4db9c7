"""The optimizer's state goes to disk and back without a bit of difference."""

import sys
import types
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from training.bitsandbytes_check import why_not
from training.contract.errors import ManulError
from training.contract.settings import TrainingSettings
from training.optimizers import (
    build_optimizer,
    optimizer_state,
    restore_optimizer,
    restore_scale,
    scale_state,
)

pytestmark = pytest.mark.quick

SETTINGS = TrainingSettings(learning_rate=0.01, adam_weight_decay=0.1)


def parameters(dtype: torch.dtype = torch.float32) -> list[torch.nn.Parameter]:
    torch.manual_seed(1)
    return [torch.nn.Parameter(torch.randn(shape).to(dtype)) for shape in ((3, 4), (5,))]


def built(values: list[torch.nn.Parameter]) -> torch.optim.Optimizer:
    optimizer = build_optimizer([values], SETTINGS)
    return optimizer


def step(optimizer: torch.optim.Optimizer, values: list[torch.nn.Parameter], seed: int) -> None:
    torch.manual_seed(seed)
    for value in values:
        value.grad = torch.randn(value.shape).to(value.dtype)
    optimizer.step()
    optimizer.zero_grad()


def test_a_restored_optimizer_goes_on_as_if_nothing_had_been(tmp_path) -> None:
    ours = parameters()
    optimizer = built(ours)
    step(optimizer, ours, 1)
    step(optimizer, ours, 2)
    save_file(optimizer_state(optimizer), tmp_path / "state.safetensors")

    theirs = [torch.nn.Parameter(value.detach().clone()) for value in ours]
    restored = built(theirs)
    restore_optimizer(restored, load_file(tmp_path / "state.safetensors"))
    for seed in (3, 4):
        step(optimizer, ours, seed)
        step(restored, theirs, seed)
    assert all(torch.equal(mine, other) for mine, other in zip(ours, theirs, strict=True))


def test_a_loss_scale_that_moved_is_put_back(tmp_path) -> None:
    def scaler() -> torch.amp.GradScaler:
        return torch.amp.GradScaler("cpu", init_scale=1024.0, growth_interval=3)

    def learn(scaler: torch.amp.GradScaler, gradients: list[float]) -> list[float]:
        """The scales after gradients of this size."""
        value = torch.nn.Parameter(torch.ones(1))
        optimizer = torch.optim.SGD([value], lr=0.1)
        scales = []
        for gradient in gradients:
            scaler.scale((value * gradient).sum()).backward()
            scaler.step(optimizer)
            scaler.update()
            optimizer.zero_grad()
            scales.append(scaler.get_scale())
        return scales

    ours, theirs = scaler(), scaler()
    assert learn(ours, [1.0, float("inf"), 1.0, 1.0]) == [1024, 512, 512, 512]
    save_file(scale_state(ours), tmp_path / "state.safetensors")
    restore_scale(theirs, load_file(tmp_path / "state.safetensors"))
    assert learn(theirs, [1.0, 1.0]) == learn(ours, [1.0, 1.0]) == [1024, 1024]
    assert scale_state(theirs) == scale_state(ours)
    assert scale_state(None) == {}
    restore_scale(theirs, {"0.step": torch.tensor(7.0)})
    # A card kept it, and the processor has none.
    restore_scale(None, scale_state(ours))
    restore_optimizer(built(parameters()), scale_state(ours))


def test_32_bit_state_of_16_bit_weights_is_not_rounded() -> None:
    """`Optimizer.load_state_dict` would cast it to the parameter's type."""
    values = parameters(torch.bfloat16)
    optimizer = built(values)
    state = {"0.step": torch.tensor(7.0)}
    state |= {f"0.{name}": torch.randn(3, 4) for name in ("exp_avg", "exp_avg_sq")}
    restore_optimizer(optimizer, state)

    again = optimizer_state(optimizer)
    assert again.keys() == state.keys()
    for name, tensor in state.items():
        assert again[name].dtype == tensor.dtype == torch.float32
        assert torch.equal(again[name], tensor)


def test_every_parameter_has_its_own_state() -> None:
    values = parameters()
    optimizer = built(values)
    step(optimizer, values, 1)
    state = optimizer_state(optimizer)
    assert set(state) == {f"{n}.{name}" for n in "01" for name in ("step", "exp_avg", "exp_avg_sq")}
    assert state["0.exp_avg"].shape == (3, 4)
    assert state["1.exp_avg"].shape == (5,)


def test_a_new_optimizer_has_no_state() -> None:
    assert optimizer_state(built(parameters())) == {}


def test_settings_reach_the_optimizer() -> None:
    group = built(parameters()).param_groups[0]
    assert (group["lr"], group["weight_decay"]) == (0.01, 0.1)


def test_8_bit_states_are_8_bit_where_a_tensor_is_large() -> None:
    """bitsandbytes leaves tensors of fewer than 4096 numbers in 32 bits."""
    values = [torch.nn.Parameter(torch.randn(64, 64)), torch.nn.Parameter(torch.randn(8))]
    optimizer = build_optimizer([values], SETTINGS, frozenset({"adamw_8bit"}))
    step(optimizer, values, 1)
    state = optimizer_state(optimizer)
    assert state["0.state1"].dtype == state["0.state2"].dtype == torch.uint8
    assert state["1.state1"].dtype == torch.float32


@pytest.mark.parametrize("fault", ["missing", "broken"])
def test_without_bitsandbytes_8_bits_are_refused_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    broken: Any = types.ModuleType("bitsandbytes.optim")
    broken.__getattr__ = fail
    monkeypatch.setitem(sys.modules, "bitsandbytes.optim", None if fault == "missing" else broken)
    why_not.cache_clear()
    try:
        with pytest.raises(ManulError) as caught:
            build_optimizer([parameters()], SETTINGS, frozenset({"adamw_8bit"}))
    finally:
        why_not.cache_clear()
    assert caught.value.kind == "optimizer_missing"
    reason = "bitsandbytes" if fault == "missing" else "libcudart.so.13"
    assert reason in str(caught.value)


def fail(_: str) -> None:
    raise RuntimeError("libcudart.so.13: cannot open shared object file")
