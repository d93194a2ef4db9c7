"""What a run does with a card, told by a made-up one: none is at hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch

from training.contract.errors import ManulError
from training.contract.plan import CONTEXT_BYTES, Request
from training.contract.plan_ladder import choose_plan
from training.contract.plan_table import read_plan_table
from training.contract.plan_traces import TableTraces
from training.contract.run_history import RunHistory
from training.contract.runs import read_run_config
from training.control import Control
from training.event_log import EventLog
from training.hardware import Hardware
from training.measures import measure_names
from training.run_plan import settled
from training.session_building import Surroundings

pytestmark = pytest.mark.quick

GIB = 2**30
# What the allocator leaves to libraries that reserve for themselves.
RESERVE = 200 * 2**20
Card = Callable[..., list[float]]


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Card:
    """A card with `free` bytes; returns the shares of it that the allocator was limited to."""

    def put(free: float, *, total: float = 24 * GIB) -> list[float]:
        shares: list[float] = []
        monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _=None: (int(free), int(total)))
        monkeypatch.setattr(torch.cuda, "memory_reserved", lambda _=None: 0)
        monkeypatch.setattr(
            torch.cuda, "set_per_process_memory_fraction", lambda share, _: shares.append(share)
        )
        # Whether bitsandbytes works is tried out on the device.
        monkeypatch.setattr("training.measures.why_not", lambda _: None)
        return shares

    return put


@pytest.fixture
def around(workshop: Any) -> Callable[..., Surroundings]:
    def build(*settings: str) -> Surroundings:
        run = workshop.run("data.prior_preservation=false", *settings, method="dreambooth")
        config = read_run_config(run).model_copy(
            update={"base_model": "owner/name", "family": "sd1"}
        )
        config = config.model_copy(
            update={"data": config.data.model_copy(update={"resolution": 512})}
        )
        hardware = Hardware(torch.device("cuda"), "bf16", 1, ())
        events = EventLog(run.events, RunHistory())
        return Surroundings(run, config, hardware, events, Control(run, events))

    return build


def on(surroundings: Surroundings) -> frozenset[str]:
    return frozenset(measure_names(surroundings.hardware.measures))


def test_a_new_run_takes_what_the_free_memory_needs_and_says_so(
    card: Card, around: Callable[..., Surroundings]
) -> None:
    shares = card(7 * GIB)
    begun = settled(around("training.train_batch_size=1"))
    assert {"bf16_stochastic_rounding", "adamw_8bit"} <= on(begun)
    planned = begun.events.history.plan
    assert planned is not None and planned.measures == begun.hardware.measures
    assert shares == [(7 * GIB - RESERVE) / (24 * GIB)]
    card(23 * GIB)
    assert "adamw_8bit" not in on(settled(around("training.train_batch_size=1")))


def test_a_resumed_run_keeps_its_plan_whatever_is_free(
    card: Card, around: Callable[..., Surroundings]
) -> None:
    card(7 * GIB)
    first = settled(around("training.train_batch_size=1"))
    shares = card(20 * GIB)
    again = settled(first)
    assert again.hardware.measures == first.hardware.measures
    assert shares == [(20 * GIB - RESERVE) / (24 * GIB)]


def test_a_run_from_the_processor_keeps_its_optimizer_on_the_card(
    card: Card, around: Callable[..., Surroundings]
) -> None:
    card(23 * GIB)
    begun = around("training.train_batch_size=1")
    eight = settled(around("training.train_batch_size=1", "training.optimizer=adamw_8bit"))
    elsewhere = replace(eight.hardware, device=torch.device("cpu"))
    begun.events.emit(elsewhere.as_event())
    assert "adamw_8bit" in on(settled(begun))


def test_it_is_planned_with_what_the_allocator_may_take_and_the_context_that_is_there(
    card: Card, around: Callable[..., Surroundings]
) -> None:
    """The least that a whole SD 1.x model needs fits exactly; with a byte less nothing does."""
    run = around("training.train_batch_size=1")
    request = Request.of(run.config)
    least = choose_plan(request, TableTraces(read_plan_table("sd1")), free_bytes=0).peak_bytes
    card(least - CONTEXT_BYTES + RESERVE)
    assert "adafactor" in on(settled(run))
    card(least - CONTEXT_BYTES + RESERVE - 1)
    with pytest.raises(ManulError) as caught:
        settled(around("training.train_batch_size=1"))
    assert caught.value.kind == "out_of_memory"


def test_without_bitsandbytes_it_plans_without_8_bits(
    card: Card, around: Callable[..., Surroundings], monkeypatch: pytest.MonkeyPatch
) -> None:
    card(7 * GIB)
    monkeypatch.setattr("training.measures.why_not", lambda _: "CUDA setup failed")
    assert "adamw_8bit" not in on(settled(around("training.train_batch_size=1")))


def test_turns_are_told_when_they_are_chosen(
    card: Card, around: Callable[..., Surroundings]
) -> None:
    card(7 * GIB)
    settings = ("data.prior_preservation=true", "training.train_batch_size=1")
    begun = settled(around(*settings, "memory.step_in_backward=on"))
    keys = [noted.note.key for noted in begun.events.history.notes]
    assert "note.take_turns" in keys
    other = settled(around(*settings, "memory.step_in_backward=off"))
    assert "note.take_turns" not in [noted.note.key for noted in other.events.history.notes]
