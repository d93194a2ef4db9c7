"""Killed at any moment and resumed, a run ends bit-identical to one that was left alone."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.training.nursery import KILLED, Moment, Nursery
from training.contract import events as ev
from training.contract.events import read_events
from training.contract.kept_steps import kept_steps
from training.contract.layout import RunFolder
from training.contract.run_history import fold
from training.contract.run_state import run_state
from training.engine import run_attempt
from training.export import export_step

# Small, with what draws, drops or scales in each method.
COMMON = ("training.max_train_steps=8", "sampling.sample_every=4")
SETTINGS = {
    "textual_inversion": (
        *COMMON, "training.gradient_accumulation_steps=2", "data.random_flip=true",
        "training.noise_offset=0.1",
    ),
    "lora": (
        *COMMON, "method.train_text_encoder=true", "method.dropout=0.2",
        "data.caption_dropout=0.3", 'training.optimizer="adamw_8bit"',
    ),
    "hypernetwork": (
        *COMMON, "method.dropout_structure=[0, 0.3, 0]", "method.is_layer_norm=true",
        'training.learning_rate_steps="1e-3:3, 5e-4:6, 1e-4:8"',
    ),
    "dreambooth": (
        *COMMON, "sampling.sample_every=2", "method.kept_steps=2", "data.prior_preservation=true",
        'training.optimizer="adamw_8bit"', "memory.stochastic_rounding=on",
        "memory.step_in_backward=on",
    ),
}  # fmt: skip
# Three deaths of one run, each in the attempt that follows the last.
MOMENTS = {
    "textual_inversion": (
        Moment("call", "training.latents:_encode", "before", 3),
        Moment("write", "step-000004/state.safetensors", "half"),
        Moment("call", "training.sampling:_decode", "before"),
    ),
    "lora": (
        Moment("event", "step_done", number=3),
        Moment("write", "step-000004/meta.json", "after"),
        Moment("write", "contact_sheet.png", "half"),
    ),
    "hypernetwork": (
        Moment("write", "step-000000/meta.json", "before"),
        Moment("call", "accelerate:Accelerator.backward", "after", 6),
        Moment("write", "samples/step-000008-00.png", "after"),
    ),
    "dreambooth": (
        Moment("write", "0001.png", "half"),
        Moment("call", "training.checkpoints:shutil.rmtree", "before"),
        Moment("write", "step-000008/weights.safetensors", "before"),
    ),
}  # fmt: skip


class Result:
    """All that a finished run leaves for good, as bytes."""

    def __init__(self, run: RunFolder, folder: Path) -> None:
        history = fold(read_events(run.events))
        self.losses = {step: fact.loss for step, fact in history.steps.items()}
        self.kept = {
            path.relative_to(run.path).as_posix(): path.read_bytes()
            for path in run.checkpoints.rglob("*")
            if path.is_file()
        }
        self.samples = {path.name: path.read_bytes() for path in run.samples.iterdir()}
        self.export = export_step(run, to=folder).read_bytes()

    def is_same_as(self, other: "Result") -> None:
        assert self.losses == other.losses
        assert self.kept.keys() == other.kept.keys()
        assert [name for name, content in self.kept.items() if content != other.kept[name]] == []
        assert self.samples == other.samples
        assert self.export == other.export


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture(scope="module")
def undisturbed(
    module_workshop: Any, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Result]:
    """What a run of this method leaves if nothing happens to it; trained once."""
    known: dict[str, Result] = {}

    def result(method: str) -> Result:
        if method not in known:
            run = module_workshop.run(*SETTINGS[method], method=method)
            assert run_attempt(run).state == "finished"
            known[method] = Result(run, tmp_path_factory.mktemp(method))
        return known[method]

    return result


def check_dead(run: RunFolder) -> None:
    history = fold(read_events(run.events))
    assert history.end is None
    assert run_state(run, history) == "died"


def left_over(run: RunFolder) -> list[str]:
    """Temporary files, and folders of steps that do not count."""
    kept = {run.checkpoint(step).name for step in kept_steps(run)}
    found = [path.name for path in run.concept.path.rglob("*") if path.name.endswith(".tmp")]
    return found + [path.name for path in run.checkpoints.iterdir() if path.name not in kept]


@pytest.mark.parametrize("method", list(MOMENTS))
def test_killed_three_times_the_end_is_the_same(
    method: str, workshop: Any, nursery: Nursery, undisturbed: Any, tmp_path: Path
) -> None:
    run = workshop.run(*SETTINGS[method], method=method)
    for number, moment in enumerate(MOMENTS[method]):
        verb = "resume" if number else "run"
        assert nursery(verb, run.path, moment=moment) == KILLED, f"{moment} was not reached"
        check_dead(run)
    assert run_attempt(run, resume=True).state == "finished"
    assert left_over(run) == []
    (tmp_path / "to").mkdir()
    Result(run, tmp_path / "to").is_same_as(undisturbed(method))

    # An export that is killed leaves nothing that looks like one.
    place = tmp_path / "again"
    place.mkdir()
    half = Moment("write", place.name, "half")
    assert nursery("export", run.path, "--to", place, moment=half) == KILLED
    assert [path.suffix for path in place.iterdir()] == [".tmp"]
    written = export_step(run, to=place)
    assert list(place.iterdir()) == [written]
    assert written.read_bytes() == undisturbed(method).export


def test_killed_from_outside_at_a_random_step(
    workshop: Any, nursery: Nursery, undisturbed: Any, wait_for: Any, tmp_path: Path
) -> None:
    run = workshop.run(*SETTINGS["textual_inversion"])
    step = random.randint(1, 7)
    print(f"killed when step {step} was done")
    engine = nursery.start("run", run.path)
    wait_for(run, lambda event: isinstance(event, ev.StepDone) and event.step >= step)
    psutil.Process(engine).kill()
    assert nursery.wait() == KILLED
    check_dead(run)
    assert run_attempt(run, resume=True).state == "finished"
    Result(run, tmp_path).is_same_as(undisturbed("textual_inversion"))


# For `make prove`: deaths of a run at most, of a method in all, and where they may happen.
KILLS_OF_A_RUN, KILLS_OF_A_METHOD, SEED = 5, 13, 20261121
CALLS = (
    "training.loop:learning_rate_at", "accelerate:Accelerator.backward",
    "training.sampling:_denoise", "training.sampling:_decode", "training.latents:_encode",
    "training.checkpoints:file_hash", "training.session:fixed_loss",
    "training.session_building:load_base_model",
)  # fmt: skip


def random_moment(dice: random.Random) -> Moment | float:
    """Somewhere in a write, a call or after an event; or so many seconds after the start."""
    kind = dice.choice(("write", "write", "call", "event", "clock"))
    if kind == "clock":
        return dice.uniform(0.1, 3.0)
    if kind == "write":
        return Moment("write", "", dice.choice(("half", "before", "after")), dice.randint(1, 8))
    if kind == "event":
        return Moment("event", number=dice.randint(1, 40))
    number = dice.randint(1, 6)
    return Moment("call", dice.choice(CALLS), dice.choice(("before", "after")), number)


def is_killed(nursery: Nursery, *command: str | Path, at: Moment | float) -> bool:
    """False if the command came to its end first."""
    if isinstance(at, Moment):
        return nursery(*command, moment=at) == KILLED
    engine = nursery.start(*command)
    time.sleep(at)
    psutil.Process(engine).kill()
    return nursery.wait() == KILLED


@pytest.mark.prove
@pytest.mark.parametrize("method", list(SETTINGS))
def test_many_kills_at_random_moments(
    method: str, workshop: Any, nursery: Nursery, undisturbed: Any, tmp_path: Path
) -> None:
    """Prints a row a run: where it was killed, and that its end is the same."""
    dice = random.Random(f"{SEED} {method}")
    kills = runs = 0
    while kills < KILLS_OF_A_METHOD:
        runs += 1
        own = replace(workshop, workspace=tmp_path / f"workspace {runs}")
        run = own.run(*SETTINGS[method], method=method)
        deaths: list[str] = []
        while len(deaths) < min(KILLS_OF_A_RUN, KILLS_OF_A_METHOD - kills):
            moment = random_moment(dice)
            if not is_killed(nursery, "resume", run.path, at=moment):
                break
            deaths.append(place_of(run, moment))
        history = fold(read_events(run.events))
        if not isinstance(history.end, ev.Finished):
            assert run_attempt(run, resume=True).state == "finished"
        assert left_over(run) == []
        folder = tmp_path / f"to {runs}"
        folder.mkdir()
        Result(run, folder).is_same_as(undisturbed(method))
        kills += len(deaths)
        if deaths:
            print(f"| {method} | {runs} | {len(deaths)} | {'; '.join(deaths)} | same |")


def place_of(run: RunFolder, moment: Moment | float) -> str:
    """The stage and step that were reached, and what was going on."""
    history = fold(read_events(run.events))
    stage = history.stage.stage if history.stage else "starting"
    if not isinstance(moment, Moment):
        return f"{stage} {history.step} ({moment:.1f} s)"
    name = moment.place.rpartition(":")[2].rpartition(".")[2].strip("_") or moment.kind
    return f"{stage} {history.step} ({moment.how} {name})"
