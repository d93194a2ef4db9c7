"""A run killed at any moment and resumed ends bit-identical to one that was left alone."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import resources
from training.contract import events as ev
from training.contract.events import read_events
from training.contract.layout import RunFolder
from training.contract.run_history import fold
from training.contract.run_state import run_state
from training.engine import run_attempt
from training.export import export_step

SETTINGS = (
    "training.max_train_steps=12", "training.lr_decay_steps=6", "sampling.sample_every=4",
    "data.random_flip=true", "training.gradient_accumulation_steps=2",
)  # fmt: skip
# The engine kills itself at exactly this moment, as the kernel would: no handler runs.
SUICIDE = """
import os, signal, sys
from training.cli.main import main

def die():
    os.kill(os.getpid(), signal.SIGKILL)
"""
DURING_A_SAMPLE = """
import training.sampling as sampling
from training.contract.run_history import RunHistory
history = []
add = RunHistory.add
RunHistory.add = lambda self, event: (history.append(self), add(self, event))[1]
decode = sampling._decode
sampling._decode = lambda *a: die() if history[-1].step == 8 else decode(*a)
"""
DURING_A_CHECKPOINT = """
import training.checkpoints as checkpoints
write = checkpoints.atomic_write
def write_or_die(path, content):
    if path.parent.name == "step-000008" and path.name == "state.safetensors":
        path.with_name(".half.tmp").write_bytes(b"half")
        die()
    write(path, content)
checkpoints.atomic_write = write_or_die
"""


class Result:
    """What a run leaves: both exports and the samples of the last step, as bytes."""

    def __init__(self, run: RunFolder, folder: Path) -> None:
        self.pt, self.safetensors = (
            export_step(run, to=folder / name, format_name=name).read_bytes()
            for name in ("pt", "safetensors")
        )
        self.samples = [path.read_bytes() for path in sorted(run.samples.glob("step-000012-*"))]
        history = fold(read_events(run.events))
        self.losses = {step: fact.loss for step, fact in history.steps.items()}

    def is_same_as(self, other: "Result") -> None:
        assert self.losses == other.losses
        assert self.pt == other.pt
        assert self.safetensors == other.safetensors
        assert self.samples == other.samples
        assert self.samples


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, shared_workshop: Any) -> Result:
    run = shared_workshop.run(*SETTINGS)
    assert run_attempt(run).state == "finished"
    return Result(run, tmp_path_factory.mktemp("undisturbed"))


@pytest.fixture
def start() -> Iterator[Callable[[RunFolder, str], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start_engine(run: RunFolder, moment: str) -> subprocess.Popen[bytes]:
        code = f"{SUICIDE}\n{moment}\nsys.exit(main(['run', {str(run.path)!r}]))"
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=resources.ROOT.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    yield start_engine
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


# What the system answers for a process that was ended by SIGKILL.
KILLED = -9


def check_dead(run: RunFolder, process: subprocess.Popen[bytes]) -> None:
    assert process.wait(timeout=120) == KILLED
    history = fold(read_events(run.events))
    assert history.end is None
    assert run_state(run, history) == "died"


def resume(run: RunFolder, folder: Path) -> Result:
    assert run_attempt(run, resume=True).state == "finished"
    return Result(run, folder)


def test_killed_at_a_random_step(
    workshop: Any, undisturbed: Result, start: Any, tmp_path: Path
) -> None:
    run = workshop.run(*SETTINGS)
    step = random.randint(1, 11)
    print(f"killed when step {step} was done")
    process = start(run, "")
    while not any(
        isinstance(event, ev.StepDone) and event.step >= step for event in read_events(run.events)
    ):
        assert process.poll() is None
        time.sleep(0.005)
    process.kill()
    check_dead(run, process)
    resume(run, tmp_path).is_same_as(undisturbed)


def test_killed_during_a_sample(
    workshop: Any, undisturbed: Result, start: Any, tmp_path: Path
) -> None:
    run = workshop.run(*SETTINGS)
    check_dead(run, start(run, DURING_A_SAMPLE))
    history = fold(read_events(run.events))
    assert history.stage is not None
    assert history.stage.stage == "sampling"
    assert 8 in history.checkpoints
    assert not list(run.samples.glob("step-000008-*"))

    resume(run, tmp_path).is_same_as(undisturbed)
    # The samples that were being drawn are drawn by the one that goes on.
    assert list(run.samples.glob("step-000008-*"))


def test_killed_while_a_checkpoint_is_written(
    workshop: Any, undisturbed: Result, start: Any, tmp_path: Path
) -> None:
    run = workshop.run(*SETTINGS)
    check_dead(run, start(run, DURING_A_CHECKPOINT))
    assert (run.checkpoint(8) / "weights.safetensors").is_file()
    assert not (run.checkpoint(8) / "meta.json").exists()

    resumed = resume(run, tmp_path)
    starts = [event for event in read_events(run.events) if isinstance(event, ev.Started)]
    assert [event.from_step for event in starts] == [0, 4]
    resumed.is_same_as(undisturbed)
