"""A recorded run is read by today's contract as it was when it was made."""

from pathlib import Path

import pytest
from PIL import Image

from training.contract.events import UnknownEvent, read_events
from training.contract.kept_steps import STATE_FILE, WEIGHTS_FILE, check_file, kept_steps
from training.contract.layout import RunFolder
from training.contract.run_history import fold
from training.contract.run_state import run_state
from training.contract.runs import read_run_config

pytestmark = pytest.mark.quick

STEPS = 10
SAMPLED = [0, 5, 10]
LARGEST = 50_000


@pytest.fixture
def run() -> RunFolder:
    return RunFolder(Path(__file__).parents[1] / "data" / "recorded_run")


def test_every_event_is_known(run: RunFolder) -> None:
    events = read_events(run.events)
    assert len(events) > 30
    assert not [event for event in events if isinstance(event, UnknownEvent)]


def test_it_adds_up_to_a_finished_run(run: RunFolder) -> None:
    history = fold(read_events(run.events))
    assert run_state(run, history) == "finished"
    assert history.step == STEPS
    assert list(history.steps) == list(range(1, STEPS + 1))
    assert all(step.loss is not None for step in history.steps.values())
    assert {0, STEPS} <= history.evaluations.keys()
    assert list(history.samples) == [(step, row) for step in SAMPLED for row in (0, 1)]
    assert history.plan is not None
    assert history.plan.device


def test_its_settings_are_todays(run: RunFolder) -> None:
    config = read_run_config(run)
    assert config.training.max_train_steps == STEPS
    assert config.concept.name == "pallas_cat"
    assert config.base_model == "demo"


def test_its_kept_steps_are_whole(run: RunFolder) -> None:
    assert kept_steps(run) == SAMPLED
    for step in SAMPLED:
        assert check_file(run, step, WEIGHTS_FILE).is_file()
    assert check_file(run, STEPS, STATE_FILE).is_file()


def test_its_samples_can_be_looked_at(run: RunFolder) -> None:
    for sample in fold(read_events(run.events)).samples.values():
        with Image.open(run.path / sample.path) as picture:
            assert picture.size == (64, 64)
        assert sample.prompt.count("pallas_cat") == 1


def test_it_says_nothing_about_the_machine(run: RunFolder) -> None:
    texts = (run.events, run.config)
    said = "".join(path.read_text(encoding="utf-8") for path in texts)
    for place in ("/home", "/root", "/tmp", "/Users", "C:\\"):
        assert place not in said
    sizes = [path.stat().st_size for path in run.path.rglob("*") if path.is_file()]
    assert max(sizes) <= LARGEST
