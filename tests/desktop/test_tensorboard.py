"""TensorBoard for real: it starts, answers, and ends with the window."""

import os
import stat
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from desktop.facts import Report
from desktop.main_window import MainWindow
from tests.desktop.recorder import RecordedRun, record_concept, record_run

MakeWindow = Callable[..., MainWindow]
START_MS = 60_000


@pytest.fixture
def run(workspace: Path) -> Iterator[RecordedRun]:
    made = record_run(record_concept(workspace), total=40, every=10)
    made.start()
    made.learn(10)
    made.finish()
    made.folder.tensorboard.mkdir()
    yield made


def children() -> list[psutil.Process]:
    return [
        process for process in psutil.Process().children(recursive=True)
        if "tensorboard.main" in process.cmdline()
    ]  # fmt: skip


def test_it_opens_in_the_browser_and_ends_with_the_window(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun
) -> None:
    opened: list[str] = []
    window = make_window()
    board = window.gallery_actions.tensorboard
    board._open_address = lambda url: opened.append(QUrl(url).toString())
    window.open_run(run.key)
    with qtbot.waitSignal(board.opened, timeout=START_MS):
        window.train.commands.tensorboard.trigger()
    assert len(opened) == 1 and opened[0].startswith("http://localhost:")
    with urllib.request.urlopen(opened[0], timeout=20) as answer:
        assert answer.status == 200
    assert len(children()) == 1
    window.train.commands.tensorboard.trigger()
    assert opened == [opened[0]] * 2, "the one that runs is opened again"
    assert len(children()) == 1
    window.close()
    assert children() == []


@pytest.mark.skipif(sys.platform == "win32", reason="the fake engine is a shell script")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'python: No module named tensorboard.main'; exit 1", "not installed"),
        ("echo 'out of cheese'; exit 3", "out of cheese"),
    ],
)
def test_what_goes_wrong_is_said(
    make_window: MakeWindow, qtbot: QtBot, run: RecordedRun, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, script: str, said: str,
) -> None:  # fmt: skip
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    os.chmod(python, stat.S_IRWXU)
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", str(python))
    window = make_window()
    window.open_run(run.key)
    board = window.gallery_actions.tensorboard
    with qtbot.waitSignal(board.failed) as told:
        window.train.commands.tensorboard.trigger()
    assert told.args is not None
    report: Report = told.args[0]
    assert said in report.message
    assert window.train.notice.isVisible()
    monkeypatch.setenv("MANUL_ENGINE_PYTHON", str(tmp_path / "no such python"))
    with qtbot.waitSignal(board.failed):
        window.train.commands.tensorboard.trigger()
    assert "does not start" in window.train.notice.accessibleName()
