"""Out of memory anywhere: the run goes on from what is on disk with less, to the same bytes."""

import weakref
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from accelerate import Accelerator

from training import guard, run_plan, session, session_building
from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.events import Choice, read_events
from training.contract.layout import RunFolder
from training.contract.messages import say
from training.contract.plan_examples import example_config
from training.engine import run_attempt
from training.guard import Pace, cap_memory, fits, is_out_of_memory
from training.methods import lora
from training.planning.choice import nothing_left

LESS = Choice(name="gradient_checkpointing", reason=say("reason.measure.asked"))
CACHED = Choice(name="cache_latents", reason=say("reason.cache_latents"))
PLACES = ("load", "encode", "forward", "backward", "optimizer", "save")
# With kept steps 0, 2 and 4, the third time is that of step 3, or of step 4's files.
TIMES = {"load": 1, "encode": 1}
FROM_STEP = {"load": 0, "encode": 0}
STAGES = {"load": "loading", "encode": "loading", "save": "saving"}


def raises_once(function: Callable[..., Any], *, time: int) -> Callable[..., Any]:
    """`function`, but at the `time`-th call that learns or is done while learning."""
    calls = [0]

    def called(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == time:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
        return function(*args, **kwargs)

    return called


def inject(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    owner, name = {
        "load": (session_building, "load_base_model"),
        "encode": (session_building, "encode_pictures"),
        "backward": (Accelerator, "backward"),
        "optimizer": (torch.optim.AdamW, "step"),
        "save": (session, "save_checkpoint"),
        "forward": (lora, "diffusion_loss"),
        "sample": (session, "draw_samples"),
    }[place]
    sound: Any = getattr(owner, name)
    failing = raises_once(sound, time=TIMES.get(place, 3))

    def only_while_learning(model: Any, batch: Any) -> Any:
        return (failing if torch.is_grad_enabled() else sound)(model, batch)

    monkeypatch.setattr(owner, name, only_while_learning if place == "forward" else failing)


@pytest.fixture(autouse=True)
def lower_rung(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The ladder has one rung below, and remembers what it was asked."""
    asked: list[dict[str, Any]] = []

    def next_rung(config: Any, measures: tuple[Choice, ...], **facts: Any) -> Any:
        asked.append({"measures": measures, **facts})
        return None if LESS in measures else SimpleNamespace(measures=(*measures, LESS))

    monkeypatch.setattr(run_plan, "choose_next_measures", next_rung)
    return asked


def learned(run: RunFolder) -> dict[str, bytes]:
    folder = run.checkpoint(4)
    return {name: (folder / f"{name}.safetensors").read_bytes() for name in ("weights", "state")}


@pytest.fixture(scope="module")
def undisturbed(module_workshop: Any) -> dict[str, bytes]:
    """With the same plan from the start."""
    run = module_workshop.run("training.gradient_checkpointing=true", method="lora")
    assert run_attempt(run).state == "finished"
    return learned(run)


@pytest.mark.parametrize("place", PLACES)
def test_a_run_goes_on_with_less_to_the_same_bytes(
    workshop: Any, monkeypatch: pytest.MonkeyPatch, place: str, undisturbed: dict[str, bytes],
    lower_rung: list[dict[str, Any]],
) -> None:  # fmt: skip
    run = workshop.run(method="lora")
    inject(monkeypatch, place)
    assert run_attempt(run).state == "finished"
    assert learned(run) == undisturbed
    (change,) = [event for event in read_events(run.events) if isinstance(event, ev.PlanChanged)]
    assert change.from_step == FROM_STEP.get(place, 2)
    assert change.measures == (CACHED, LESS)
    stage = str(say(f"stage.{STAGES.get(place, 'learning')}"))
    assert f"while {stage}" in str(change.reason)
    (asked,) = lower_rung
    assert asked["keep_states"] == (change.from_step > 0)


def test_a_sample_that_does_not_fit_is_left_out(
    workshop: Any, monkeypatch: pytest.MonkeyPatch, undisturbed: dict[str, bytes],
    lower_rung: list[dict[str, Any]], history_of: Any,
) -> None:  # fmt: skip
    run = workshop.run(method="lora")
    inject(monkeypatch, "sample")
    assert run_attempt(run).state == "finished"
    assert learned(run) == undisturbed
    assert not lower_rung
    history = history_of(run)
    assert {step for step, _ in history.samples} == {0, 2}
    assert "note.sample_failed" in [noted.note.key for noted in history.notes]


def test_after_a_change_the_plan_is_the_new_one(
    workshop: Any, monkeypatch: pytest.MonkeyPatch, history_of: Any
) -> None:
    run = workshop.run(method="lora")
    inject(monkeypatch, "backward")
    assert run_attempt(run).state == "finished"
    assert history_of(run).plan.measures == (CACHED, LESS)
    assert run_attempt(run, resume=True, more_steps=1).state == "finished"
    assert history_of(run).step == 5


def test_on_the_last_rung_a_run_ends_with_a_sentence(
    workshop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = workshop.run(method="lora")

    def full(*_: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    def sentence(*_: Any, stage: Any, **__: Any) -> ManulError:
        change = say("plan.change.none")
        return ManulError("out_of_memory.last_rung", stage=stage, needed=7.5, change=change)

    monkeypatch.setattr(Accelerator, "backward", full)
    monkeypatch.setattr(run_plan, "nothing_left", sentence)
    outcome = run_attempt(run)
    assert outcome.state == "failed"
    assert outcome.error is not None
    assert outcome.error.kind == "out_of_memory"
    assert "while learning" in outcome.error.message
    assert "Closing other programs" in outcome.error.advice


@pytest.mark.quick
def test_the_sentence_names_what_needs_less() -> None:
    config = example_config("sd1", "dreambooth", resolution=768)
    config = config.changed(base_model="nobody/stable-diffusion")
    names = (
        "cache_latents", "cache_text", "adafactor", "bf16_stochastic_rounding", "step_in_backward",
        "gradient_checkpointing",
    )  # fmt: skip
    measures = tuple(Choice(name=name, reason=LESS.reason) for name in names)
    error = nothing_left(config, measures, precision="bf16", stage=say("stage.learning"))
    assert "data.resolution to 512" in error.report().advice


@pytest.mark.quick
def test_only_the_cards_memory_has_a_lower_rung() -> None:
    assert is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory"))
    assert is_out_of_memory(RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED"))
    assert not is_out_of_memory(RuntimeError("shapes do not match"))
    assert not is_out_of_memory(MemoryError())
    with pytest.raises(RuntimeError, match="mat"):
        fits(lambda: torch.ones(2, 2) @ torch.ones(3, 3))


@pytest.mark.quick
def test_what_did_not_fit_is_gone() -> None:
    held: list[weakref.ref[torch.Tensor]] = []

    def work() -> None:
        tensor = torch.zeros(8)
        held.append(weakref.ref(tensor))
        raise torch.OutOfMemoryError("CUDA out of memory")

    assert not fits(work)
    assert held[0]() is None


@pytest.mark.quick
def test_the_allocator_stops_before_the_card_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    shares: list[float] = []
    cuda = torch.cuda
    monkeypatch.setattr(cuda, "mem_get_info", lambda _: (6 * 2**30, 8 * 2**30))
    monkeypatch.setattr(cuda, "memory_reserved", lambda _: 2**30)
    # Below what torch checks of its arguments.
    monkeypatch.setattr(cuda.memory, "_lazy_init", lambda: None)
    monkeypatch.setattr(cuda, "current_device", lambda: 0)
    monkeypatch.setattr(
        torch._C, "_cuda_setMemoryFraction", lambda share, _: shares.append(share), raising=False
    )
    cap_memory(torch.device("cpu"))
    assert not shares
    cap_memory(torch.device("cuda"))
    assert 0.8 < shares[0] < 7 / 8


@pytest.mark.quick
def test_a_sudden_slowness_is_told_once() -> None:
    pace = Pace()
    assert [pace.add(0.1) for _ in range(30)] == [None] * 30
    # One long step may be anything.
    assert [pace.add(3.0), pace.add(0.1), pace.add(2.0), pace.add(2.0)] == [None] * 4
    assert pace.add(2.0) == pytest.approx(20)
    assert [pace.add(2.0) for _ in range(5)] == [None] * 5


def test_memory_is_given_back_on_a_card_too(monkeypatch: pytest.MonkeyPatch) -> None:
    emptied: list[bool] = []
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: emptied.append(True))
    guard.give_back_memory()
    assert emptied == [True]
