"""What a person sees in the terminal while a run learns."""

from io import StringIO

import pytest

from training.console import Console
from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.messages import say

pytestmark = pytest.mark.quick


@pytest.fixture
def terminal() -> StringIO:
    return StringIO()


def show(terminal: StringIO, *events: ev.Event, total: int = 4) -> str:
    console = Console(terminal, total_steps=total)
    for event in events:
        console.show(event)
    console.show(ev.Stopped(step=0))
    return terminal.getvalue()


def step(number: int, loss: float | None = 0.25) -> ev.StepDone:
    return ev.StepDone(step=number, loss=loss, learning_rate=0.01, seconds=0.1)


def test_pictures_have_a_bar(terminal: StringIO) -> None:
    stages = [ev.StageProgressed(stage="caching", done=done, total=3) for done in range(4)]
    text = show(terminal, *stages)
    assert "Looking at the pictures" in text
    assert "3 of 3" in text


def test_training_has_a_bar_with_its_losses(terminal: StringIO) -> None:
    text = show(terminal, step(1), ev.Evaluated(step=1, loss=0.5), step(2), step(3), step(4))
    assert "Learning" in text
    assert "4 of 4" in text
    assert "loss 0.2500" in text
    assert "fixed test 0.5000" in text


def test_a_resumed_run_starts_where_it_stood(terminal: StringIO) -> None:
    text = show(terminal, step(3), total=4)
    assert "2 of 4" in text
    assert "0 of 4" not in text


def test_samples_are_counted(terminal: StringIO) -> None:
    text = show(terminal, ev.StageProgressed(stage="sampling", done=1, total=4))
    assert "Drawing samples" in text
    assert "picture 2 of 4" in text


def test_notes_and_choices_are_said_in_words(terminal: StringIO) -> None:
    choice = ev.Choice(name="device", reason=say("reason.device.cpu"))
    plan = ev.PlanChosen(device="cpu", precision="fp32", threads=1, reasons=(choice,))
    note = ev.Noted(note=say("note.picture_skipped", file="Манул.jpg"))
    text = show(terminal, plan, note, ev.Paused(step=1200))
    assert "No usable NVIDIA card was found" in text
    assert "Манул.jpg was left out" in text
    assert "Paused at step 1,200." in text


def test_a_step_without_a_loss_shows_the_last_one(terminal: StringIO) -> None:
    """One of class pictures alone, where they take turns."""
    text = show(terminal, step(1, loss=None))
    assert "loss" not in text
    assert "1 of 4" in text
    text = show(terminal, step(1, loss=0.25), step(2, loss=None), total=2)
    assert "2 of 2  00:00 left, loss 0.2500" in text


def test_a_failed_run_that_learned_nothing_has_no_step_to_take(terminal: StringIO) -> None:
    vain = ev.Suggested(at_step=2, step=2, reasons=(say("suggestion.not_learned"),))
    error = ManulError("loss_not_finite", step=3, suggestion="1e-4", learning_rate="1e-2")
    failed = ev.Failed(step=3, **error.report().model_dump())
    for event in (step(1), vain, failed):
        Console(terminal, total_steps=4, suggestion=vain).show(event)
    assert "the one to take" not in terminal.getvalue()
    good = ev.Suggested(at_step=2, step=2, reasons=(say("suggestion.enough", percent=9),))
    Console(terminal, total_steps=4, suggestion=good).show(failed)
    assert "Step 2 is the one to take." in terminal.getvalue(), "it was learned before"


def test_a_bar_names_what_is_done_now(terminal: StringIO) -> None:
    """Not what comes later, nor the picture drawn before."""
    text = show(
        terminal, ev.StageProgressed(stage="loading"),
        ev.StageProgressed(stage="sampling", done=3, total=4), ev.StageProgressed(stage="saving"),
    )  # fmt: skip
    assert "Learning" not in text
    assert "picture" not in text[text.index("Saving") :]


def test_heartbeats_and_kept_steps_are_silent(terminal: StringIO) -> None:
    kept = ev.CheckpointSaved(step=1, path="checkpoints/step-000001")
    assert show(terminal, ev.Heartbeat(progress_at=1.0), kept) == ""


class _Gone(StringIO):
    """A terminal whose window was closed."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_a_terminal_that_went_away_is_let_go() -> None:
    console = Console(_Gone(), total_steps=4)
    console.show(ev.StageProgressed(stage="starting"))
    console.show(ev.StepDone(step=1, loss=0.1, learning_rate=0.1, seconds=0.1))


def test_a_resumed_run_begins_where_it_was(terminal: StringIO) -> None:
    console = Console(terminal, total_steps=8, from_step=6)
    console.show(ev.StageProgressed(stage="loading"))
    console.show(ev.Stopped(step=6))
    assert "6 of 8" in terminal.getvalue()
    assert "0 of 8" not in terminal.getvalue()


def test_added_steps_count(terminal: StringIO) -> None:
    console = Console(terminal, total_steps=4, from_step=4)
    console.show(ev.Extended(max_train_steps=9, learning_rate=0.1))
    console.show(ev.StageProgressed(stage="loading"))
    console.show(ev.Stopped(step=4))
    assert "4 of 9" in terminal.getvalue()


def test_what_was_switched_on_is_said_with_its_reason(terminal: StringIO) -> None:
    measures = (
        ev.Choice(name="cache_latents", reason=say("reason.cache_latents")),
        ev.Choice(name="adamw_8bit", reason=say("plan.measure.adamw_8bit", saved=1.5)),
    )
    plan = ev.PlanChosen(device="cuda", precision="bf16", threads=1, measures=measures)
    said = show(terminal, plan)
    assert "Switched on adamw_8bit. The optimizer remembers in 8 bits" in said
    assert "cache_latents" not in said


def test_a_run_that_waits_for_the_card_says_so(terminal: StringIO) -> None:
    assert "Another training is using the card" in show(terminal, ev.Queued())


def test_what_the_tests_mean_is_said_and_the_step_to_take_comes_last(terminal: StringIO) -> None:
    converged = ev.Converged(step=2, reason=say("converged", step=2))
    warning = say("warning.class", step=2, percent=40)
    text = show(
        terminal, step(1), step(2), converged,
        ev.Overfitting(step=2, sign="class", warning=warning),
        ev.Suggested(at_step=1, step=0, reasons=()),
        ev.Suggested(at_step=2, step=1, reasons=(say("suggestion.no_likeness"),)),
    )  # fmt: skip
    assert str(converged.reason) in text
    assert str(warning) in text
    assert "Step 0 is the one" not in text
    assert "Step 1 is the one to take. Likeness to the pictures was not measured" in text


def test_a_resumed_run_names_the_step_that_was_suggested_before(terminal: StringIO) -> None:
    known = ev.Suggested(at_step=2, step=1)
    console = Console(terminal, total_steps=4, from_step=2, suggestion=known)
    console.show(ev.Stopped(step=2))
    assert "Step 1 is the one to take." in terminal.getvalue()
