"""Kept steps: whole or not there, damaged ones named, old states dropped."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from training.attempt_start import start_attempt
from training.checkpoints import drop_old_states, load_state, load_weights, save_checkpoint
from training.contract.errors import ManulError
from training.contract.events import Noted, read_events
from training.contract.kept_steps import kept_steps, resumable_steps
from training.contract.layout import RunFolder
from training.contract.run_history import RunHistory
from training.engine import run_attempt
from training.event_log import EventLog
from training.export import export_step

WEIGHTS = {"vectors": torch.arange(6.0).view(2, 3)}
STATE = {"0.step": torch.tensor(4.0), "0.exp_avg": torch.ones(2, 3, dtype=torch.bfloat16)}


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path / "concept" / "runs" / "0001-textual-inversion")


def save(run: RunFolder, *steps: int) -> None:
    for step in steps:
        save_checkpoint(run, step, weights=WEIGHTS, state=STATE)
        drop_old_states(run)


def start_from(run: RunFolder) -> tuple[int, list[str]]:
    """Where an attempt would begin, and its notes."""
    events = EventLog(run.events, RunHistory())
    notes = start_attempt(run, events)
    assert events.history.started is not None
    return events.history.started.from_step, [str(note) for note in notes]


@pytest.mark.quick
def test_what_is_kept_comes_back_as_it_was(run: RunFolder) -> None:
    save(run, 4)
    assert torch.equal(load_weights(run, 4)["vectors"], WEIGHTS["vectors"])
    state = load_state(run, 4)
    assert state["0.exp_avg"].dtype == torch.bfloat16
    assert state["0.step"].shape == ()


@pytest.mark.quick
@pytest.mark.parametrize("name", ["weights.safetensors", "state.safetensors", "meta.json"])
def test_without_all_its_files_a_step_does_not_count(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The disk fills up at each file in turn, while an older version of the step is replaced."""
    save(run, 2, 4)
    replace = os.replace

    def full(source: Path, target: Path) -> None:
        if Path(target).name == name:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        replace(source, target)

    monkeypatch.setattr("training.contract.atomic.os.replace", full)
    with pytest.raises(OSError, match="No space"):
        save(run, 4)
    assert kept_steps(run) == [2]
    assert not list(run.path.rglob("*.tmp"))


@pytest.mark.quick
def test_old_steps_lose_their_state_and_keep_their_weights(run: RunFolder) -> None:
    save(run, 0, 2, 4, 6)
    assert kept_steps(run) == [0, 2, 4, 6]
    assert resumable_steps(run) == [6, 4]
    assert torch.equal(load_weights(run, 0)["vectors"], WEIGHTS["vectors"])
    with pytest.raises(ManulError) as raised:
        load_state(run, 0)
    assert raised.value.kind == "checkpoint_damaged"


@pytest.mark.quick
@pytest.mark.parametrize("content", [b"", b"nonsense", None], ids=["empty", "nonsense", "cut"])
def test_damaged_weights_are_named_with_the_other_steps(
    run: RunFolder, content: bytes | None
) -> None:
    save(run, 2, 4)
    path = run.checkpoint(4) / "weights.safetensors"
    path.write_bytes(path.read_bytes()[:-8] if content is None else content)
    with pytest.raises(ManulError, match="kept step 4 is damaged") as raised:
        load_weights(run, 4)
    assert "2" in raised.value.report().advice


@pytest.mark.quick
def test_an_attempt_goes_on_from_the_newest_step_that_is_whole(run: RunFolder) -> None:
    save(run, 2, 4)
    (run.checkpoint(4) / "state.safetensors").write_bytes(b"nonsense")
    step, notes = start_from(run)
    assert step == 2
    assert len(notes) == 1
    assert "step 4 is damaged" in notes[0]
    assert "going on from an earlier one" in notes[0]


@pytest.mark.quick
@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sha256": 3}', "\0"])
def test_a_damaged_meta_file_is_a_damaged_step(run: RunFolder, content: str) -> None:
    save(run, 2, 4)
    (run.checkpoint(4) / "meta.json").write_text(content)
    assert start_from(run)[0] == 2


@pytest.mark.quick
def test_the_meta_file_says_what_the_others_are(run: RunFolder) -> None:
    save(run, 2)
    meta = json.loads((run.checkpoint(2) / "meta.json").read_text())
    assert meta["step"] == 2
    assert set(meta["sha256"]) == {"weights.safetensors", "state.safetensors"}


def test_a_run_whose_only_step_is_damaged_starts_over(workshop: Any) -> None:
    run = workshop.run()
    save(run, 0)
    (run.checkpoint(0) / "weights.safetensors").write_bytes(b"nonsense")
    assert run_attempt(run).state == "finished"
    assert load_weights(run, 0)["vectors"].shape == (4, 112)


def test_a_damaged_step_is_written_again_when_it_is_reached(
    own_trained_run: RunFolder, tree: Callable[[Path], dict[str, bytes]]
) -> None:
    run = own_trained_run
    before = tree(run.checkpoint(4))
    (run.checkpoint(4) / "weights.safetensors").write_bytes(b"nonsense")
    with pytest.raises(ManulError):
        export_step(run, step=4)
    # It was finished; a killed run is one without its end.
    lines = run.events.read_text().splitlines()
    run.events.write_text("\n".join(lines[:-1]) + "\n")
    assert run_attempt(run, resume=True).state == "finished"
    assert len([event for event in read_events(run.events) if isinstance(event, Noted)]) == 1
    assert tree(run.checkpoint(4)) == before


def test_damaged_later_steps_are_void_from_then_on(run: RunFolder) -> None:
    save(run, 20, 40, 60)
    for step in (40, 60):
        (run.checkpoint(step) / "weights.safetensors").write_bytes(b"damaged")
    # Step 20 has lost its state to the two newer ones, so the run begins anew, and says so.
    step, notes = start_from(run)
    assert step == 0
    assert [note.endswith("the training begins again.") for note in notes] == [True, True]
    assert kept_steps(run) == []
    save(run, 10)
    assert resumable_steps(run) == [10]
    assert load_state(run, 10).keys() == STATE.keys()
