"""Disks that fill up or go away, damaged files, numbers that are none: a sentence, and the run
goes on to the same bytes."""

import errno
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from accelerate import Accelerator

from training.attempt_start import go_back
from training.checkpoints import load_weights
from training.contract import events as ev
from training.contract.errors import ManulError
from training.contract.events import read_events
from training.contract.kept_steps import kept_steps
from training.contract.layout import RunFolder
from training.contract.run_history import RunHistory, fold
from training.contract.run_state import run_state
from training.contract.runs import RunRequest, create_run
from training.engine import Outcome, run_attempt
from training.event_log import EventLog
from training.export import export_step
from training.latents import Latents

React = Callable[[ev.Event], object]
PRIOR = ("data.prior_preservation=true", "data.num_class_images=2")


@pytest.fixture(scope="module")
def undisturbed(module_workshop: Any, trained_run: RunFolder) -> Callable[..., bytes]:
    """The weights that a run with these settings ends with if nothing happens."""
    known: dict[tuple[str, ...], RunFolder] = {(): trained_run}

    def weights(*settings: str) -> bytes:
        if settings not in known:
            known[settings] = module_workshop.run(*settings)
            assert run_attempt(known[settings]).state == "finished"
        return learned(known[settings])

    return weights


def learned(run: RunFolder) -> bytes:
    return (run.checkpoint(4) / "weights.safetensors").read_bytes()


@pytest.fixture
def attempt(monkeypatch: pytest.MonkeyPatch) -> Callable[[RunFolder, React], Outcome]:
    """An attempt in this process, during which `react` is told of every event."""

    def run_it(run: RunFolder, react: React) -> Outcome:
        emit = EventLog.emit

        def emit_and_react(self: EventLog, event: ev.Event) -> None:
            emit(self, event)
            react(event)

        with monkeypatch.context() as watched:
            watched.setattr(EventLog, "emit", emit_and_react)
            return run_attempt(run)

    return run_it


class Ballast:
    """Fills the disk to its last byte."""

    def __init__(self, disk: Path) -> None:
        self.path = disk / "ballast"

    def fill(self) -> None:
        with self.path.open("ab", buffering=0) as file:
            for size in (65536, 512, 1):
                try:
                    while file.write(b"0" * size) == size:
                        pass
                except OSError as error:
                    assert error.errno == errno.ENOSPC

    def drop(self) -> None:
        self.path.unlink()


def is_stage(event: ev.Event, stage: str, *, done: int = 0) -> bool:
    return isinstance(event, ev.StageProgressed) and (event.stage, event.done) == (stage, done)


def nothing_half_written(run: RunFolder) -> bool:
    return not [path for path in run.concept.path.rglob("*") if path.name.endswith(".tmp")]


@pytest.mark.parametrize("write", ["cache", "checkpoint", "sample", "events", "class picture"])
def test_a_disk_that_fills_up_is_told_and_the_run_goes_on(
    write: str, workshop: Any, small_disk: Path, attempt: Any, undisturbed: Any
) -> None:
    settings = PRIOR if write == "class picture" else ()
    made = workshop.run(*settings)
    moved = Path(shutil.copytree(made.concept.path, small_disk / "pallas_cat"))
    run = RunFolder(moved / made.path.relative_to(made.concept.path))
    ballast, step = Ballast(small_disk), 0

    def is_due(event: ev.Event) -> bool:
        nonlocal step
        step = event.step if isinstance(event, ev.StepDone) else step
        return {
            "cache": is_stage(event, "caching", done=2),
            "checkpoint": is_stage(event, "saving") and step == 2,
            "sample": is_stage(event, "sampling") and step == 2,
            "events": step == 3,
            "class picture": is_stage(event, "class_images", done=1),
        }[write]

    def react(event: ev.Event) -> None:
        if is_due(event):
            ballast.fill()

    outcome = attempt(run, react)
    assert outcome.error is not None and outcome.error.kind == "disk_full"
    assert "0.0 " in outcome.error.message, "it says how much is left"
    # There was room for the last words.
    history = fold(read_events(run.events))
    assert isinstance(history.end, ev.Failed) and history.end.kind == "disk_full"
    assert nothing_half_written(run)

    ballast.drop()
    assert run_attempt(run, resume=True).state == "finished"
    assert learned(run) == undisturbed(*settings)
    assert not run.reserve.exists()


def test_a_disk_that_is_full_takes_no_new_run_and_no_export(
    workshop: Any, small_disk: Path, trained_run: RunFolder
) -> None:
    concept = Path(shutil.copytree(workshop.concept().path, small_disk / "pallas_cat"))
    place = small_disk / "models"
    place.mkdir()
    Ballast(small_disk).fill()
    for write in (
        lambda: create_run(RunFolder(concept / "runs" / "-").concept, RunRequest()),
        lambda: export_step(trained_run, to=place),
    ):
        with pytest.raises(ManulError) as refused:
            write()
        assert refused.value.kind == "disk_full"
        assert "0.0 " in refused.value.report().message
    assert not any(place.iterdir())
    assert not any(RunFolder(concept / "runs" / "-").concept.runs())


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Callable[[bool], Path]]:
    """A drive that can be plugged in and pulled out."""
    inside, place = tmp_path / "inside", tmp_path / "drive"
    inside.mkdir()
    place.mkdir()
    plugged = False

    def plug(is_in: bool) -> Path:
        nonlocal plugged
        plugged = is_in
        out = ["umount", "--lazy", str(place)]
        command = ["mount", "--bind", str(inside), str(place)] if is_in else out
        if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
            pytest.skip("may not mount here")
        return place

    yield plug
    if plugged:
        plug(False)


def test_a_workspace_that_goes_away_and_comes_back(
    workshop: Any, drive: Any, attempt: Any, undisturbed: Any
) -> None:
    made = workshop.run()
    place = drive(True)
    moved = Path(shutil.copytree(made.concept.path, place / "pallas_cat"))
    run = RunFolder(moved / made.path.relative_to(made.concept.path))

    def pull_out(event: ev.Event) -> None:
        if isinstance(event, ev.StepDone) and event.step == 3:
            drive(False)

    outcome = attempt(run, pull_out)
    assert outcome.error is not None and outcome.error.key == "error.not_writable.gone"
    assert "Plug its drive in again" in outcome.error.advice
    assert list(place.iterdir()) == [], "no ghost of a run where the drive was"

    drive(True)
    assert run_state(run, fold(read_events(run.events))) == "died"
    assert run_attempt(run, resume=True).state == "finished"
    assert learned(run) == undisturbed()


def test_a_workspace_that_becomes_read_only(
    workshop: Any, ordinary_engine: Any, wait_for: Any, history_of: Any
) -> None:
    run = workshop.run("training.max_train_steps=5000", "sampling.sample_every=5000")
    process = ordinary_engine.start("run", run.path, "--json")
    wait_for(run, lambda event: isinstance(event, ev.StepDone))
    subprocess.run(["chmod", "-R", "a-w", str(run.path)], check=True)
    said = ordinary_engine.end(process)
    subprocess.run(["chmod", "-R", "u+w", str(run.path)], check=True)
    assert said.error["kind"] == "not_writable"
    assert str(run.path) in said.error["message"]
    assert run_state(run, history_of(run)) == "died"
    assert go_back(run) == (0, [])


class TestEvents:
    def test_cut_anywhere_they_make_a_state(self, trained_run: RunFolder) -> None:
        whole = trained_run.events.read_bytes()
        for end in range(0, len(whole), 7):
            history = RunHistory()
            lines = whole[:end].split(b"\n")[:-1]
            for line in lines:
                history.add(ev.parse_event(json.loads(line)))
            assert run_state(trained_run, history) in ("new", "died")
            assert history.step <= 4

    @pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
    def test_a_run_whose_events_were_cut_goes_on(
        self, own_trained_run: RunFolder, share: float, undisturbed: Any
    ) -> None:
        run = own_trained_run
        # A stop of the attempt whose number is given out once more.
        stop = '{"id": "old", "time": 1.0, "attempt": 1, "command": "stop"}\n'
        run.commands.write_text(stop, encoding="utf-8")
        shutil.rmtree(run.checkpoint(4))
        content = run.events.read_bytes()
        run.events.write_bytes(content[: int(len(content) * share)])
        assert run_attempt(run, resume=True).state == "finished"
        assert learned(run) == undisturbed()
        assert fold(read_events(run.events)).step == 4


class TestDamage:
    @pytest.mark.parametrize("how", ["flipped", "cut"])
    def test_a_kept_step_is_named_and_passed_over(
        self, own_trained_run: RunFolder, how: str, undisturbed: Any
    ) -> None:
        run = own_trained_run
        path = run.checkpoint(4) / "state.safetensors"
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content if how == "flipped" else content[:-100])
        lines = run.events.read_text(encoding="utf-8").splitlines()
        run.events.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
        assert run_attempt(run, resume=True).state == "finished"
        (noted,) = (event for event in read_events(run.events) if isinstance(event, ev.Noted))
        assert "The kept step 4 is damaged" in str(noted.note)
        assert learned(run) == undisturbed()

    def test_what_was_being_written_or_deleted_is_swept_up(
        self, own_trained_run: RunFolder
    ) -> None:
        run = own_trained_run
        (run.checkpoint(2) / "meta.json").unlink()
        half = run.checkpoint(6)
        half.mkdir()
        (half / "weights.safetensors").write_bytes(b"0" * 100)
        # Written by a process that can no longer be there.
        for folder in (run.checkpoint(4), run.samples, run.concept.cache / "latents"):
            (folder / ".half.png.99999999.7.tmp").touch()
        assert run_attempt(run, resume=True, more_steps=1).state == "finished"
        assert sorted(path.name for path in run.checkpoints.iterdir()) == [
            "step-000000", "step-000004", "step-000005"
        ]  # fmt: skip
        assert nothing_half_written(run)


@pytest.mark.parametrize("what", ["latents", "gradient", "weights"])
def test_numbers_that_are_none_never_reach_a_kept_step(
    what: str, workshop: Any, monkeypatch: pytest.MonkeyPatch, undisturbed: Any
) -> None:
    run = workshop.run()
    steps = [0]
    emit = EventLog.emit

    def count(self: EventLog, event: ev.Event) -> None:
        emit(self, event)
        steps[0] = event.step if isinstance(event, ev.StepDone) else steps[0]

    monkeypatch.setattr(EventLog, "emit", count)
    sample, backward, move = Latents.sample, Accelerator.backward, torch.optim.AdamW.step

    def poisoned(self: Latents, *args: Any, **options: Any) -> torch.Tensor:
        return sample(self, *args, **options) * (float("nan") if steps[0] == 2 else 1)

    def spoil(groups: Any, attribute: str) -> None:
        for group in groups:
            for value in group["params"]:
                getattr(value, attribute).fill_(float("inf"))

    def backward_and_spoil(self: Accelerator, loss: torch.Tensor) -> None:
        backward(self, loss)
        if steps[0] == 2:
            spoil(optimizers[-1].param_groups, "grad")

    def move_and_spoil(self: Any, *args: Any) -> None:
        optimizers.append(self)
        move(self, *args)
        if what == "weights" and steps[0] == 3:
            spoil(self.param_groups, "data")

    optimizers: list[Any] = []
    with monkeypatch.context() as spoilt:
        spoilt.setattr(torch.optim.AdamW, "step", move_and_spoil)
        if what == "latents":
            spoilt.setattr(Latents, "sample", poisoned)
        if what == "gradient":
            spoilt.setattr(Accelerator, "backward", backward_and_spoil)
        outcome = run_attempt(run)
    assert outcome.error is not None and outcome.error.kind == "loss_not_finite"
    assert "smaller learning rate, such as 0.001 " in outcome.error.advice
    assert (outcome.state, outcome.step) == ("failed", 2)
    (back,) = (event for event in read_events(run.events) if isinstance(event, ev.RolledBack))
    assert back.from_step == 2
    assert kept_steps(run) == [0, 2]
    assert all(bool(value.isfinite().all()) for value in load_weights(run, 2).values())
    # What spoilt it is gone, so it goes on from there to the usual end.
    assert run_attempt(run, resume=True).state == "finished"
    assert learned(run) == undisturbed()


def test_a_learning_rate_that_tears_everything_apart(workshop: Any) -> None:
    settings = ("training.learning_rate=1", "data.prior_preservation=false")
    run = workshop.run(*settings, "training.max_train_steps=40", method="dreambooth")
    outcome = run_attempt(run)
    assert outcome.error is not None and outcome.error.kind == "loss_not_finite"
    assert "such as 0.1 " in outcome.error.advice
    assert kept_steps(run) == []


def test_samples_that_cannot_be_drawn_do_not_stop_a_training(
    workshop: Any, monkeypatch: pytest.MonkeyPatch, undisturbed: Any
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the decoder is broken")

    monkeypatch.setattr("training.session.draw_samples", broken)
    run = workshop.run()
    assert run_attempt(run).state == "finished"
    history = fold(read_events(run.events))
    assert {noted.note.key for noted in history.notes} == {"note.sample_failed"}
    assert "the decoder is broken" in str(history.notes[0].note)
    assert not history.samples
    assert "Traceback" in run.log.read_text(encoding="utf-8")
    assert learned(run) == undisturbed()
