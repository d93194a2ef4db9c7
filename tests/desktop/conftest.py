"""Offscreen windows; Qt's warnings fail a test, and so does a widget that is left alive."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Before PySide6, see there.
import desktop  # noqa: F401

# isort: split
from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.engine import Engine
from desktop.facts import EngineFact
from desktop.languages import Languages
from desktop.main_window import MainWindow
from desktop.preferences import Preferences
from desktop.theme import Theme
from tests.desktop.event_loop import settle
from training.contract.layout import workspace_path

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            # The offscreen platform says so of every dialog with a least size.
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))


@pytest.fixture
def workspace() -> Path:
    """The test's own workspace, as tests/conftest.py has set it."""
    path = workspace_path()
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture(autouse=True)
def _english() -> None:
    """Numbers and sentences are English unless a test asks for something else."""
    QLocale.setDefault(QLocale("en"))


@pytest.fixture(autouse=True)
def _no_widget_left(qapp: QApplication) -> Iterator[None]:
    yield
    settle()
    left = [widget for widget in QApplication.topLevelWidgets() if not widget.parent()]
    assert not left, f"left alive: {left}"


MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def make_window(
    qapp: QApplication, qtbot: QtBot, workspace: Path, preferences: Preferences,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[MakeWindow]:  # fmt: skip
    """A window on the workspace that has looked once; engines are started only by the test. What
    this machine offers is not asked for unless it `probes`; its user was welcomed before unless
    it is the `first`."""
    made: list[tuple[MainWindow, Engine, Theme, Languages]] = []

    def make(
        *, language: str = "en", mode: str = "light", here: bool | None = True,
        probes: bool = False, first: bool = False,
    ) -> MainWindow:  # fmt: skip
        if not probes:
            monkeypatch.setattr(Engine, "probe", lambda *_: None)
        if not first:
            preferences.remember_welcome()
        preferences.mode = "dark" if mode == "dark" else "light"
        languages = Languages(qapp, language)
        theme = Theme(qapp, preferences.mode)
        engine = Engine(workspace)
        window = MainWindow(engine, preferences, theme, languages)
        theme.dress()
        made.append((window, engine, theme, languages))
        engine._set_fact(EngineFact(here=here))
        with qtbot.waitSignal(engine.looked):
            engine.look()
        window.show()
        return window

    yield make
    for window, engine, theme, languages in made:
        engine.close()
        settle()
        window.deleteLater()
        engine.deleteLater()
        theme.deleteLater()
        languages.remove()
        languages.deleteLater()
    settle()
    # The next window is made before it is styled, as in the application.
    qapp.setStyleSheet("")
