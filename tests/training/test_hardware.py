"""Device, precision and threads are chosen with a reason, and kept by a resumed run."""

from collections.abc import Iterator
from typing import Any

import psutil
import pytest
import torch

from training.contract.config import RunConfig
from training.contract.events import PlanChosen
from training.contract.runs import read_run_config
from training.hardware import choose_hardware


@pytest.fixture
def config(workshop: Any) -> RunConfig:
    return read_run_config(workshop.run())


@pytest.fixture(autouse=True)
def _threads_put_back() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture
def no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)


def with_precision(config: RunConfig, precision: str) -> RunConfig:
    training = config.training.changed(mixed_precision=precision)
    return config.changed(training=training.model_dump())


def reasons(hardware: Any) -> dict[str, str]:
    return {choice.name: choice.reason.key for choice in hardware.reasons}


@pytest.mark.usefixtures("no_card")
@pytest.mark.quick
def test_every_choice_has_its_reason(config: RunConfig) -> None:
    hardware = choose_hardware(config)
    assert (hardware.device.type, hardware.precision, hardware.threads) == ("cpu", "fp32", 1)
    assert hardware.mixed_precision == "no"
    assert reasons(hardware) == {
        "device": "reason.device.cpu",
        "precision": "reason.precision.fp32",
        "threads": "reason.threads.demo",
    }
    plan = hardware.as_event()
    assert [choice.name for choice in plan.measures] == ["cache_latents"]
    assert all(str(choice.reason) for choice in plan.measures + plan.reasons)


@pytest.mark.usefixtures("no_card")
@pytest.mark.quick
def test_the_number_of_threads_is_set(config: RunConfig) -> None:
    torch.set_num_threads(2)
    choose_hardware(config)
    assert torch.get_num_threads() == 1


@pytest.mark.usefixtures("no_card")
@pytest.mark.quick
def test_a_larger_model_gets_all_cores(config: RunConfig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS")
    hardware = choose_hardware(config.changed(family="sd1"))
    assert hardware.threads == len(psutil.Process().cpu_affinity())
    assert reasons(hardware)["threads"] == "reason.threads.cores"


@pytest.mark.usefixtures("no_card")
@pytest.mark.quick
@pytest.mark.parametrize(
    ("wished", "reason"), [("3", "asked"), ("0", "cores"), ("", "cores"), ("4,2", "cores")]
)
def test_unless_the_user_says_how_many(
    config: RunConfig, monkeypatch: pytest.MonkeyPatch, wished: str, reason: str
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", wished)
    hardware = choose_hardware(config.changed(family="sd1"))
    assert reasons(hardware)["threads"] == f"reason.threads.{reason}"
    assert hardware.threads == (3 if reason == "asked" else len(psutil.Process().cpu_affinity()))


@pytest.mark.usefixtures("no_card")
@pytest.mark.quick
def test_a_resumed_run_keeps_its_plan(config: RunConfig) -> None:
    plan = PlanChosen(device="cpu", precision="bf16", threads=3)
    hardware = choose_hardware(config, planned=plan)
    assert (hardware.precision, hardware.threads) == ("bf16", 3)
    assert torch.get_num_threads() == 3


@pytest.mark.usefixtures("no_card")
@pytest.mark.quick
def test_a_plan_for_a_card_does_not_bind_the_processor(config: RunConfig) -> None:
    plan = PlanChosen(device="cuda", precision="fp16", threads=3)
    assert choose_hardware(config, planned=plan).precision == "fp32"


@pytest.mark.usefixtures("no_card")
@pytest.mark.quick
def test_half_precision_is_nothing_for_a_processor(config: RunConfig) -> None:
    hardware = choose_hardware(with_precision(config, "fp16"))
    assert (hardware.precision, hardware.mixed_precision) == ("fp32", "no")


@pytest.mark.parametrize(
    ("capability", "wished", "precision", "key"),
    [
        ((8, 6), "auto", "bf16", "reason.precision.bf16"),
        ((7, 5), "auto", "fp16", "reason.precision.fp16"),
        ((7, 5), "fp32", "fp32", "reason.precision.asked"),
        ((8, 6), "fp16", "fp16", "reason.precision.asked"),
    ],
)
@pytest.mark.quick
def test_precision_of_a_card(
    config: RunConfig, monkeypatch: pytest.MonkeyPatch, capability: tuple[int, int],
    wished: str, precision: str, key: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("torch.cuda.is_available", lambda: True)
    monkeypatch.setattr("torch.cuda.get_device_name", lambda *_: "NVIDIA Test")
    monkeypatch.setattr("torch.cuda.get_device_capability", lambda *_: capability)
    hardware = choose_hardware(with_precision(config, wished))
    assert hardware.device.type == "cuda"
    assert hardware.precision == precision
    assert reasons(hardware)["precision"] == key


@pytest.mark.usefixtures("no_card")
def test_bfloat16_trains_on_the_processor(workshop: Any) -> None:
    from training.engine import run_attempt

    run = workshop.run("training.mixed_precision=bf16", "training.max_train_steps=2")
    assert run_attempt(run).state == "finished"
