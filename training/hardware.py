"""Chooses device, number format and thread count for a run, each with the reason."""

import os
from dataclasses import dataclass

import torch

from training.card_problems import why_unusable
from training.contract.base_models import Family
from training.contract.config import RunConfig
from training.contract.events import Choice, PlanChosen
from training.contract.measures import Measure
from training.contract.messages import Message, say
from training.graphics_cards import graphics_cards, visible_cards
from training.measures import measure_names, settle_measures

_DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
_AMPERE = (8, 0)


@dataclass(frozen=True)
class Hardware:
    """Where and how a run computes. `precision` is that of the frozen base model; `measures` is
    the one place that says what is switched on."""

    device: torch.device
    precision: str
    threads: int
    reasons: tuple[Choice, ...]
    measures: tuple[Choice, ...] = ()

    def uses(self, measure: Measure) -> bool:
        return measure in measure_names(self.measures)

    @property
    def dtype(self) -> torch.dtype:
        return _DTYPES[self.precision]

    @property
    def mixed_precision(self) -> str:
        """accelerate's word, for the loss scale that fp16 needs; the model mixes for itself."""
        return "fp16" if self.precision == "fp16" else "no"

    @property
    def taught_dtype(self) -> torch.dtype:
        """Of weights that are taught themselves: 16 bits lose small steps, unless by chance."""
        return torch.bfloat16 if self.uses("bf16_stochastic_rounding") else torch.float32

    def as_event(self) -> PlanChosen:
        return PlanChosen(
            device=self.device.type,
            precision=self.precision,
            threads=self.threads,
            measures=self.measures,
            reasons=self.reasons,
        )


def choose_hardware(
    config: RunConfig, *, planned: PlanChosen | None = None, use_cpu: bool = False
) -> Hardware:
    """The card where there is one. A resumed run keeps precision, threads and measures of its
    plan, so that its numbers stay the same. ManulError "card_unusable" if there is a card that
    torch cannot use, and the model is too large for the processor."""
    device, device_reason = _choose_device(config.family, use_cpu)
    precision, precision_reason = _choose_precision(config, device)
    threads, threads_reason = _choose_threads(config.family, device)
    if planned is not None and planned.device == device.type:
        precision, threads = planned.precision, planned.threads
    measures = settle_measures(config, precision=precision, planned=planned, device=device)
    torch.set_num_threads(threads)
    reasons = (device_reason, precision_reason, threads_reason)
    return Hardware(device, precision, threads, reasons, measures)


def _choose_device(family: Family, use_cpu: bool) -> tuple[torch.device, Choice]:
    if use_cpu:
        return torch.device("cpu"), Choice(name="device", reason=say("reason.device.asked"))
    if torch.cuda.is_available():
        card = say("reason.device.cuda", card=torch.cuda.get_device_name())
        return torch.device("cuda"), Choice(name="device", reason=card)
    problem = why_unusable(visible_cards(graphics_cards()), torch.version.cuda)
    if problem is None:
        return torch.device("cpu"), Choice(name="device", reason=say("reason.device.cpu"))
    if family != "demo":
        raise problem
    report = problem.report()
    said = Message(key=report.key, values=report.values, text=report.message)
    reason = say("reason.device.unusable", problem=said)
    return torch.device("cpu"), Choice(name="device", reason=reason)


def _choose_precision(config: RunConfig, device: torch.device) -> tuple[str, Choice]:
    wished = config.training.mixed_precision
    is_cpu = device.type == "cpu"
    # fp16 needs the loss scale that accelerate only has for cards.
    if wished != "auto" and not (is_cpu and wished == "fp16"):
        return wished, Choice(name="precision", reason=say("reason.precision.asked"))
    if is_cpu and config.memory.stochastic_rounding == "on":
        return "bf16", Choice(name="precision", reason=say("reason.precision.rounding"))
    if is_cpu:
        return "fp32", Choice(name="precision", reason=say("reason.precision.fp32"))
    has_bf16 = torch.cuda.get_device_capability() >= _AMPERE
    precision = "bf16" if has_bf16 else "fp16"
    return precision, Choice(name="precision", reason=say(f"reason.precision.{precision}"))


def _choose_threads(family: Family, device: torch.device) -> tuple[int, Choice]:
    if family == "demo":
        return 1, Choice(name="threads", reason=say("reason.threads.demo"))
    if device.type == "cuda":
        return 1, Choice(name="threads", reason=say("reason.threads.gpu"))
    if (wished := os.environ.get("OMP_NUM_THREADS", "")).isdecimal() and int(wished):
        return int(wished), Choice(name="threads", reason=say("reason.threads.asked"))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return cores or 1, Choice(name="threads", reason=say("reason.threads.cores"))
