"""Layout and compilation change the speed and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
import torch

from training.loop import train_step

# torch's own compiler imports what torch itself calls old.
pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit.*:DeprecationWarning")

Open = Callable[..., Any]
ALONE = "data.prior_preservation=false"


def notes(session: Any) -> list[str]:
    return [noted.note.key for noted in session.events.history.notes]


@pytest.mark.parametrize("optimizer", ["adamw", "adamw_8bit"])
def test_channels_last_computes_the_same(workshop: Any, open_session: Open, optimizer: str) -> None:
    losses = []
    for layout in ("off", "on"):
        session = open_session(
            workshop.run(
                f"memory.channels_last={layout}", f"training.optimizer={optimizer}", ALONE,
                method="dreambooth",
            )
        )  # fmt: skip
        session.model.unet.train()
        for _ in range(2):
            train_step(session)
        weight = session.model.unet.conv_in.weight
        is_last = weight.is_contiguous(memory_format=torch.channels_last)
        assert is_last == (layout == "on")
        with torch.no_grad():
            losses.append(session.method.loss(session.batch(0)))
    torch.testing.assert_close(losses[0], losses[1], rtol=1e-3, atol=1e-5)


def test_without_a_compiler_it_says_so_and_goes_on(
    workshop: Any, open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.faster_unet._no_compiler", lambda device: "no C++ compiler")
    session = open_session(workshop.run("memory.compile=on", method="lora"))
    train_step(session)
    assert notes(session) == ["note.no_compile"]


def test_a_compiler_is_looked_for_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    from training.faster_unet import _no_compiler

    def missing() -> None:
        raise RuntimeError("No working C++ compiler found\nLooked for: g++")

    monkeypatch.setattr("torch._inductor.cpp_builder.get_cpp_compiler", missing)
    assert _no_compiler(torch.device("cpu")) == "No working C++ compiler found"
    monkeypatch.setattr("torch.utils._triton.has_triton", lambda: False)
    assert _no_compiler(torch.device("cuda")) == "triton is missing"


def test_the_repeated_blocks_are_compiled(
    workshop: Any, open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without waiting for the compiler: that a block would be compiled is seen on the block."""
    monkeypatch.setattr("training.faster_unet._no_compiler", lambda device: None)
    session = open_session(workshop.run("memory.compile=on", method="lora"))
    blocks = [
        layer for layer in session.model.unet.modules()
        if type(layer).__name__ == "BasicTransformerBlock"
    ]  # fmt: skip
    assert blocks and all(block._compiled_call_impl is not None for block in blocks)
    assert notes(session) == []


@pytest.mark.prove
def test_a_compiled_model_learns_the_same(workshop: Any, open_session: Open) -> None:
    losses = []
    for compiled in ("off", "on"):
        session = open_session(workshop.run(f"memory.compile={compiled}", method="lora"))
        session.model.unet.train()
        for _ in range(2):
            train_step(session)
        with torch.no_grad():
            losses.append(session.method.loss(session.batch(0)))
    torch.testing.assert_close(losses[0], losses[1], rtol=1e-3, atol=1e-5)
