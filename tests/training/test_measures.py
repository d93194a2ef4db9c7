"""What saves memory is chosen in one place, reaches the training, and changes nothing else."""

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from training.contract.errors import ManulError
from training.contract.events import Choice, PlanChosen
from training.contract.messages import say
from training.contract.runs import read_run_config
from training.engine import run_attempt
from training.hardware import choose_hardware
from training.loop import train_step
from training.measures import measure_names
from training.tensorwise import TensorwiseOptimizer

Open = Callable[..., Any]
THREE = (
    "training.optimizer=adamw_8bit", "memory.stochastic_rounding=on", "memory.step_in_backward=on",
    "data.prior_preservation=false",
)  # fmt: skip
ASKED = Choice(name="-", reason=say("reason.measure.asked"))


@pytest.fixture
def start(workshop: Any, open_session: Open) -> Callable[..., Any]:
    def begin(*settings: str, method: str = "dreambooth") -> Any:
        return open_session(workshop.run(*settings, method=method))

    return begin


def learn(session: Any, steps: int) -> None:
    for _ in range(steps):
        session.model.unet.train()
        train_step(session)


def test_nothing_is_switched_on_unasked(workshop: Any) -> None:
    hardware = choose_hardware(read_run_config(workshop.run(method="dreambooth")), use_cpu=True)
    assert measure_names(hardware.measures) == {"cache_latents"}
    assert (hardware.taught_dtype, hardware.mixed_precision) == (torch.float32, "no")


def test_what_was_asked_for_is_in_the_plan_with_its_reason(workshop: Any) -> None:
    config = read_run_config(workshop.run(*THREE, method="dreambooth"))
    hardware = choose_hardware(config, use_cpu=True)
    plan = hardware.as_event()
    assert [choice.name for choice in plan.measures] == [
        "cache_latents", "adamw_8bit", "step_in_backward", "bf16_stochastic_rounding",
    ]  # fmt: skip
    assert {choice.reason.key for choice in plan.measures[1:]} == {"reason.measure.asked"}
    assert (hardware.precision, hardware.taught_dtype) == ("bf16", torch.bfloat16)
    assert "reason.precision.rounding" in [choice.reason.key for choice in plan.reasons]


def test_16_bits_without_rounding_keep_weights_of_32(workshop: Any, start: Any) -> None:
    alone = ("training.mixed_precision=bf16", "data.prior_preservation=false")
    session = start(*alone)
    hardware = choose_hardware(session.config, use_cpu=True)
    assert hardware.uses("fp32_master")
    assert session.model.is_mixed
    learn(session, 1)
    session.evaluate()
    session.draw()
    assert {value.dtype for value in session.method.weights().values()} == {torch.float32}
    assert session.model.dtype == torch.bfloat16


def test_a_resumed_run_keeps_the_measures_of_its_plan(workshop: Any) -> None:
    config = read_run_config(workshop.run(method="dreambooth"))
    measures = (ASKED.model_copy(update={"name": "step_in_backward"}),)
    planned = PlanChosen(device="cpu", precision="bf16", threads=1, measures=measures)
    assert choose_hardware(config, planned=planned, use_cpu=True).measures == measures


def test_a_run_that_moved_keeps_its_optimizer(workshop: Any) -> None:
    """Its states on disk are those of 8 bits; everything else fits the new device."""
    config = read_run_config(workshop.run(method="dreambooth"))
    names = ("adamw_8bit", "bf16_stochastic_rounding", "step_in_backward")
    measures = tuple(ASKED.model_copy(update={"name": name}) for name in names)
    planned = PlanChosen(device="cuda", precision="bf16", threads=1, measures=measures)
    hardware = choose_hardware(config, planned=planned, use_cpu=True)
    assert measure_names(hardware.measures) == {"cache_latents", "adamw_8bit"}
    assert hardware.precision == "fp32"


def test_rounding_needs_a_card_with_bfloat16(
    workshop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = read_run_config(workshop.run(*THREE, method="dreambooth"))
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.get_device_name", lambda *_: "NVIDIA Test")
    monkeypatch.setattr("torch.cuda.get_device_capability", lambda *_: (7, 5))
    with pytest.raises(ManulError, match="computes in fp16") as raised:
        choose_hardware(config)
    assert raised.value.kind == "measures_excluded"


def test_what_excludes_each_other_is_refused_before_a_run_is_made(workshop: Any) -> None:
    with pytest.raises(ManulError, match="over 2 batches"):
        workshop.run(*THREE, "training.gradient_accumulation_steps=2", method="dreambooth")


def test_three_together_learn_in_16_bits_without_gradients(start: Any) -> None:
    """The fixed test falls, and no gradient outlives its moment."""
    session = start(*THREE, "evaluation.pairs=8")
    live: list[int] = []
    for value in session.parameters:
        value.register_post_accumulate_grad_hook(
            lambda _: live.append(sum(each.grad is not None for each in session.parameters))
        )
    session.evaluate()
    learn(session, 1)
    assert live == [0] * len(session.parameters)
    learn(session, 14)
    session.evaluate()
    first, last = (session.events.history.evaluations[step].loss for step in (0, 15))
    assert last < 0.9 * first
    assert {value.dtype for value in session.method.weights().values()} == {torch.bfloat16}
    assert session.optimizer.skipped == 0


@pytest.mark.parametrize(
    "settings",
    [
        (*THREE, "method.train_text_encoder=true", "training.gradient_checkpointing=true"),
        ("training.optimizer=adafactor", "memory.stochastic_rounding=on", THREE[-1]),
    ],
    ids=["three", "adafactor"],
)
def test_two_steps_and_two_more_are_four(
    workshop: Any, open_session: Open, settings: tuple[str, ...]
) -> None:
    undisturbed = open_session(workshop.run(*settings, method="dreambooth"))
    learn(undisturbed, 4)

    run = workshop.run(*settings, method="dreambooth")
    first = open_session(run)
    learn(first, 2)
    first.keep()
    torch.manual_seed(4711)
    second = open_session(run, step=2)
    learn(second, 2)
    expected, found = undisturbed.method.weights(), second.method.weights()
    assert all(torch.equal(expected[name], found[name]) for name in expected)
    assert any(name.startswith("text_encoder.") for name in expected) == (len(settings) > 4)


def test_a_text_encoder_still_ends_where_it_should(start: Any) -> None:
    session = start(*THREE, "method.train_text_encoder=true", "method.text_encoder_stop_step=1")
    (text,) = session.model.text_modules().values()
    learn(session, 1)
    before = {name: value.detach().clone() for name, value in text.named_parameters()}
    unet = {name: value.clone() for name, value in session.method.weights().items()}
    learn(session, 1)
    assert all(torch.equal(value, before[name]) for name, value in text.named_parameters())
    now = session.method.weights()
    assert not torch.equal(now["unet.conv_in.weight"], unet["unet.conv_in.weight"])


def test_a_loss_that_is_no_number_leaves_the_weights_alone(
    start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = start(*THREE)
    before = {name: value.clone() for name, value in session.method.weights().items()}
    sound = session.method.loss
    monkeypatch.setattr(session.method, "loss", lambda batch: sound(batch) * math.nan)
    with pytest.raises(ManulError) as raised:
        train_step(session)
    assert raised.value.kind == "loss_not_finite"
    now = session.method.weights()
    assert all(torch.equal(now[name], before[name]) for name in before)


def spoil(weight: torch.Tensor) -> None:
    weight.register_hook(lambda gradient: gradient * math.inf)


def test_updates_left_out_are_counted_and_said(start: Any) -> None:
    """With a loss scale, as fp16 has it."""
    session = start(*THREE)
    optimizer, weight = session.optimizer, session.model.unet.conv_in.weight
    optimizer.treatment = dataclasses.replace(optimizer.treatment, loss_scale=2.0)
    spoil(weight)
    before = weight.detach().clone()
    learn(session, 2)
    assert isinstance(optimizer, TensorwiseOptimizer) and optimizer.skipped == 2
    assert torch.equal(weight, before)
    notes = [noted.note for noted in session.events.history.notes]
    told = [note.values for note in notes if note.key == "note.gradients_skipped"]
    assert told == [{"step": 1, "count": 1}]


def test_a_gradient_that_is_no_number_ends_the_run_before_anything_is_kept(start: Any) -> None:
    session = start(*THREE)
    learn(session, 1)
    spoil(session.model.unet.conv_in.weight)
    with pytest.raises(ManulError) as caught:
        learn(session, 1)
    assert caught.value.kind == "loss_not_finite" and session.step == 1


def test_a_whole_run_ends_well(workshop: Any) -> None:
    run = workshop.run(*THREE, "training.max_train_steps=2", method="dreambooth")
    assert run_attempt(run).state == "finished"


def test_with_the_step_in_the_backward_pass_concept_and_class_take_turns(start: Any) -> None:
    settings = (
        "data.prior_preservation=true",
        "data.num_class_images=2",
        "training.train_batch_size=1",
    )
    session = start(*settings, "memory.step_in_backward=on")
    assert [session.batch(0).class_pictures for session.step in range(4)] == [0, 1, 0, 1]
    session.step = 0
    learn(session, 4)
    steps = session.events.history.steps
    assert [steps[step].loss is None for step in (1, 2, 3, 4)] == [False, True, False, True]
    joint = start(*settings).batch(0)
    assert (joint.class_pictures, len(joint.prompts)) == (1, 2)
