"""A set-up that is cancelled, killed or meets what a killed one left: the former engine works."""

import json
import os
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from filelock import FileLock

from tests.installers.engine_making import UV, Made, works
from tests.installers.fake_wheels import TORCH, make_pack
from training.contract.engine_process import engine_python
from training.contract.engine_setup.engine_file import go_back
from training.contract.engine_setup.news import SetUpNews
from training.contract.engine_setup.parts import Parts

CALLS_AND_WAITS = """
import socket, sys, time
socket.create_connection(("127.0.0.1", int(sys.argv[1])))
time.sleep(60)
"""


def test_two_windows_do_not_set_up_at_once(made: Made) -> None:
    made.folders.path.mkdir()
    with FileLock(made.folders.lock):
        assert made.problem(made.set_up()) == "engine_setup.busy"
    assert made.set_up().run().stage == "done"


def test_it_can_be_cancelled_and_gone_on_with(made: Made) -> None:
    set_up = made.set_up()
    set_up.tell = lambda news: set_up.cancel() if news.stage == "downloading" else None
    assert set_up.run().stage == "cancelled"
    assert made.folders.environments() == []
    assert made.set_up().run().stage == "done"


def test_uv_is_ended_at_once_when_cancelled(made: Made, tmp_path: Path) -> None:
    sleeper = tmp_path / "uv that takes its time"
    sleeper.write_text('#!/bin/sh\necho "Downloading torch (2.0GiB)" >&2\nexec sleep 60\n')
    sleeper.chmod(0o755)
    slow = Parts(made.parts.manul, made.parts.constraints, sleeper, made.parts.python)
    set_up = made.set_up(of=slow)
    threading.Timer(0.3, set_up.cancel).start()
    began = time.monotonic()
    assert set_up.run().stage == "cancelled"
    assert time.monotonic() - began < 10


WAITS_WITH_A_CHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"])
open({note!r}, "w").write(f"{{child.pid}}.")
time.sleep(20)
"""


def test_the_check_is_ended_at_once_when_cancelled(made: Made, tmp_path: Path) -> None:
    former = made.set_up().run().python
    note = tmp_path / "note"
    slow = {"torch": WAITS_WITH_A_CHILD.format(note=str(note))}
    set_up = made.set_up(make_pack(tmp_path / "slow pack", changed=slow))
    ended: list[SetUpNews] = []
    running = threading.Thread(target=lambda: ended.append(set_up.run()))
    running.start()
    while not (note.exists() and note.read_text().endswith(".")) and running.is_alive():
        time.sleep(0.05)
    set_up.cancel()
    running.join(timeout=10)
    assert [end.stage for end in ended] == ["cancelled"]
    assert not psutil.pid_exists(int(note.read_text()[:-1])), "what the check started ends with it"
    assert str(engine_python()) == former
    assert [one.name for one in made.folders.environments()] == ["0.1.0-cpu-1"]


def test_an_engine_is_not_used_once_it_is_cancelled(made: Made) -> None:
    former = made.set_up().run().python
    set_up = made.set_up()
    set_up.tell = lambda news: set_up.cancel() if news.stage == "checking" else None
    assert set_up.run().stage == "cancelled"
    assert str(engine_python()) == former


@pytest.mark.parametrize(
    ("changed", "is_kept"),
    [
        ({"torch": TORCH.replace("return Matrix(size, depth)", "raise RuntimeError('old')")}, True),
        ({"diffusers": "import nowhere"}, False),
    ],
)
def test_downloads_are_not_to_blame_for_what_the_card_does(
    made: Made, tmp_path: Path, changed: dict[str, str], is_kept: bool
) -> None:
    pack = make_pack(tmp_path / "bad pack", changed=changed)
    for _ in range(2):
        assert made.problem(made.set_up(pack)) == "engine_setup.check"
    assert made.folders.downloads.exists() == is_kept


def test_discarded_downloads_that_are_held_on_to(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (".discarded", ".discarded-1", ".downloads"):
        folder = made.folders.path / name
        folder.mkdir(parents=True)
        (folder / "torch.whl").touch()
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)
        made.folders.discard_downloads()
    assert not made.folders.downloads.exists()
    assert made.set_up().run().stage == "done"
    assert sorted(os.listdir(made.folders.path)) == [".set-up.lock", "0.1.0-cpu-1"]


def test_damaged_downloads_are_not_met_for_ever(made: Made) -> None:
    """As a power failure leaves them: uv believes that they are whole."""
    set_up = made.set_up()
    set_up.tell = lambda news: set_up.cancel() if news.stage == "unpacking" else None
    assert set_up.run().stage == "cancelled"
    for package in made.folders.downloads.glob("archive-v*/*"):
        shutil.rmtree(package)
    assert made.problem(made.set_up()) in ("engine_setup.failed", "engine_setup.damaged")
    assert made.set_up().run().stage == "done"


def test_whoever_is_killed_removing_downloads_leaves_no_half_of_them(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = shutil.rmtree

    def remove_half(path: Path, **options: Any) -> None:
        if "wheels-v" not in str(list(path.glob("*"))):
            return remove(path, **options)
        for package in path.glob("archive-v*/*"):
            remove(package)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", remove_half)
        with pytest.raises(KeyboardInterrupt):
            made.set_up().run()
    assert made.set_up().run().stage == "done"
    assert sorted(os.listdir(made.folders.path)) == [".set-up.lock", "0.1.0-cpu-1", "0.1.0-cpu-2"]


def command(made: Made) -> list[str]:
    return [
        sys.executable, "-m", "training.contract.engine_setup", "--parts", str(made.part_folder),
        "--pack", str(made.pack), "--python", sys.executable,
    ]  # fmt: skip


def test_killed_at_random_moments_the_former_engine_still_works(made: Made) -> None:
    former = made.set_up().run().python
    draw = random.Random(7)
    began = time.monotonic()
    whole = run_command(command(made))
    took = time.monotonic() - began
    assert whole[-1].stage == "done"
    go_back()
    assert str(engine_python()) == former
    for _ in range(4):
        with subprocess.Popen(
            command(made), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        ) as process:
            time.sleep(draw.uniform(0.2, 1.0) * took)
            process.kill()
        used = str(engine_python())
        # Killed after the switch it is the new one; both were checked.
        assert works(used)
        if used != former:
            go_back()
    assert run_command(command(made))[-1].stage == "done"
    # What the killed ones left is gone: there are the new engine and the one before.
    assert len(made.folders.environments()) == 2
    assert not made.folders.downloads.exists()


@pytest.mark.parametrize("what", ["uv", "check"])
def test_what_a_killed_set_up_left_running_is_ended(made: Made, what: str) -> None:
    """It would go on to write where the next one builds, or keep its folder from being removed."""
    environment = made.folders.path / "0.1.0-cpu-1"
    subprocess.run([UV, "venv", "--quiet", "--no-project", environment], check=True)
    python = str(environment / "bin" / "python")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        port = str(silent.getsockname()[1])
        address = f"http://127.0.0.1:{port}/"
        command = {
            "uv": [
                str(UV),
                "pip",
                "install",
                "--python",
                python,
                "--default-index",
                address,
                "torch",
            ],
            "check": [python, "-c", CALLS_AND_WAITS, port],
        }[what]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as orphan, silent.accept()[0]:
            try:
                assert made.set_up().run().stage == "done"
                orphan.wait(timeout=5)
            finally:
                orphan.kill()
    assert sorted(os.listdir(made.folders.path)) == [".set-up.lock", "0.1.0-cpu-1"]


def test_a_window_that_dies_takes_its_set_up_along(made: Made) -> None:
    """Its end of the pipe closes."""
    process = subprocess.Popen(command(made), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    said, _ = process.communicate(b"")
    assert json.loads(said.splitlines()[-1])["stage"] == "cancelled"
    assert process.returncode == 1


def run_command(line: list[str]) -> list[SetUpNews]:
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        return [SetUpNews.model_validate_json(said) for said in process.stdout]
