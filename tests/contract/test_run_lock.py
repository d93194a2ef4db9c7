import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from training.contract import run_lock
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.run_lock import is_locked, take_run_lock

HOLD = """
import sys, time
from pathlib import Path
from training.contract.layout import RunFolder
from training.contract.run_lock import take_run_lock
with take_run_lock(RunFolder(Path(sys.argv[1]))):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
print("released", flush=True)
time.sleep(60)
"""

Child = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path)


def holder(child: Child, run: RunFolder, seconds: float) -> subprocess.Popen[str]:
    process = child(HOLD, run.path, seconds)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


@pytest.mark.quick
def test_a_run_that_nobody_touched_is_free_and_stays_untouched(run: RunFolder) -> None:
    assert not is_locked(run)
    assert list(run.path.iterdir()) == []


def test_killed_without_mercy_the_lock_is_free(run: RunFolder, child: Child) -> None:
    engine = holder(child, run, 60)
    assert is_locked(run)
    engine.kill()
    engine.wait()
    assert not is_locked(run)
    take_run_lock(run).release()


def test_the_end_of_the_block_frees_it_while_the_process_lives(
    run: RunFolder, child: Child
) -> None:
    engine = holder(child, run, 0.1)
    assert engine.stdout is not None
    assert engine.stdout.readline() == "released\n"
    assert engine.poll() is None
    assert not is_locked(run)


def test_a_second_engine_is_refused(
    run: RunFolder, child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_lock, "_START_PATIENCE_SECONDS", 0.2)
    holder(child, run, 60)
    with pytest.raises(ManulError) as refused:
        take_run_lock(run)
    assert (refused.value.kind, refused.value.values["path"]) == ("run_busy", str(run.path))


RACE = """
import sys, time
from pathlib import Path
from training.contract.errors import ManulError
from training.contract.layout import RunFolder
from training.contract.run_lock import take_run_lock
print("ready", flush=True)
sys.stdin.readline()
try:
    lock = take_run_lock(RunFolder(Path(sys.argv[1])))
except ManulError as error:
    print(error.key, flush=True)
else:
    print("held", flush=True)
time.sleep(60)
"""


def test_of_several_engines_at_once_one_works(run: RunFolder) -> None:
    command = [sys.executable, "-c", RACE, str(run.path)]
    pipe = subprocess.PIPE
    engines = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(4)]
    try:
        assert [line(engine) for engine in engines] == ["ready"] * 4
        for engine in engines:
            assert engine.stdin is not None
            engine.stdin.write("go\n")
            engine.stdin.flush()
        assert sorted(line(engine) for engine in engines) == ["held", *["run_busy"] * 3]
    finally:
        for engine in engines:
            engine.kill()
            engine.communicate()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_starting_engine_waits_for_a_short_hold(run: RunFolder, child: Child) -> None:
    holder(child, run, 0.7)
    began = time.monotonic()
    with take_run_lock(run):
        assert time.monotonic() - began < 2
        assert is_locked(run)
    assert not is_locked(run)


@pytest.mark.quick
def test_looking_does_not_keep_it(run: RunFolder) -> None:
    run.lock.touch()
    assert not is_locked(run)
    with FileLock(run.lock, timeout=0):
        assert is_locked(run)
    assert run.lock.read_bytes() == b""


def test_a_run_that_may_only_be_read(open_folder: Path, as_nobody: Callable[..., str]) -> None:
    (open_folder / "run.lock").touch()
    (open_folder / "run.lock").chmod(0o444)
    open_folder.chmod(0o555)
    run = f"layout.RunFolder(Path({str(open_folder)!r}))"
    assert as_nobody(f"print(run_lock.is_locked({run}))") == "False\n"
    assert as_nobody(f"run_lock.take_run_lock({run})").startswith("not_writable ")


@pytest.mark.quick
def test_a_run_that_is_gone(tmp_path: Path) -> None:
    gone = RunFolder(tmp_path / "gone")
    assert not is_locked(gone)
    assert not os.path.exists(gone.path)
