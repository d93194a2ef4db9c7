"""What the plan says of a work unit at real size: its measures, its memory, its arithmetic."""

from dataclasses import dataclass

from tests.bench.work_units import CAPS, Precision, WorkUnit
from training.contract.cards import free_on_a_card
from training.contract.config import RunConfig, merge, parse_assignments
from training.contract.plan import CONTEXT_BYTES, ROUNDING, Request, is_mixed, predict
from training.contract.plan_examples import example_config
from training.contract.plan_ladder import choose_plan, plan_with
from training.planning.choice import find_traces

GIB = 2**30


@dataclass(frozen=True)
class Predicted:
    """Bytes, and FLOPs of one step. `tensors` = while training, without what torch and the driver
    add; `training` and `with_samples` = as nvidia-smi shows them, `reserved` = without the
    context. `flops` are the model's: what checkpointing computes again does not count."""

    measures: tuple[str, ...]
    tensors: int
    training: int
    with_samples: int
    reserved: int
    flops: int
    source: str


def predict_unit(unit: WorkUnit, precision: Precision) -> Predicted:
    """ManulError "measures_excluded" if a card that computes in `precision` cannot do it so."""
    config = _config(unit)
    request = Request.of(config, unit.precision or precision)
    traces = find_traces(request, config, None)
    if unit.measures is None:
        plan = choose_plan(request, traces, free_bytes=free_on_a_card(unit.card))
    else:
        always = ("cache_latents", "cache_text") if request.text_is_fixed else ("cache_latents",)
        plan = plan_with(request, traces, (*always, *unit.measures), free_bytes=None)
    names = tuple(choice.name for choice in plan.measures)
    found = predict(request, names, traces)
    mixed = is_mixed(request, names)
    tensors = found.phases["train"]
    return Predicted(
        measures=names,
        tensors=tensors,
        training=round(tensors * ROUNDING) + CONTEXT_BYTES,
        with_samples=found.peak,
        reserved=found.peak - CONTEXT_BYTES,
        flops=traces.training(request, checkpointing=False, mixed=mixed).flops,
        source=plan.source,
    )


def cap_bytes(unit: WorkUnit) -> int | None:
    return None if unit.cap is None else round(CAPS[unit.cap] * GIB)


def utilisation(flops: int, seconds: float, peak: float) -> float:
    """The share of the card's measured peak FLOP/s that one step makes use of."""
    return flops / seconds / peak


def _config(unit: WorkUnit) -> RunConfig:
    usual = example_config(
        unit.family, unit.method, resolution=unit.resolution, batch=unit.batch
    )  # fmt: skip
    return RunConfig.model_validate(merge(usual.model_dump(), parse_assignments(unit.asked)))
