"""The engine as a process of its own: its events, its answers, its ears, its end."""

import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file

from training.attempt import train
from training.cli.attempts import attempt_all
from training.contract import events as ev
from training.contract.commands import CommandName, send_command
from training.contract.errors import ManulError
from training.contract.events import read_events
from training.contract.kept_steps import kept_steps, resumable_steps
from training.contract.layout import RunFolder
from training.contract.run_history import RunHistory
from training.contract.run_state import run_state
from training.contract.runs import read_run_config
from training.control import Control, Interruption
from training.engine import run_attempt
from training.event_log import EventLog
from training.graphics_cards import GraphicsCard

Wait = Callable[..., Any]
Kind = TypeVar("Kind", bound=ev.Event)
# Enough steps that nobody waits for the end, with few samples.
LONG = ("training.max_train_steps=5000", "sampling.sample_every=5000", "evaluation.time_share=0")
# Writes down when torch is first imported; Python imports a `sitecustomize` at its start.
WATCH_TORCH = """
import os, sys, time
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "torch.version":
            with open(os.environ["TORCH_IMPORTED"], "w") as file:
                file.write(repr(time.time()))
sys.meta_path.insert(0, Watch())
"""


def is_step(number: int) -> Callable[[ev.Event], bool]:
    return lambda event: isinstance(event, ev.StepDone) and event.step >= number


def is_a(kind: type[ev.Event]) -> Callable[[ev.Event], bool]:
    return lambda event: isinstance(event, kind)


def of(run: RunFolder, kind: type[Kind]) -> list[Kind]:
    """The run's events of one kind."""
    return [event for event in read_events(run.events) if isinstance(event, kind)]


def test_a_card_that_cannot_be_used_ends_a_run_with_a_sentence(
    workshop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = GraphicsCard(name="NVIDIA GeForce RTX 3060", driver="551.86")
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setattr("training.hardware.graphics_cards", lambda: (card,))
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.version.cuda", "13.0")
    run = workshop.run()
    text = run.config.read_text(encoding="utf-8")
    run.config.write_text(text.replace('family = "demo"', 'family = "sd1"'), encoding="utf-8")
    outcome = run_attempt(run)
    assert outcome.error is not None
    assert outcome.error.key == "error.card_unusable.driver"
    assert [failed.kind for failed in of(run, ev.Failed)] == ["card_unusable"]


def types(run: RunFolder) -> list[str]:
    return [str(event.model_dump()["type"]) for event in read_events(run.events)]


def ends(run: RunFolder) -> list[str]:
    return [name for name in types(run) if name in ("finished", "stopped", "failed")]


@pytest.fixture(scope="module")
def told(shared_workshop: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One whole run by `manul-train run --json`: (run, what it said, when torch came)."""
    folder = tmp_path_factory.mktemp("watch")
    (folder / "sitecustomize.py").write_text(WATCH_TORCH)
    noted = folder / "torch_imported"
    run = shared_workshop.run()
    done = subprocess.run(
        [sys.executable, "-m", "training.cli", "run", str(run.path), "--json"],
        env=os.environ | {"PYTHONPATH": str(folder), "TORCH_IMPORTED": str(noted)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    return run, done, float(noted.read_text())


class TestAWholeRun:
    def test_answers_with_one_object(self, told: Any) -> None:
        run, done, _ = told
        assert done.returncode == 0
        (line,) = done.stdout.splitlines()
        assert json.loads(line) == {"run": str(run.path), "state": "finished", "step": 4}

    def test_progress_goes_to_standard_error_and_libraries_to_the_log(self, told: Any) -> None:
        run, done, _ = told
        assert "4 of 4" in done.stderr
        assert "Loading weights" not in done.stderr + done.stdout
        assert "Loading weights" in run.log.read_text()
        assert "Traceback" not in done.stderr + run.log.read_text()

    def test_started_is_written_before_torch_is_imported(self, told: Any) -> None:
        run, _, imported = told
        (started,) = of(run, ev.Started)
        assert started.time < imported

    def test_started_says_who_works_with_what(self, told: Any) -> None:
        run, _, _ = told
        (started,) = of(run, ev.Started)
        assert (started.attempt, started.from_step) == (1, 0)
        assert started.pid > 1
        assert {"manul", "python", "torch", "diffusers"} <= started.versions.keys()

    def test_events_come_in_the_order_of_the_contract(self, told: Any) -> None:
        run, _, _ = told
        skipped = ("heartbeat", "stage_progressed", "evaluated", "suggested")
        told_in_order = [name for name in types(run) if name not in skipped]
        kept = ["checkpoint_saved", "sample_saved"]
        steps = ["step_done", "step_done"]
        middle = [*kept, *steps, *kept, *steps, *kept]
        assert told_in_order == ["started", "plan_chosen", "base_model_read", *middle, "finished"]

    def test_stages_are_told(self, told: Any) -> None:
        run, _, _ = told
        stages = list(dict.fromkeys(event.stage for event in of(run, ev.StageProgressed)))
        # The model is read before the pictures too, unless its hash is remembered.
        assert "loading" in stages
        others = [stage for stage in stages if stage != "loading"]
        assert others == ["starting", "caching", "saving", "sampling", "learning"]

    def test_steps_have_losses_and_rates(self, told: Any) -> None:
        run, _, _ = told
        steps = of(run, ev.StepDone)
        assert [step.step for step in steps] == [1, 2, 3, 4]
        assert all(step.loss and step.seconds > 0 for step in steps)
        assert [step.learning_rate for step in steps] == pytest.approx([0.01, 0.01, 0.01, 0.005])

    def test_the_heart_beats(self, told: Any) -> None:
        run, _, _ = told
        beats = of(run, ev.Heartbeat)
        assert beats
        assert all(beat.progress_at <= beat.time for beat in beats)

    def test_what_events_name_is_there(self, told: Any) -> None:
        run, _, _ = told
        paths = [sample.path for sample in of(run, ev.SampleSaved)]
        paths += [checkpoint.path for checkpoint in of(run, ev.CheckpointSaved)]
        assert len(paths) == 6
        assert all((run.path / path).exists() and not Path(path).is_absolute() for path in paths)

    def test_the_first_and_the_last_step_are_tested(
        self, told: Any, history_of: Callable[[RunFolder], RunHistory]
    ) -> None:
        run, _, _ = told
        assert {0, 4} <= history_of(run).evaluations.keys()

    def test_tensorboard_has_the_same_numbers(
        self, told: Any, history_of: Callable[[RunFolder], RunHistory]
    ) -> None:
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        run, _, _ = told
        board = EventAccumulator(str(run.tensorboard))
        board.Reload()
        history = history_of(run)
        for tag, expected in {
            "loss/training": {n: step.loss for n, step in history.steps.items()},
            "learning_rate": {n: step.learning_rate for n, step in history.steps.items()},
            "loss/fixed_test": {n: test.loss for n, test in history.evaluations.items()},
        }.items():
            assert {s.step: s.value for s in board.Scalars(tag)} == pytest.approx(expected)
        assert [image.step for image in board.Images("samples/00")] == [0, 2, 4]

    def test_nothing_is_left_over(self, told: Any) -> None:
        run, _, _ = told
        assert not [path for path in run.concept.path.rglob("*") if path.name.endswith(".tmp")]
        assert run.contact_sheet.is_file()

    def test_it_is_finished(self, told: Any, history_of: Callable[[RunFolder], RunHistory]) -> None:
        run, _, _ = told
        assert run_state(run, history_of(run)) == "finished"

    def test_running_it_again_is_refused_with_advice(self, told: Any) -> None:
        run, _, _ = told
        before = run.events.read_bytes()
        with pytest.raises(ManulError, match="finished, at step 4") as raised:
            run_attempt(run)
        assert "--more-steps" in raised.value.report().advice
        with pytest.raises(ManulError):
            run_attempt(run, resume=True)
        assert run.events.read_bytes() == before


def test_a_signal_stops_with_state_and_resume_goes_on(
    workshop: Any, engine: Any, wait_for: Wait, history_of: Callable[[RunFolder], RunHistory]
) -> None:
    run = workshop.run(*LONG)
    process = engine.start("run", run.path, "--json")
    wait_for(run, is_step(3))
    process.send_signal(signal.SIGTERM)
    said = engine.end(process)
    assert (said.code, said.content["state"]) == (0, "stopped")
    step = said.content["step"]
    assert step >= 3
    assert ends(run) == ["stopped"]
    assert resumable_steps(run)[0] == step
    assert run_state(run, history_of(run)) == "stopped"

    with pytest.raises(ManulError, match="started already") as raised:
        run_attempt(run)
    assert "resume" in raised.value.report().advice

    process = engine.start("resume", run.path, "--json")
    began = wait_for(run, lambda event: isinstance(event, ev.Started) and event.attempt == 2)
    assert began.from_step == step
    wait_for(run, is_step(step + 2))
    process.send_signal(signal.SIGINT)
    said = engine.end(process)
    assert (said.code, said.content["state"]) == (0, "stopped")
    assert set(range(1, step + 3)) <= history_of(run).steps.keys()
    assert ends(run) == ["stopped", "stopped"]
    # The plan of the first start holds; it is not made again.
    assert len(of(run, ev.PlanChosen)) == 1


def test_commands_to_a_running_engine(
    workshop: Any, engine: Any, wait_for: Wait, history_of: Callable[[RunFolder], RunHistory]
) -> None:
    run = workshop.run(*LONG)
    process = engine.start("run", run.path, "--json")
    wait_for(run, is_step(1))

    def ask(name: CommandName, attempt: int = 1) -> Any:
        return send_command(run, name, attempt=attempt)

    def is_answer_to(command: Any) -> Callable[[ev.Event], bool]:
        return lambda event: isinstance(event, ev.CommandHandled) and event.id == command.id

    foreign = ask("stop", attempt=7)
    with pytest.raises(ManulError) as raised:
        run_attempt(run, resume=True)
    assert raised.value.kind == "run_busy"

    wait_for(run, is_answer_to(ask("save_now")))
    saved = kept_steps(run)
    assert len(saved) == 2
    planned = read_run_config(run).training.max_train_steps
    wait_for(run, is_answer_to(send_command(run, "extend", attempt=1, steps=5)))
    assert history_of(run).max_train_steps == planned + 5
    wait_for(run, is_answer_to(ask("sample_now")))
    sampled = {step for step, _ in history_of(run).samples}
    assert len(sampled) == 2
    assert max(sampled) in kept_steps(run)

    paused = ask("pause")
    wait_for(run, is_answer_to(paused))
    step = wait_for(run, is_a(ev.Paused)).step
    assert run_state(run, history_of(run)) == "paused"
    assert resumable_steps(run)[0] == step
    time.sleep(0.6)
    assert history_of(run).step == step
    wait_for(run, is_answer_to(ask("save_now")))

    wait_for(run, is_answer_to(ask("resume")))
    assert wait_for(run, is_a(ev.Resumed)).from_step == step
    wait_for(run, is_step(step + 1))
    wait_for(run, is_answer_to(ask("pause")))
    stop = ask("stop")
    said = engine.end(process)
    assert said.content["state"] == "stopped"
    wait_for(run, is_answer_to(stop))
    assert foreign.id not in history_of(run).handled
    assert ends(run) == ["stopped"]
    numbers = [event.step for event in of(run, ev.StepDone)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_more_steps_go_on_from_a_finished_run(
    own_trained_run: RunFolder, history_of: Callable[[RunFolder], RunHistory]
) -> None:
    run = own_trained_run
    outcome = run_attempt(run, resume=True, more_steps=3)
    assert (outcome.state, outcome.step) == ("finished", 7)
    history = history_of(run)
    assert history.max_train_steps == 7
    (extended,) = of(run, ev.Extended)
    assert extended.learning_rate == pytest.approx(0.001)
    assert [history.steps[step].learning_rate for step in (5, 6, 7)] == pytest.approx([0.001] * 3)
    assert {step for step, _ in history.samples} == {0, 2, 4, 6, 7}
    assert read_run_config(run).training.max_train_steps == 4


def models_in_memory() -> set[int]:
    return {id(thing) for thing in gc.get_objects() if type(thing) is UNet2DConditionModel}


def test_a_pause_gives_the_memory_back(workshop: Any) -> None:
    """In this process, where the garbage collector can be asked what is still there."""
    run = workshop.run(*LONG)
    others = models_in_memory()
    left: list[int] = []
    resumed: list[int] = []

    def react(event: ev.Event) -> None:
        match event:
            case ev.StepDone(step=2):
                send_command(run, "pause", attempt=0)
            case ev.Paused():
                left.append(len(models_in_memory() - others))
                send_command(run, "resume", attempt=0)
            case ev.Resumed():
                resumed.append(event.from_step)
            case ev.StepDone() if resumed:
                send_command(run, "stop", attempt=0)

    events = EventLog(run.events, RunHistory())
    events.listen(react)
    with Control(run, events) as control, pytest.raises(Interruption):
        train(run, read_run_config(run), events, control)
    assert left == [0]
    assert resumed


def test_a_failure_is_told_once_with_advice(workshop: Any) -> None:
    run = workshop.run()
    config = run.config.read_text()
    run.config.write_text(config.replace('base_model = "demo"', 'base_model = "/nowhere/at/all"'))
    answer = attempt_all([str(run.path)], None)
    assert answer.exit_code == 1
    error = answer.content["error"]
    assert error["kind"] == "model_missing"
    assert ends(run) == ["failed"]
    (failed,) = of(run, ev.Failed)
    assert (failed.message, failed.advice) == (error["message"], error["advice"])


def test_a_mistake_of_ours_leaves_its_traceback_in_the_log(
    workshop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: Any, **__: Any) -> None:
        raise AssertionError("unheard of")

    monkeypatch.setattr("training.attempt.learn", break_down)
    run = workshop.run()
    outcome = run_attempt(run)
    assert outcome.error is not None
    assert outcome.error.kind == "internal"
    assert "Traceback" in run.log.read_text()
    assert "unheard of" in run.log.read_text()
    assert str(run.log) in outcome.error.advice
    assert ends(run) == ["failed"]


def test_a_loss_that_is_no_number_ends_the_run_with_advice(workshop: Any, tmp_path: Path) -> None:
    save_file({"emb_params": torch.full((4, 112), 1e38)}, tmp_path / "huge.safetensors")
    outcome = run_attempt(workshop.run(init_from=tmp_path / "huge.safetensors"))
    assert outcome.error is not None
    assert outcome.error.kind == "loss_not_finite"
    assert "smaller learning rate" in outcome.error.advice


def test_several_runs_report_one_by_one(workshop: Any) -> None:
    good = workshop.run("training.max_train_steps=1")
    answer = attempt_all(["none", str(good.path)], workshop.workspace)
    assert answer.exit_code == 1
    missing, finished = answer.content["runs"]
    assert missing["error"]["kind"] == "run_missing"
    assert (finished["run"], finished["state"]) == (str(good.path), "finished")
