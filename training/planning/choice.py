"""Plans a run: from the table where it holds, else by tracing the run's own model."""

from pathlib import Path
from typing import cast

import torch

from training.bitsandbytes_check import NEED_BITSANDBYTES
from training.contract.base_models import BaseModelInfo, describe_base_model, is_hub_model
from training.contract.config import RunConfig
from training.contract.errors import ManulError
from training.contract.events import Choice
from training.contract.layout import RunFolder
from training.contract.measures import Measure
from training.contract.measures import wishes as wishes_of
from training.contract.messages import Message
from training.contract.plan import CONTEXT_BYTES, NumberFormat, Plan, Request, Traces
from training.contract.plan_ladder import (
    choose_plan,
    does_not_fit,
    next_plan,
    smaller_than,
)
from training.contract.plan_traces import table_traces
from training.guard import usable_bytes
from training.hardware import Hardware
from training.measures import refused
from training.model_files import open_model
from training.planning.empty_model import FullSize
from training.planning.live import LiveTraces

_NO_RUN = RunFolder(Path())


def choose_measures(
    config: RunConfig, info: BaseModelInfo | None, free_bytes: int, *,
    precision: NumberFormat = "bf16", run: RunFolder = _NO_RUN,
    kept: tuple[Choice, ...] | None = None, device: torch.device | None = None,
) -> Plan:  # fmt: skip
    """What to switch on, so that this run fits into `free_bytes` of the card; ManulError
    "out_of_memory.no_rung" if nothing suffices. With `device`, only what works there."""
    request = Request.of(config, precision)
    traces = find_traces(request, config, info, run)
    plan = choose_plan(
        request, traces, free_bytes=free_bytes, wishes=wished(config, device), kept=kept
    )
    if plan.verdict == "does_not_fit":
        raise does_not_fit(plan)
    return plan


def plan_for_this_card(
    config: RunConfig, hardware: Hardware, run: RunFolder,
    *, kept: tuple[Choice, ...] | None = None,
) -> Plan:  # fmt: skip
    """`choose_measures` for what the card has free now. Call it while the card is held, so that
    no other training of ours fills it. `kept` = the measures of a run that began elsewhere, whose
    optimizer states it goes on with."""
    return choose_measures(
        config, _described(config), free_for_a_plan(hardware.device),
        precision=cast("NumberFormat", hardware.precision), run=run, kept=kept,
        device=hardware.device,
    )  # fmt: skip


def free_for_a_plan(device: torch.device) -> int:
    """Bytes of the card that a prediction may come to: what the allocator may take, and the
    context, which is there once one has asked and which predictions count."""
    return usable_bytes(device) + CONTEXT_BYTES


def choose_next_measures(
    config: RunConfig, measures: tuple[Choice, ...], *, free_bytes: int | None = None,
    precision: NumberFormat = "bf16", run: RunFolder = _NO_RUN, keep_states: bool = False,
    device: torch.device | None = None,
) -> Plan | None:  # fmt: skip
    """The next rung after `measures` (of PlanChosen or the last PlanChanged) ran out of memory;
    None = there is none. See `plan_ladder.next_plan`."""
    request = Request.of(config, precision)
    traces = find_traces(request, config, _described(config), run)
    return next_plan(
        request, traces, measures, free_bytes=free_bytes, wishes=wished(config, device),
        keep_states=keep_states,
    )  # fmt: skip


def nothing_left(
    config: RunConfig, measures: tuple[Choice, ...], *, precision: NumberFormat, stage: Message,
    run: RunFolder = _NO_RUN,
) -> ManulError:  # fmt: skip
    """The error of a run that ran out of memory on its last rung, with what would need less."""
    request = Request.of(config, precision)
    traces = find_traces(request, config, _described(config), run)
    needed, change = smaller_than(request, traces, measures, wished(config))
    return ManulError("out_of_memory.last_rung", stage=stage, needed=needed, change=change)


def wished(config: RunConfig, device: torch.device | None = None) -> dict[Measure, bool | None]:
    """What the run's settings ask for or refuse; on `device` also what does not work there."""
    wishes = wishes_of(config.training, config.memory)
    if device is not None:
        wishes |= dict.fromkeys(refused(NEED_BITSANDBYTES, device), False)
    return wishes


def find_traces(
    request: Request, config: RunConfig, info: BaseModelInfo | None, run: RunFolder = _NO_RUN
) -> Traces:
    """Of the run's own model, or without `info` of the family's as it was published."""
    if (known := table_traces(request, config, info)) is not None:
        return known
    architecture = FullSize(request.family) if info is None else open_model(info)
    return LiveTraces(request.method, config, architecture, run)


def _described(config: RunConfig) -> BaseModelInfo | None:
    """None for a model of the hub's that is yet to be downloaded: taken for a published one."""
    try:
        return describe_base_model(config.base_model)
    except ManulError:
        if is_hub_model(config.base_model):
            return None
        raise
