"""The plan of a run while it runs: settled on the card, and lowered when memory runs out."""

from dataclasses import replace
from typing import cast

import torch

from training.attempt_start import go_back
from training.contract import events as ev
from training.contract.messages import say
from training.contract.plan import NumberFormat
from training.guard import cap_memory
from training.planning.choice import choose_next_measures, nothing_left, plan_for_this_card
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
        around.config, hardware.measures, free_bytes=_free_bytes(hardware.device),
        precision=precision, run=around.run, keep_states=step > 0,
    )  # fmt: skip
    if plan is None:
        raise nothing_left(
            around.config, hardware.measures, precision=precision, run=around.run, stage=doing
        )
    reason = say("reason.out_of_memory", stage=doing)
    events.emit(ev.PlanChanged(from_step=step, measures=plan.measures, reason=reason))
    for note in notes:
        around.note(note)
    return replace(around, hardware=replace(hardware, measures=plan.measures))


def _free_bytes(device: torch.device) -> int | None:
    return torch.cuda.mem_get_info(device)[0] if device.type == "cuda" else None
