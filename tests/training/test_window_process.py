"""`--open`: the window comes up on the run, where somebody can see it."""

import time
from pathlib import Path

import psutil
import pytest

from training.contract.layout import RunFolder
from training.window_process import has_display, open_window

RECORDED = Path(__file__).parents[1] / "data" / "recorded_run"


@pytest.fixture(autouse=True)
def _no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.quick
def test_nothing_opens_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not has_display()
    assert not open_window(RunFolder(RECORDED))
    monkeypatch.setenv("DISPLAY", ":0")
    assert has_display()
    monkeypatch.setenv("CI", "true")
    assert not has_display()


def test_the_window_opens_on_the_run_and_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    # Qt draws into memory; to the opener that is a display like any other.
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert open_window(RunFolder(RECORDED))
    [window] = [child for child in psutil.Process().children() if str(RECORDED) in child.cmdline()]
    time.sleep(3)
    assert window.is_running()
    assert window.status() != psutil.STATUS_ZOMBIE
    window.kill()
    window.wait(timeout=10)
