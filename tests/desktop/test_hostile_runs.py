"""Runs and concepts of strangers in the window's follower: each is shown, none ends the looking."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from desktop import words
from desktop.facts import ConceptFact, RunFact
from desktop.follower import RunFollower, WorkspaceFollower, log_tail
from desktop.models.gallery import columns_of, prompts_of
from tests.desktop.recorder import RecordedRun, record_concept, record_run
from training.contract.messages import Message

pytestmark = [
    pytest.mark.quick,
    pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names and no links here"),
]


@pytest.fixture
def run(workspace: Path) -> RecordedRun:
    return record_run(record_concept(workspace), total=40, every=10)


def looked(workspace: Path) -> tuple[ConceptFact, RunFact]:
    (concept,) = WorkspaceFollower(workspace).look(frozenset())
    assert concept.last_run is not None
    return concept, concept.last_run


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_events_that_are_no_file_are_told_on_the_run(
    run: RecordedRun, workspace: Path, kind: str
) -> None:
    path = run.folder.events
    path.unlink(missing_ok=True)
    if kind == "pipe" and sys.platform != "win32":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        # A link that leads out is refused before it is opened.
        path.symlink_to("/dev/zero")
    _, fact = looked(workspace)
    assert fact.state == "unreadable"
    assert fact.failure is not None
    assert fact.failure.key in ("error.unreadable", "error.unreadable.leads_out")


def test_events_that_become_a_file_again_are_read_again(run: RecordedRun) -> None:
    run.start()
    run.let_go()
    follower = RunFollower(run.folder)
    assert follower.look().state == "died"
    away = run.folder.events.rename(run.folder.path / "away.jsonl")
    run.folder.events.mkdir()
    assert follower.look().state == "unreadable"
    run.folder.events.rmdir()
    away.rename(run.folder.events)
    assert follower.look().state == "died"


def test_of_a_run_with_a_way_out_nothing_is_read(run: RecordedRun, workspace: Path) -> None:
    run.start()
    run.learn(3)
    run.let_go()
    (run.folder.path / "engine.log").unlink()
    (run.folder.path / "engine.log").symlink_to("/etc/passwd")
    _, fact = looked(workspace)
    assert (fact.state, fact.step, fact.log_tail) == ("unreadable", 0, "")


def test_a_log_without_end_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "engine.log").symlink_to("/dev/zero")
    assert log_tail(tmp_path / "engine.log") == ""


def test_a_caption_that_cannot_be_read_costs_only_the_caption(
    run: RecordedRun, workspace: Path
) -> None:
    concept, _ = looked(workspace)
    concept.pictures[0].path.with_suffix(".txt").write_bytes(b"x" * 100_000)
    concept, _ = looked(workspace)
    assert concept.problem is None
    assert concept.pictures[0].caption == ""


def test_a_sample_can_only_be_the_run_s_own(run: RecordedRun, workspace: Path) -> None:
    for number, path in enumerate(
        ("../../images/a.png", "/etc/a.png", "C:\\a.png", "samples/a.png")
    ):
        sample = {"type": "sample_saved", "time": 1.0, "step": number, "prompt_index": 0,
                  "prompt": "x", "seed": 1, "path": path}  # fmt: skip
        with run.folder.events.open("a", encoding="utf-8") as file:
            file.write(json.dumps(sample) + "\n")
    _, fact = looked(workspace)
    assert [sample.path for sample in fact.samples] == [run.folder.path / "samples" / "a.png"]


def test_a_run_of_a_billion_steps_is_not_counted_out(run: RecordedRun, workspace: Path) -> None:
    _, fact = looked(workspace)
    endless = replace(fact, max_train_steps=10**9, sample_every=1, state="running")
    assert columns_of(endless) == [0]
    assert len(prompts_of(endless)) == len(fact.prompts)


def test_a_sentence_whose_values_do_not_fit_is_said_as_it_came(run: RecordedRun) -> None:
    for value in (10**40, "x", Message(key="cause.missing", text="it does not exist")):
        said = Message(key="note.steps_slower", values={"step": value}, text="As it came.")
        assert words.message(said) == "As it came."
