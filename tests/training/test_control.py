"""The engine hears commands and signals, answers each once, and beats meanwhile."""

import errno
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from training.contract import events as ev
from training.contract.commands import Command, CommandName, send_command
from training.contract.events import read_events
from training.contract.jsonl import append_line
from training.contract.layout import RunFolder
from training.contract.run_history import RunHistory
from training.control import Control, Interruption
from training.event_log import EventLog

pytestmark = pytest.mark.quick

ATTEMPT = 2


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path)


@pytest.fixture
def control(run: RunFolder) -> Iterator[Control]:
    with Control(run, EventLog(run.events, RunHistory(attempt=ATTEMPT))) as control:
        yield control


def send(run: RunFolder, name: CommandName, attempt: int = ATTEMPT) -> Command:
    return send_command(run, name, attempt=attempt)


def answers(run: RunFolder) -> dict[str, str]:
    """Command ids answered so far, with the note."""
    return {
        event.id: str(event.note or "")
        for event in read_events(run.events)
        if isinstance(event, ev.CommandHandled)
    }


def beats(run: RunFolder) -> list[ev.Heartbeat]:
    return [event for event in read_events(run.events) if isinstance(event, ev.Heartbeat)]


def until(condition: Callable[[], object]) -> None:
    patience = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < patience
        time.sleep(0.01)


def heard(control: Control) -> Interruption:
    found: list[Interruption] = []

    def is_interrupted() -> bool:
        try:
            control.check()
        except Interruption as interruption:
            found.append(interruption)
        return bool(found)

    until(is_interrupted)
    return found[0]


def test_nothing_asked_nothing_happens(control: Control) -> None:
    control.check()
    assert control.take_request() is None


@pytest.mark.parametrize("name", ["stop", "pause"])
def test_stop_and_pause_interrupt(control: Control, run: RunFolder, name: CommandName) -> None:
    command = send(run, name)
    interruption = heard(control)
    assert interruption.command == command
    assert interruption.is_pause is (name == "pause")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_a_stop(control: Control, number: signal.Signals) -> None:
    os.kill(os.getpid(), number)
    interruption = heard(control)
    assert interruption.command is None
    assert not interruption.is_pause


def test_signal_handlers_are_put_back(run: RunFolder) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Control(run, EventLog(run.events, RunHistory())):
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


def test_commands_for_another_attempt_are_not_heard(control: Control, run: RunFolder) -> None:
    send(run, "stop", attempt=ATTEMPT - 1)
    send(run, "stop", attempt=ATTEMPT + 1)
    ours = send(run, "sample_now")
    until(control.take_request)
    control.check()
    assert control.take_request() == ours


def test_each_request_is_answered_once(control: Control, run: RunFolder) -> None:
    first, second = send(run, "sample_now"), send(run, "save_now")
    until(control.take_request)
    for expected in (first, second):
        until(control.take_request)
        assert control.take_request() == expected
        control.handled(expected)
    assert control.take_request() is None
    assert answers(run) == {first.id: "", second.id: ""}


def test_resume_while_running_is_answered_with_a_note(control: Control, run: RunFolder) -> None:
    command = send(run, "resume")

    def is_answered() -> bool:
        assert control.take_request() is None
        return command.id in answers(run)

    until(is_answered)
    assert "running" in answers(run)[command.id]


def test_while_paused_it_waits_for_resume(control: Control, run: RunFolder) -> None:
    refused = send(run, "sample_now")
    threading.Timer(0.5, lambda: send(run, "resume")).start()
    start = time.monotonic()
    control.wait_for_resume()
    assert time.monotonic() - start >= 0.5
    assert "paused" in answers(run)[refused.id]
    assert len(answers(run)) == 2


def test_while_paused_stop_is_heard(control: Control, run: RunFolder) -> None:
    command = send(run, "stop")
    with pytest.raises(Interruption) as raised:
        control.wait_for_resume()
    assert raised.value.command == command


def test_the_heart_beats_with_the_time_of_the_last_progress(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.control.HEARTBEAT_SECONDS", 0.3)
    with Control(run, EventLog(run.events, RunHistory())) as control:
        until(lambda: len(beats(run)) >= 2)
        before = time.time()
        control.touch()
        until(lambda: beats(run)[-1].progress_at >= before)
    assert beats(run)[0].progress_at < before <= beats(run)[-1].progress_at


def test_a_clock_that_is_set_back_is_no_silence(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.control.HEARTBEAT_SECONDS", 0.3)
    with Control(run, EventLog(run.events, RunHistory())) as control:
        until(lambda: beats(run))
        now = time.time
        monkeypatch.setattr("time.time", lambda: now() - 3600)
        before = len(beats(run))
        until(lambda: len(beats(run)) > before + 1)
        silence = time.time() - beats(run)[-1].progress_at
        control.touch()
    # Progress was made a moment ago, by the clock of now.
    assert 0 <= silence < 5


def test_what_was_asked_before_this_process_was_there_is_not_heard(run: RunFolder) -> None:
    """The events were lost, so the attempt's number is given out once more."""
    old = Command(attempt=ATTEMPT, command="stop", time=time.time() - 1e6)
    append_line(run.commands, old.model_dump(mode="json"))
    send(run, "sample_now")
    with Control(run, EventLog(run.events, RunHistory(attempt=ATTEMPT))) as control:
        until(control.take_request)
        control.check()


def test_a_full_disk_does_not_make_it_deaf(run: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("training.event_log.append_event", full)
    with Control(run, EventLog(run.events, RunHistory(attempt=ATTEMPT))) as control:
        time.sleep(0.5)
        send(run, "stop")
        assert heard(control).command is not None


def test_what_came_too_late_is_answered_at_the_end(run: RunFolder, control: Control) -> None:
    sample, stop = send(run, "sample_now"), send(run, "stop")
    wait_until = time.monotonic() + 5
    while len(control._waiting) < 2 and time.monotonic() < wait_until:
        time.sleep(0.01)
    control.answer_rest(state="stopped")
    said = answers(run)
    assert said[stop.id] == ""
    assert "sample_now" in said[sample.id]
