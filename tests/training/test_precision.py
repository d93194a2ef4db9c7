"""Every method learns, tests and draws in 16 bits as it does in 32; on the processor, which knows
both formats too."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch

from training.contract.runs import read_run_config
from training.contract.settings import METHODS
from training.engine import run_attempt
from training.hardware import Hardware
from training.methods import method_class
from training.model_files import open_model
from training.model_finding import find_base_model
from training.model_loading import load_base_model, load_vae
from training.trained import load_trained

Open = Callable[..., Any]
SHORT = ("training.max_train_steps=2", "data.prior_preservation=false")


@pytest.mark.parametrize("method", METHODS)
def test_bfloat16_from_the_first_step_to_a_picture(workshop: Any, method: str) -> None:
    run = workshop.run(*SHORT, "training.mixed_precision=bf16", method=method)
    outcome = run_attempt(run)
    assert outcome.state == "finished"
    trained = load_trained(run)
    assert trained.model.dtype == torch.bfloat16
    assert {values.dtype for values in trained.method.weights().values()} == {torch.float32}
    trained.use_step(2)
    (picture,) = trained.draw(["a photo of {}"], seed=1)
    assert len(set(picture.get_flattened_data())) > 10


def in_fp16(workshop: Any, open_session: Open, method: str) -> tuple[Any, Any, Any]:
    """The method and its model in fp16, and a batch to learn from. A card is needed for its loss
    scale, and so for a whole run, but not for what it computes."""
    run = workshop.run(*SHORT, method=method)
    batch = open_session(run).batch(0)
    config = read_run_config(run)
    info, _ = find_base_model(config, progress=lambda *_: None, known=None)
    files = open_model(info)
    hardware = Hardware(torch.device("cpu"), "fp16", 1, ())
    model, _ = load_base_model(files, load_vae(files, hardware), hardware, config)
    return method_class(method)(config, run, model), model, batch


@pytest.mark.parametrize("method", METHODS)
def test_fp16_gives_a_gradient_to_all_that_is_taught(
    workshop: Any, open_session: Open, method: str
) -> None:
    taught, _, batch = in_fp16(workshop, open_session, method)
    loss = taught.loss(batch)
    assert loss.dtype == torch.float32
    loss.sum().backward()
    parameters = [each for group in taught.parameter_groups() for each in group.parameters]
    # At its start a LoRA's second matrix is zero, so the first has a gradient of zero.
    assert all(each.grad is not None and each.grad.isfinite().all() for each in parameters)
    assert any(each.grad.any() for each in parameters)
    with torch.no_grad():
        assert torch.equal(taught.loss(batch), loss)


def test_a_remembered_text_does_not_depend_on_who_asked_first(
    workshop: Any, open_session: Open
) -> None:
    """A resumed run first asks while it learns, a fresh one while it draws."""
    _, model, batch = in_fp16(workshop, open_session, "lora")
    said = []
    for is_learning in (True, False):
        fresh = replace(model, encoded={})
        with torch.autocast("cpu", torch.float16, enabled=is_learning):
            said.append(fresh.encode_prompts(batch.prompts).hidden_states)
    assert said[0].dtype == torch.float16
    assert torch.equal(said[0], said[1])
