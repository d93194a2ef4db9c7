"""The program as it is started: quickly, without torch, once, and again after it was killed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import parse, pictures_of, place_of
from desktop.single_instance import SingleInstance, hand_over
from tests.desktop.recorder import record_concept, record_run

_ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "numpy", "diffusers", "transformers", "scipy", "pyqtgraph", "accelerate")
EMPTY = """
import time, pydantic
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([]); label = QLabel("empty"); label.show(); app.processEvents()
print(time.process_time())
"""


def manul(*arguments: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *options, "-m", "desktop", *arguments],
        capture_output=True, text=True, timeout=60, check=False, cwd=_ROOT,
        env=os.environ | {"MANUL_LANGUAGE": "ru", "PYTHONPATH": str(_ROOT)},
    )  # fmt: skip


def test_the_first_paint_comes_without_heavy_packages() -> None:
    done = manul("--measure", options=("-X", "importtime"))
    assert done.returncode == 0, done.stderr[-2000:]
    imported = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in done.stderr.splitlines() if line.startswith("import time:")
    }  # fmt: skip
    assert "PySide6" in imported
    assert not imported & set(HEAVY)


def test_the_first_paint_takes_few_times_what_an_empty_window_takes() -> None:
    """A second on a usual machine. Work is compared with work, the least of three each, since a
    busy machine does the same work in more time."""
    work, empty = [], []
    for _ in range(3):
        plain = manul("--measure")
        said = re.search(r"first paint after ([\d.]+) s of work", plain.stdout)
        assert said is not None, plain.stderr
        assert plain.stderr == ""
        work.append(float(said[1]))
        bare = subprocess.run([sys.executable, "-c", EMPTY], capture_output=True, check=True)
        empty.append(float(bare.stdout))
    assert min(work) < 9 * min(empty), (work, empty)


@pytest.mark.quick
def test_a_run_brings_its_own_workspace(tmp_path: Path, workspace: Path) -> None:
    run = record_run(record_concept(tmp_path / "elsewhere")).folder
    picture = tmp_path / "a.png"
    arguments = parse([str(run.path / "run.toml"), str(picture)])
    assert place_of(arguments) == (tmp_path / "elsewhere", run)
    assert pictures_of(arguments) == [picture]
    assert place_of(parse([str(picture)])) == (workspace, None)


def test_a_second_start_hands_over_its_pictures(qtbot: QtBot, workspace: Path) -> None:
    first = SingleInstance(workspace)
    picture = workspace / "кот.png"
    with qtbot.waitSignal(first.called, timeout=15_000) as called:
        second = subprocess.Popen(
            [sys.executable, "-m", "desktop", str(picture)], cwd=_ROOT, env=dict(os.environ)
        )
    assert called.args == [[picture]]
    assert second.wait(timeout=15) == 0
    first.close()
    assert not hand_over(workspace, [])


def test_the_socket_of_a_killed_window_does_no_harm(qtbot: QtBot, workspace: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(workspace)], stdout=subprocess.PIPE, cwd=_ROOT
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"listening\n"
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert not hand_over(workspace, [])
    again = SingleInstance(workspace)
    assert again.is_listening()
    again.close()


_HOLDER = """
import sys
from pathlib import Path
from desktop.single_instance import SingleInstance
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
print("listening", flush=True)
app.exec()
"""
