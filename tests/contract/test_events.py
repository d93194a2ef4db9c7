import math
import typing
from pathlib import Path

import pytest
from pydantic import ValidationError

from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.events import (
    EventFollower,
    append_event,
    parse_event,
    read_events,
)
from training.contract.messages import say

pytestmark = pytest.mark.quick

REASON = say("reason.device.cpu")
CHOICE = ev.Choice(name="device", reason=REASON)
ALL: list[ev.Event] = [
    ev.Started(attempt=1, pid=4, pid_created=1.5, from_step=0, versions={"torch": "2.13.0"}),
    ev.Queued(),
    ev.PlanChosen(device="cpu", precision="fp32", threads=1, reasons=(CHOICE,)),
    ev.ClassImagesChosen(images=(ev.ClassImage(file="drawn-64-0/0000.png", sha256="0" * 64),)),
    ev.BaseModelRead(sha256="0" * 64, prediction=CHOICE),
    ev.BaseModelMoved(path="D:/models/v1-5.safetensors"),
    ev.PlanChanged(from_step=2, measures=(CHOICE,), reason=REASON),
    ev.StageProgressed(stage="caching", done=1, total=5),
    ev.StepDone(step=1, loss=0.25, learning_rate=0.005, seconds=0.1),
    ev.Evaluated(step=1, loss=0.5),
    ev.Converged(step=1, reason=REASON),
    ev.Overfitting(step=1, sign="class", warning=REASON),
    ev.Suggested(at_step=2, step=1, reasons=(REASON,)),
    ev.SampleSaved(step=1, prompt_index=0, prompt="a photo of {}", seed=7, path="samples/1.png"),
    ev.CheckpointSaved(step=1, path="checkpoints/step-000001"),
    ev.RolledBack(from_step=1, reason=REASON),
    ev.Extended(max_train_steps=20, learning_rate=0.001),
    ev.Noted(note=say("note.picture_skipped", file="кот.jpg")),
    ev.Paused(step=1),
    ev.Resumed(from_step=1),
    ev.CommandHandled(id="a", note=REASON),
    ev.Heartbeat(progress_at=12.0),
    ev.Finished(step=20),
    ev.Stopped(step=3),
    ev.Failed(step=3, **ManulError("disk_full", path="/w").report().model_dump()),
]


def test_every_event_is_tried_here() -> None:
    assert {type(event) for event in ALL} == set(typing.get_args(ev.KnownEvent))


def test_every_event_comes_back_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    for event in ALL:
        append_event(path, event)
    follower = EventFollower(path)
    assert follower.poll() == ALL
    assert (follower.poll(), follower.unreadable) == ([], 0)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_no_number_travels_as_null(tmp_path: Path, value: float) -> None:
    path = tmp_path / "events.jsonl"
    append_event(path, ev.StepDone(step=1, loss=value, learning_rate=0.1, seconds=1))
    append_event(path, ev.Evaluated(step=1, loss=value, class_loss=value))
    assert path.read_text().count('"loss": null') == 2
    step, evaluated = read_events(path)
    assert isinstance(step, ev.StepDone)
    assert isinstance(evaluated, ev.Evaluated)
    assert (step.loss, evaluated.loss, evaluated.class_loss) == (None, None, None)


def test_entries_that_a_newer_manul_adds_are_ignored() -> None:
    event = parse_event({"type": "finished", "time": 3.5, "step": 9, "mood": "proud"})
    assert event == ev.Finished(time=3.5, step=9)


@pytest.mark.parametrize(
    "content",
    [
        {"type": "danced", "time": 3.5, "steps": [1, 2]},
        {"type": "finished", "time": 3.5, "step": "many"},
        {"type": "finished", "time": 3.5},
        {"type": "stage_progressed", "time": 3.5, "stage": "dreaming"},
        {"type": ["odd"], "time": 3.5},
        {"time": 3.5},
        {"type": "bad\udc80", "time": 3.5},
    ],
)
def test_what_this_version_does_not_know_is_kept(content: dict[str, object]) -> None:
    event = parse_event(content)
    assert isinstance(event, ev.UnknownEvent)
    assert event.content == content
    assert event.time == 3.5


def test_a_time_that_is_none_is_no_obstacle() -> None:
    moments: list[object] = [None, "noon", [], 10**400]
    for moment in moments:
        assert parse_event({"type": "danced", "time": moment}).time == 0.0


def test_a_failure_of_a_newer_kind_is_still_a_failure() -> None:
    event = parse_event(
        {"type": "failed", "kind": "melted", "message": "It melted.", "advice": "Cool it.",
         "key": "error.melted"}
    )  # fmt: skip
    assert isinstance(event, ev.Failed)
    assert (event.kind, event.message) == ("internal", "It melted.")


def test_events_do_not_change() -> None:
    with pytest.raises(ValidationError):
        setattr(ALL[-2], "time", 1.0)  # noqa: B010


def test_no_file_is_no_event(tmp_path: Path) -> None:
    assert read_events(tmp_path / "events.jsonl") == []
