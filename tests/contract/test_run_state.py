from pathlib import Path
from typing import get_args

import pytest
from filelock import FileLock

from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.events import append_event, read_events
from training.contract.layout import RunFolder
from training.contract.run_history import fold
from training.contract.run_state import RunState, derive_state, run_state, silence_limit

pytestmark = pytest.mark.quick

NOW = 1000.0


def at(time: float, kind: type[ev.Event], /, **facts: object) -> ev.Event:
    return kind.model_validate({"time": time, **facts})


def begun(attempt: int = 1, *, from_step: int = 0, time: float = NOW - 10) -> ev.Event:
    return at(time, ev.Started, attempt=attempt, pid=1, pid_created=1, from_step=from_step)


def step(number: int, time: float = NOW - 1, seconds: float = 0.1) -> ev.Event:
    return at(time, ev.StepDone, step=number, loss=0.1, learning_rate=0.1, seconds=seconds)


def stage(name: str) -> ev.Event:
    return at(NOW - 2, ev.StageProgressed, stage=name)


PLAN = at(NOW - 5, ev.PlanChosen, device="cpu", precision="fp32", threads=1)
QUEUED = at(NOW - 900, ev.Queued)
PAUSED = at(NOW - 900, ev.Paused, step=1)
FAILED = at(NOW, ev.Failed, **ManulError("disk_full", path="/w").report().model_dump())
STOPPED, FINISHED = at(NOW, ev.Stopped, step=1), at(NOW, ev.Finished, step=2)

CASES: list[tuple[list[ev.Event], bool, RunState]] = [
    ([], False, "new"),
    ([], True, "starting"),
    ([begun()], True, "starting"),
    ([begun(), stage("starting")], True, "starting"),
    ([begun()], False, "died"),
    ([begun(), PLAN], True, "running"),
    ([begun(), stage("caching")], True, "running"),
    ([begun(), PLAN, step(1)], True, "running"),
    ([begun(), step(1)], True, "running"),
    ([begun(), PLAN, step(1)], False, "died"),
    ([begun(time=0), QUEUED], True, "queued"),
    ([begun(time=0), QUEUED, stage("waiting")], True, "queued"),
    ([begun(time=0), QUEUED], False, "died"),
    ([begun(), QUEUED, stage("loading")], True, "running"),
    ([begun(), QUEUED, PLAN], True, "running"),
    ([begun(time=0), at(0, ev.PlanChosen, device="cpu", precision="fp32", threads=1), PAUSED],
     True, "paused"),
    ([begun(), PLAN, step(1), PAUSED], False, "died"),
    ([begun(time=0), PAUSED, QUEUED], True, "queued"),
    ([begun(time=0), PAUSED, QUEUED, at(NOW, ev.Resumed, from_step=1), stage("loading")], True,
     "running"),
    ([begun(), PAUSED, at(NOW, ev.Resumed, from_step=1), step(2)], True, "running"),
    ([begun(), PLAN, PAUSED, STOPPED], False, "stopped"),
    ([begun(), PLAN, step(1), STOPPED], False, "stopped"),
    # It has said so and is about to let go.
    ([begun(), PLAN, step(1), STOPPED], True, "stopped"),
    ([begun(), FAILED], False, "failed"),
    ([begun(), PLAN, step(2), FINISHED], False, "finished"),
    ([begun(), STOPPED, begun(2, from_step=1)], True, "starting"),
    ([begun(), STOPPED, begun(2, from_step=1)], False, "died"),
    ([begun(), STOPPED, begun(2, from_step=1), step(2)], True, "running"),
    ([begun(), FAILED, begun(2), PLAN, FINISHED], False, "finished"),
    ([begun(), PLAN, FINISHED, begun(2, from_step=2), step(3), STOPPED], False, "stopped"),
    ([begun(time=NOW - 61)], True, "not_responding"),
    ([begun(time=0), step(1, NOW - 61)], True, "not_responding"),
    ([begun(time=0), step(1, NOW - 59)], True, "running"),
    ([begun(time=0), step(1, NOW - 199, 10)], True, "running"),
    ([begun(time=0), step(1, NOW - 201, 10)], True, "not_responding"),
    ([begun(time=0), at(NOW, ev.Heartbeat, progress_at=NOW - 61)], True, "not_responding"),
    ([begun(time=0), at(NOW, ev.Heartbeat, progress_at=NOW - 3)], True, "starting"),
    ([begun(), PLAN, ev.UnknownEvent(type="danced")], True, "running"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "locked", "state"), CASES)
def test_the_state_follows_from_events_lock_and_silence(
    events: list[ev.Event], locked: bool, state: RunState
) -> None:
    assert derive_state(fold(events), locked=locked, now=NOW) == state


def test_every_state_is_tried_here() -> None:
    assert {state for _, _, state in CASES} == set(get_args(RunState))


def test_patience_grows_with_the_length_of_a_step() -> None:
    assert silence_limit(fold([])) == 60
    assert silence_limit(fold([step(1, seconds=2.9)])) == 60
    assert silence_limit(fold([step(n, seconds=n) for n in (1, 30, 100)])) == 600


def test_from_the_files_of_a_run(tmp_path: Path) -> None:
    run = RunFolder(tmp_path)

    def now() -> RunState:
        return run_state(run, fold(read_events(run.events)))

    assert now() == "new"
    with FileLock(run.lock):
        assert now() == "starting"
        append_event(run.events, ev.Started(attempt=1, pid=1, pid_created=1, from_step=0))
        append_event(run.events, ev.StepDone(step=1, loss=1, learning_rate=1, seconds=1))
        assert now() == "running"
    assert now() == "died"
    append_event(run.events, ev.Stopped(step=1))
    assert now() == "stopped"
