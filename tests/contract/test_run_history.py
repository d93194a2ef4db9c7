import pytest

from training.contract import events as ev
from training.contract.messages import say
from training.contract.run_history import RunHistory, fold

pytestmark = pytest.mark.quick

WHY = say("reason.device.cpu")


def started(attempt: int, from_step: int = 0, **facts: float) -> ev.Started:
    return ev.Started(attempt=attempt, pid=1, pid_created=1, from_step=from_step, **facts)


def taught(first: int, last: int, *, loss: float = 0.5) -> list[ev.Event]:
    """Steps with a test, a sample and a kept step each."""
    events: list[ev.Event] = []
    for step in range(first, last + 1):
        events += [
            ev.StepDone(step=step, loss=loss, learning_rate=0.1, seconds=step),
            ev.Evaluated(step=step, loss=loss),
            ev.SampleSaved(step=step, prompt_index=0, prompt="", seed=0, path=f"{step}"),
            ev.CheckpointSaved(step=step, path=f"{step}"),
        ]
    return events


def counted(history: RunHistory) -> list[list[int]]:
    samples = [step for step, _ in history.samples]
    return [list(history.steps), list(history.evaluations), samples, list(history.checkpoints)]


def test_nothing_happened() -> None:
    history = fold([])
    assert (history.attempt, history.step, history.end, history.started) == (0, 0, None, None)
    assert history.median_step_seconds is None


@pytest.mark.parametrize(
    "voiding",
    [
        started(2, 3),
        ev.PlanChanged(from_step=3, measures=(), reason=WHY),
        ev.RolledBack(from_step=3, reason=WHY),
        ev.Resumed(from_step=3),
    ],
)
def test_what_lies_beyond_from_step_is_void(voiding: ev.Event) -> None:
    history = fold([started(1), *taught(1, 6), voiding])
    assert counted(history) == [[1, 2, 3]] * 4
    assert history.step == 3


def test_a_resumed_attempt_writes_its_steps_anew() -> None:
    history = fold(
        [started(1), *taught(1, 6), ev.Stopped(step=6), started(2, 4), *taught(5, 5, loss=0.1)]
    )
    assert (history.attempt, history.step, history.end) == (2, 5, None)
    assert counted(history) == [[1, 2, 3, 4, 5]] * 4
    assert history.steps[5].loss == 0.1
    assert history.steps[4].loss == 0.5


def test_starting_over_voids_all() -> None:
    history = fold([started(1), *taught(1, 3), started(2, 0)])
    assert counted(history) == [[]] * 4


def test_a_sample_drawn_again_replaces_the_first() -> None:
    again = ev.SampleSaved(step=2, prompt_index=0, prompt="", seed=0, path="again")
    history = fold([started(1), *taught(1, 2), again])
    assert history.samples[2, 0].path == "again"
    assert len(history.samples) == 2


def test_speed_is_that_of_this_attempt_and_of_late() -> None:
    history = fold([started(1), *taught(1, 9)])
    assert history.median_step_seconds == 5
    history.add(started(2, 9))
    assert history.median_step_seconds is None
    for event in taught(1, 200):
        history.add(event)
    assert history.median_step_seconds == 175.5


def test_progress_is_what_was_done_not_the_pulse() -> None:
    history = fold([started(1, time=100.0), ev.Heartbeat(time=200.0, progress_at=150.0)])
    assert history.progress_at == 150.0
    history.add(ev.UnknownEvent(time=300.0))
    assert history.progress_at == 150.0
    history.add(ev.StageProgressed(time=180.0, stage="caching"))
    assert history.progress_at == 180.0


def test_circumstances_are_kept() -> None:
    plan = ev.PlanChosen(device="cpu", precision="fp32", threads=1)
    less = ev.Choice(name="adafactor", reason=WHY)
    change = ev.PlanChanged(from_step=0, measures=(less,), reason=WHY)
    note = ev.Noted(note=WHY)
    history = fold(
        [
            started(1), plan, change, note, ev.CommandHandled(id="a"),
            ev.Extended(max_train_steps=50, learning_rate=0.1), ev.Finished(step=0), started(2),
        ]
    )  # fmt: skip
    assert ([turn.change for turn in history.changes], history.notes) == ([change], [note])
    assert history.plan == plan.model_copy(update={"measures": (less,)})
    assert (history.handled, history.max_train_steps) == ({"a"}, 50)


def test_a_changed_plan_is_told_with_how_it_was_before() -> None:
    """The steps that are void by then, their pace and their memory."""
    kept, less = (ev.Choice(name=name, reason=WHY) for name in ("cache_latents", "adafactor"))
    plan = ev.PlanChosen(device="cuda", precision="fp16", threads=1, measures=(kept,))
    steps = [
        ev.StepDone(step=at, loss=0.1, learning_rate=1.0, seconds=2.0, memory_bytes=7)
        for at in (1, 2, 3)
    ]
    change = ev.PlanChanged(from_step=1, measures=(kept, less), reason=WHY)
    after = ev.StepDone(step=2, loss=0.1, learning_rate=1.0, seconds=3.0, memory_bytes=4)
    history = fold([started(1), plan, *steps, change, after])
    (turn,) = history.changes
    assert (turn.step, turn.step_seconds, turn.memory_bytes, turn.added) == (3, 2.0, 7, (less,))
    assert (history.step, history.median_step_seconds) == (2, 3.0)


def test_an_answer_s_note_is_a_note() -> None:
    history = fold([started(1), ev.CommandHandled(id="a", note=WHY)])
    assert [noted.note for noted in history.notes] == [WHY]


def test_how_the_card_is_belongs_to_the_attempt_that_uses_it() -> None:
    warm = ev.Heartbeat(progress_at=1.0, card=ev.CardState(celsius=68, used_bytes=5))
    history = fold([started(1), warm])
    assert history.card == ev.CardState(celsius=68, used_bytes=5)
    history.add(started(2))
    assert history.card is None


def test_slowness_counts_until_memory_is_given_back() -> None:
    slow = ev.Noted(note=say("note.steps_slower", step=3, factor=12))
    history = fold([started(1), slow])
    assert history.slowness == slow
    history.add(ev.Resumed(from_step=3))
    assert history.slowness is None


def test_where_the_model_was_found() -> None:
    moved = [ev.BaseModelMoved(path="/a"), started(2), ev.BaseModelMoved(path="/b")]
    assert fold([started(1), *moved]).model_path == "/b"


def test_an_end_holds_until_the_next_attempt() -> None:
    ends: list[ev.Event] = [ev.Finished(step=1), ev.Stopped(step=1)]
    for end in ends:
        history = fold([started(1), *taught(1, 1), end])
        assert history.end == end
        history.add(started(2, 1))
        assert history.end is None


def test_a_clock_that_is_set_back_leaves_no_progress_in_the_future() -> None:
    history = fold([started(1, time=5000.0), ev.Heartbeat(time=1403.0, progress_at=1400.0)])
    assert (history.time, history.progress_at) == (1403.0, 1400.0)


def test_the_pictures_of_the_class_stay_chosen() -> None:
    image = ev.ClassImage(file="a.png", sha256="0")
    history = fold([started(1), ev.ClassImagesChosen(images=(image,)), started(2)])
    assert history.class_images == (image,)


def test_verdicts_on_steps_that_are_void_are_void() -> None:
    verdicts = [
        ev.Converged(step=4, reason=WHY),
        ev.Overfitting(step=2, sign="class", warning=WHY),
        ev.Overfitting(step=5, sign="pictures", warning=WHY),
        ev.Suggested(at_step=2, step=1),
        ev.Suggested(at_step=5, step=4),
    ]
    history = fold([started(1), *taught(1, 6), *verdicts])
    assert history.suggestion is not None
    assert (history.suggestion.step, list(history.warnings)) == (4, ["class", "pictures"])
    history.add(started(2, 3))
    assert history.suggestion is not None
    assert (history.suggestion.step, list(history.warnings)) == (1, ["class"])
    assert history.converged is None
    assert fold([]).suggestion is None
