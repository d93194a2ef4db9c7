import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from training.contract import commands
from training.contract.commands import CommandFollower, send_command
from training.contract.errors import ManulError
from training.contract.layout import RunFolder

pytestmark = pytest.mark.quick


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path)


def test_a_command_reaches_its_attempt_once(run: RunFolder) -> None:
    follower = CommandFollower(run.commands, attempt=2)
    send_command(run, "stop", attempt=1)
    sent = [send_command(run, "pause", attempt=2), send_command(run, "sample_now", attempt=2)]
    assert follower.poll() == sent
    assert follower.poll() == []
    assert sent[0].id != sent[1].id


def test_foreign_and_damaged_lines_are_no_commands(run: RunFolder) -> None:
    run.commands.write_text(
        '{"command": "explode", "attempt": 1, "id": "a", "time": 1}\n'
        '{"command": "stop", "attempt": "first"}\n'
        "stop\n"
        '{"command": "stop", "attempt": 1, "id": "b", "time": 1, "new": true}\n'
    )
    assert [command.id for command in CommandFollower(run.commands, attempt=1).poll()] == ["b"]


def test_a_command_written_twice_counts_once(run: RunFolder) -> None:
    follower = CommandFollower(run.commands, attempt=1)
    send_command(run, "save_now", attempt=1)
    run.commands.write_bytes(run.commands.read_bytes() * 2)
    assert len(follower.poll()) == 1


SEND = """
import sys
from pathlib import Path
from training.contract.commands import send_command
from training.contract.layout import RunFolder
for _ in range(25):
    send_command(RunFolder(Path(sys.argv[1])), "save_now", attempt=1)
"""


def test_two_programs_take_turns(
    run: RunFolder, child: Callable[..., subprocess.Popen[str]]
) -> None:
    writers = [child(SEND, run.path) for _ in range(2)]
    assert [writer.wait() for writer in writers] == [0, 0]
    lines = run.commands.read_text().splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == len(lines) == 50


def test_a_halted_writer_does_not_hang_the_others(
    run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_PATIENCE_SECONDS", 0.1)
    began = time.monotonic()
    with FileLock(run.commands_lock), pytest.raises(ManulError) as refused:
        send_command(run, "stop", attempt=1)
    assert refused.value.key == "run_busy.commands"
    assert time.monotonic() - began < 2


def test_a_run_that_may_only_be_looked_at(open_folder: Path, as_nobody: Callable[..., str]) -> None:
    open_folder.chmod(0o555)
    said = as_nobody(
        "from training.contract.commands import send_command;"
        " send_command(layout.RunFolder(Path(sys.argv[1])), 'stop', attempt=1)",
        open_folder,
    )
    assert said.startswith("not_writable ")
    assert list(open_folder.iterdir()) == []
