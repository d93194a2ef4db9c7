"""The plan of a run while it runs: settled on the card, and lowered when memory runs out."""

from dataclasses import replace
from typing import cast

from training.attempt_start import go_back
from training.contract import events as ev
from training.contract.config import RunConfig
from training.contract.measures import take_turns
from training.contract.messages import say
from training.contract.plan import NumberFormat
from training.guard import cap_memory
from training.hardware import Hardware
from training.measures import measure_names
from training.planning.choice import (
    choose_next_measures,
    free_for_a_plan,
    nothing_left,
    plan_for_this_card,
)
from training.session_building import Surroundings


def settled(around: Surroundings) -> Surroundings:
    """With the measures that this run works with from now on. On a card they are chosen for what
    is free now, so call it while the card is held; a run that began there keeps them."""
    hardware, events = around.hardware, around.events
    planned = events.history.plan
    is_card = hardware.device.type == "cuda"
    if planned is None or (is_card and planned.device != hardware.device.type):
        if is_card:
            kept = planned.measures if planned else None
            plan = plan_for_this_card(around.config, hardware, around.run, kept=kept)
            hardware = replace(hardware, measures=plan.measures)
        events.emit(hardware.as_event())
        _note_turns(around, hardware)
    cap_memory(hardware.device)
    return replace(around, hardware=hardware)


def lowered(around: Surroundings) -> Surroundings:
    """After out-of-memory: what needs less, from the newest step on disk. ManulError
    "out_of_memory.last_rung" if nothing does."""
    hardware, events = around.hardware, around.events
    stage = events.history.stage
    doing = say(f"stage.{stage.stage if stage else 'loading'}")
    step, notes = go_back(around.run)
    precision = cast("NumberFormat", hardware.precision)
    plan = choose_next_measures(
        around.config, hardware.measures, precision=precision, run=around.run,
        keep_states=step > 0, device=hardware.device,
        free_bytes=free_for_a_plan(hardware.device) if hardware.device.type == "cuda" else None,
    )  # fmt: skip
    if plan is None:
        raise nothing_left(
            around.config, hardware.measures, precision=precision, run=around.run, stage=doing
        )
    reason = say("reason.out_of_memory", stage=doing)
    events.emit(ev.PlanChanged(from_step=step, measures=plan.measures, reason=reason))
    for note in notes:
        around.note(note)
    # Another program may have taken some of what was free.
    cap_memory(hardware.device)
    changed = replace(hardware, measures=plan.measures)
    if not _are_by_turns(around.config, hardware):
        _note_turns(around, changed)
    return replace(around, hardware=changed)


def _note_turns(around: Surroundings, hardware: Hardware) -> None:
    if _are_by_turns(around.config, hardware):
        around.note(say("note.take_turns", steps=around.config.training.max_train_steps))


def _are_by_turns(config: RunConfig, hardware: Hardware) -> bool:
    return take_turns(
        measure_names(hardware.measures), batch=config.training.train_batch_size,
        prior_preservation=config.data.prior_preservation,
    )  # fmt: skip
