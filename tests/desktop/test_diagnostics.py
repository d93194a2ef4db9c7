"""The diagnostics are seen before they are saved, and hold no name."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import window_log
from desktop.diagnostics_dialog import DiagnosticsDialog
from desktop.main_window import MainWindow
from tests.desktop.recorder import record_concept, record_run

MakeWindow = Callable[..., MainWindow]


def test_from_a_failure_to_a_file(
    make_window: MakeWindow, qtbot: QtBot, workspace: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("USER", "josephine")
    run = record_run(record_concept(workspace), total=20, every=10)
    run.start()
    run.learn(12)
    run.die("RuntimeError in /home/josephine/x.py with hf_abcdefghijklmnop\n")
    window_log.note("josephine saw a ValueError")
    window = make_window()
    window.open_run(run.key)
    button = window.train.failures.notice.choices["diagnostics"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.findChildren(DiagnosticsDialog)))
    (dialog,) = window.findChildren(DiagnosticsDialog)
    names = [part.name for part in dialog._parts]
    assert names[0] == "about.txt" and "engine.log" in names
    qtbot.mouseClick(dialog.chips[names.index("engine.log")], Qt.MouseButton.LeftButton)
    shown = dialog.text.toPlainText()
    assert "RuntimeError" in shown and "josephine" not in shown and "hf_abc" not in shown
    assert not dialog.folder.isVisible()
    path = tmp_path / "d.zip"
    window.diagnostics_actions.save(dialog, dialog._parts, str(path))
    qtbot.waitUntil(dialog.folder.isVisible)
    with zipfile.ZipFile(path) as archive:
        assert archive.read("engine.log").decode() == shown
        assert "josephine" not in archive.read("window.log").decode()
    window.diagnostics_actions.save(dialog, dialog._parts, str(tmp_path / "no" / "d.zip"))
    qtbot.waitUntil(lambda: "is not there" in dialog.said.text())
    dialog.close()
