"""At the start of a run on a card: what is free decides, and too little is said in a sentence."""

from dataclasses import replace
from typing import Any

import pytest

from training.contract.base_models import describe_base_model
from training.contract.errors import ManulError
from training.contract.plan import Request
from training.contract.plan_examples import example_config
from training.contract.runs import read_run_config
from training.hardware import choose_hardware
from training.planning.choice import (
    choose_measures,
    choose_next_measures,
    find_traces,
    plan_for_this_card,
)

MIB = 2**20


def test_a_run_is_planned_with_its_own_model(
    workshop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = workshop.run()
    config = read_run_config(run)
    hardware = choose_hardware(config)
    monkeypatch.setattr("torch.cuda.mem_get_info", lambda _: (1000 * MIB, 8000 * MIB))
    plan = plan_for_this_card(config, hardware, run)
    assert (plan.source, plan.verdict) == ("traced", "fits")
    assert plan.precision == "fp32"
    event = replace(hardware, measures=plan.measures).as_event()
    assert event.measures == plan.measures
    assert {choice.name for choice in event.measures} >= {"cache_latents"}
    # A model as small as this has nothing to save.
    assert choose_next_measures(config, plan.measures, run=run) is None


def test_a_run_that_cannot_fit_does_not_begin(workshop: Any) -> None:
    config = read_run_config(workshop.run())
    info = describe_base_model(config.base_model)
    with pytest.raises(ManulError) as caught:
        choose_measures(config, info, 120 * MIB, precision="fp32")
    assert caught.value.key == "out_of_memory.no_rung"
    report = caught.value.report()
    assert "0.1 GB are free" in report.message
    assert report.advice


@pytest.mark.quick
def test_a_published_model_needs_no_trace() -> None:
    config = example_config("sd1", "lora")
    traces = find_traces(Request.of(config), config, None)
    assert traces.source == "table"
    wide = example_config("sd1", "lora").changed(method={"name": "lora", "rank": 64})
    assert find_traces(Request.of(wide), wide, None).source == "traced"


@pytest.mark.quick
def test_after_out_of_memory_a_run_has_a_next_rung() -> None:
    config = example_config("sd1", "dreambooth")
    # Not on the hub's cache of this machine: taken for a published model.
    config = config.changed(base_model="nobody/stable-diffusion")
    plan = choose_measures(config, None, 13 * 2**30)
    seen = [plan.measure_names]
    while (following := choose_next_measures(config, plan.measures)) is not None:
        assert following.peak_bytes < plan.peak_bytes
        plan = following
        seen.append(plan.measure_names)
    assert "adafactor" in seen[-1]
    assert len(seen) >= 4
