"""Recorded runs are read by today's contract as they were when they were made: the first release's,
and one that ran out of memory, was asked to save and was given more steps."""

from pathlib import Path

import pytest
from PIL import Image

from training.contract.commands import CommandFollower
from training.contract.events import UnknownEvent, read_events
from training.contract.kept_steps import STATE_FILE, WEIGHTS_FILE, check_file, kept_steps
from training.contract.layout import RunFolder
from training.contract.run_history import fold
from training.contract.run_state import run_state
from training.contract.runs import read_run_config

pytestmark = pytest.mark.quick

# Of each: the steps planned and learned, those sampled, those kept.
RUNS = {
    "recorded_run": (10, 10, [0, 5, 10], [0, 5, 10]),
    "recorded_run_lower": (10, 15, [0, 5, 10, 15], [0, 1, 5, 10, 15]),
}
LARGEST = 50_000
ALL_OF_THEM = 200_000


@pytest.fixture(params=RUNS)
def run(request: pytest.FixtureRequest) -> RunFolder:
    return RunFolder(Path(__file__).parents[1] / "data" / request.param)


def test_every_event_is_known(run: RunFolder) -> None:
    events = read_events(run.events)
    assert len(events) > 30
    assert not [event for event in events if isinstance(event, UnknownEvent)]


def test_it_adds_up_to_a_finished_run(run: RunFolder) -> None:
    _, steps, sampled, _ = RUNS[run.path.name]
    history = fold(read_events(run.events))
    assert run_state(run, history) == "finished"
    assert history.step == steps
    assert list(history.steps) == list(range(1, steps + 1))
    assert all(step.loss is not None for step in history.steps.values())
    assert {0, steps} <= history.evaluations.keys()
    assert list(history.samples) == [(step, row) for step in sampled for row in (0, 1)]
    assert history.plan is not None
    assert history.plan.device


def test_its_settings_are_todays(run: RunFolder) -> None:
    planned, *_ = RUNS[run.path.name]
    config = read_run_config(run)
    assert config.training.max_train_steps == planned
    assert config.concept.name == "pallas_cat"
    assert config.base_model == "demo"


def test_its_kept_steps_are_whole(run: RunFolder) -> None:
    _, last, _, kept = RUNS[run.path.name]
    assert kept_steps(run) == kept
    for step in kept:
        assert check_file(run, step, WEIGHTS_FILE).is_file()
    assert check_file(run, last, STATE_FILE).is_file()


def test_its_samples_can_be_looked_at(run: RunFolder) -> None:
    for sample in fold(read_events(run.events)).samples.values():
        with Image.open(run.path / sample.path) as picture:
            assert picture.size == (64, 64)
        assert sample.prompt.count("pallas_cat") == 1


def test_what_happened_to_it_on_the_way_is_told() -> None:
    run = RunFolder(Path(__file__).parents[1] / "data" / "recorded_run_lower")
    history = fold(read_events(run.events))
    assert [change.change.from_step for change in history.changes] == [1]
    assert history.plan is not None
    assert [choice.name for choice in history.plan.measures] == [
        "cache_latents", "gradient_checkpointing"
    ]  # fmt: skip
    assert history.max_train_steps == 15
    assert history.attempt == 2
    (command,) = CommandFollower(run.commands, attempt=1).poll()
    assert command.command == "save_now"
    assert history.handled == {command.id}
    assert history.checkpoints[1].pinned


def test_it_says_nothing_about_the_machine(run: RunFolder) -> None:
    files = [path for path in run.path.rglob("*") if path.is_file()]
    said = b"".join(path.read_bytes() for path in files)
    for place in (b"/home/", b"/root/", b"/tmp/", b"/Users/", b"C:\\Users"):
        assert place not in said
    sizes = [path.stat().st_size for path in files]
    assert max(sizes) <= LARGEST
    assert sum(sizes) <= ALL_OF_THEM
