"""The engine object: what it follows, what it says when no engine can be started."""

import json
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.answers import engine_fact
from desktop.engine import Engine
from desktop.facts import EngineFact, ExportWish, Report, RunFact, report_of
from desktop.follower import RunFollower, WorkspaceFollower, log_tail, thinned
from tests.desktop.event_loop import settle
from tests.desktop.recorder import RecordedRun, record_concept, record_run
from training.contract.commands import CommandFollower
from training.contract.engine_process import engine_file
from training.contract.errors import ManulError
from training.contract.messages import say
from training.contract.runs import RunRequest


@pytest.fixture
def run(workspace: Path) -> Iterator[RecordedRun]:
    made = record_run(record_concept(workspace), total=40, every=10)
    yield made
    made.let_go()


@pytest.fixture
def engine(workspace: Path, qtbot: QtBot) -> Iterator[Engine]:
    made = Engine(workspace)
    yield made
    made.close()
    settle()
    made.deleteLater()


def fake_python(folder: Path, script: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return str(path)


needs_sh = pytest.mark.skipif(sys.platform == "win32", reason="the fake engine is a shell script")


@pytest.mark.quick
def test_a_run_is_read_on_from_where_the_last_look_ended(run: RecordedRun) -> None:
    follower = RunFollower(run.folder)
    assert follower.look().state == "new"
    assert follower.look(launching=True).state == "starting"
    run.start()
    run.learn(12)
    first = follower.look()
    assert (first.state, first.step, first.kept_steps) == ("running", 12, (0, 10))
    assert follower.look() is first, "nothing new, nothing made anew"
    with run.folder.events.open("ab") as file:
        file.write(b'{"type": "step_done", "ste')
    assert follower.look() is first, "half a line waits for its other half"
    run.learn(1)
    assert follower.look().step == 13
    run.let_go()
    assert follower.look().state == "died"
    run.start(from_step=10)
    run.step = 10
    assert follower.look().step == 10
    run.learn(1)
    fact = follower.look()
    assert [step for step, _ in fact.losses][-1] == 11, "steps beyond the resume are void"


@pytest.mark.quick
def test_an_engine_is_silent_by_a_clock_that_nobody_sets(
    run: RecordedRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall, steady = time.time, time.monotonic
    run.start()
    run.learn(1)
    follower = RunFollower(run.folder)
    assert follower.look().state == "running"
    # Set back, set forward, or the computer slept.
    for jump in (-7200, 7200):
        monkeypatch.setattr("time.time", lambda jump=jump: wall() + jump)
        assert follower.look().state == "running"
        run.learn(1)
        assert follower.look().state == "running"
    monkeypatch.setattr("time.monotonic", lambda: steady() + 70)
    assert follower.look().state == "not_responding"
    monkeypatch.undo()
    # A window that opens now meets events of an hour to come.
    other = RunFollower(run.folder)
    assert other.look().state == "running"
    monkeypatch.setattr("time.monotonic", lambda: steady() + 70)
    assert other.look().state == "not_responding"


@pytest.mark.quick
def test_a_workspace_with_rubbish_in_it(workspace: Path, run: RecordedRun) -> None:
    (workspace / "notes.txt").write_text("x", encoding="utf-8")
    (workspace / "broken").mkdir()
    (workspace / "broken" / "concept.toml").write_text("name = ", encoding="utf-8")
    found = {fact.name: fact for fact in WorkspaceFollower(workspace).look(frozenset())}
    assert set(found) == {"broken", "pallas_cat"}
    assert found["broken"].problem is not None
    assert [fact.key for fact in found["pallas_cat"].runs] == [run.key]


@pytest.mark.quick
def test_very_many_losses_are_thinned_out_but_not_their_peaks() -> None:
    points = [(step, 1.0 if step == 4321 else 0.1) for step in range(20_000)]
    thin = thinned([*points, (20_000, None)])
    assert len(thin) <= 1300
    assert (4321, 1.0) in thin
    assert list(thin) == sorted(thin)


@pytest.mark.quick
def test_the_log_s_tail_is_text_whatever_is_in_it(tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    assert log_tail(log) == ""
    lines = b"".join(b"line %d\n" % number for number in range(100))
    log.write_bytes(lines + b"\xff\xfe\n 10%|#\r 20%|##\n")
    assert log_tail(log).splitlines()[-1] == " 20%|##"
    assert len(log_tail(log).splitlines()) == 12


def test_many_edits_and_looks_at_once_do_not_lose_an_answer(
    engine: Engine, qtbot: QtBot, run: RecordedRun
) -> None:
    answers: list[str] = []
    concept = str(run.folder.concept.path)
    for _ in range(3):
        engine.look()
        engine.add_pictures(concept, [], lambda _: answers.append("done"), print)
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert answers == ["done"] * 3


@needs_sh
def test_an_engine_without_its_packages(
    engine: Engine, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = '{"engine": null, "cards": [{"name": "RTX 3060", "memory_free_bytes": 5}]}'
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", fake_python(tmp_path, f"echo '{answer}'"))
    with qtbot.waitSignal(engine.engine_changed) as told:
        engine.probe()
    assert told.args == [EngineFact(here=False, card="RTX 3060", memory_free=5)]
    assert engine_fact({"engine": {"torch": "2"}, "cards": []}) == EngineFact(here=True)


@needs_sh
def test_no_python_and_one_that_fails(
    engine: Engine, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    run: RecordedRun,
) -> None:  # fmt: skip
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", str(tmp_path / "no such python"))
    with qtbot.waitSignal(engine.engine_changed) as told:
        engine.probe()
    assert told.args is not None and told.args[0].here is False
    reports: list[Report] = []
    with qtbot.waitSignal(engine.looked):
        engine.look()
    engine.resume(run.key, reports.append)
    assert "does not start" in reports[0].message

    monkeypatch.setenv("MANUL_ENGINE_PYTHON", fake_python(tmp_path, "exit 3"))
    engine.resume(run.key, reports.append)
    qtbot.waitUntil(lambda: len(reports) == 2)
    assert "exit code 3" in reports[1].message
    qtbot.waitUntil(lambda: _state(engine.run(run.key)) == "new")


@needs_sh
def test_a_damaged_engine_file_is_said_in_words(
    engine: Engine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, run: RecordedRun
) -> None:
    monkeypatch.delenv("MANUL_ENGINE_PYTHON", raising=False)
    engine_file().parent.mkdir(parents=True, exist_ok=True)
    engine_file().write_text("python = [", encoding="utf-8")
    with qtbot.waitSignal(engine.looked):
        engine.look()
    reports: list[Report] = []
    engine.resume(run.key, reports.append)
    wish = ExportWish(run.key, 10, "out")
    engine.export(wish, lambda _: None, reports.append)
    assert [report.key for report in reports] == ["error.corrupt_config.syntax"] * 2
    with qtbot.waitSignal(engine.engine_changed) as told:
        engine.probe()
    assert told.args is not None and told.args[0].here is False


@needs_sh
def test_an_engine_s_error_keeps_the_sentence_within_the_sentence(
    engine: Engine, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = ManulError("unreadable", path="x.pt", reason=say("cause.forbidden"))
    (tmp_path / "answer").write_text(
        json.dumps({"error": problem.report().model_dump(mode="json")}), encoding="utf-8"
    )
    reports: list[Report] = []
    wish = ExportWish("x", 1, "out")
    fake = fake_python(tmp_path, f"cat '{tmp_path}/answer'; exit 1")
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", fake)
    engine.export(wish, lambda _: None, reports.append)
    qtbot.waitUntil(lambda: len(reports) == 1)
    assert reports[0] == report_of(problem), "a Message, as the contract reads it"
    (tmp_path / "answer").write_text('{"error": {"message": "all is lost"}}', encoding="utf-8")
    engine.export(wish, lambda _: None, reports.append)
    qtbot.waitUntil(lambda: len(reports) == 2)
    assert "all is lost" in reports[1].message


def test_following_goes_on_after_something_unexpected(
    engine: Engine, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, run: RecordedRun
) -> None:
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: told.append(str(error)))

    def fail(self: object, launching: object, sizes: object) -> None:
        raise ValueError("rubbish")

    with monkeypatch.context() as broken:
        broken.setattr(WorkspaceFollower, "look", fail)
        for _ in range(2):
            with qtbot.waitSignal(engine.looked):
                engine.look()
    assert told == ["rubbish"], "said once"
    with qtbot.waitSignal(engine.looked, timeout=3000):
        pass
    assert engine.run(run.key) is not None


@needs_sh
def test_stop_reaches_an_engine_that_is_only_being_started(
    engine: Engine, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    run: RecordedRun,
) -> None:  # fmt: skip
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", fake_python(tmp_path, "sleep 3"))
    with qtbot.waitSignal(engine.looked):
        engine.look()
    engine.resume(run.key, lambda _: None)
    qtbot.waitUntil(lambda: _state(engine.run(run.key)) == "starting")
    engine.send(run.key, "stop")
    qtbot.waitUntil(run.folder.commands.exists)
    found = CommandFollower(run.folder.commands, attempt=1)
    qtbot.waitUntil(lambda: [wish.command for wish in found.poll()] == ["stop"])


@pytest.mark.quick
def test_a_mended_run_file_is_read_again(run: RecordedRun) -> None:
    good = run.folder.config.read_bytes()
    run.folder.config.write_text("preset = [", encoding="utf-8")
    follower = RunFollower(run.folder)
    assert follower.look().state == "unreadable"
    run.folder.config.write_bytes(good)
    os.utime(run.folder.config, (1, 1))
    assert follower.look().state == "new"


def test_a_training_that_cannot_be_made_is_refused_in_words(
    engine: Engine, qtbot: QtBot, run: RecordedRun
) -> None:
    reports: list[Report] = []
    request = RunRequest(base_model="no/such/model")
    engine.start_training(
        str(run.folder.concept.path), request, lambda _: None, reports.append
    )  # fmt: skip
    qtbot.waitUntil(lambda: bool(reports))
    assert "no/such/model" in reports[0].message
    assert reports[0].key == "error.model_missing"


def _state(run: RunFact | None) -> str:
    return run.state if run else ""
