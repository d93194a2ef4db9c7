"""Nobody needs a mouse or eyes: what the walk over all widgets finds, and where Tab leads.

The walk itself is part of test_scenes, which shows every page and dialog anyway.
"""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.stages import CONCEPT, EXPORT, IMAGES, PRESET, TRAIN
from tests.desktop.accessibility import barriers, describe, in_a_group, usable
from tests.desktop.recorder import record_concept, record_run


@pytest.mark.quick
def test_the_walk_sees_what_is_missing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QHBoxLayout(window)
    rows = QListView()
    rows.setModel(QStringListModel(["one", ""], rows))
    rows.setAccessibleName("Rows")
    mouse_only = QPushButton("Only for the mouse")
    mouse_only.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for widget in (QLineEdit(), rows, mouse_only, QPushButton("…"), QPushButton("Fine")):
        layout.addWidget(widget)
    window.show()
    assert barriers() == [
        "QLineEdit in QWidget ('') has no name",
        "QListView in QWidget ('Rows') says nothing of row 1",
        "QPushButton in QWidget ('Only for the mouse') is not reached by Tab",
        "QPushButton in QWidget ('…') has no name",
    ]


@pytest.mark.parametrize("stage", [-1, IMAGES, CONCEPT, PRESET, TRAIN, EXPORT])
def test_tab_leads_to_everything_and_back(
    stage: int, make_window: Callable[..., MainWindow], workspace: object, qtbot: QtBot
) -> None:
    run = record_run(record_concept(workspace), total=40, every=10)  # type: ignore[arg-type]
    run.start()
    run.learn(40)
    run.finish()
    window = make_window()
    window.open_run(run.key)
    if stage < 0:
        window.show_library()
    else:
        window.show_stage(stage)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    wanted = {widget for widget in usable() if widget.isEnabled() and not in_a_group(widget)}
    reached: set[QWidget] = set()
    for _ in range(2 * len(wanted) + 20):
        window.focusNextPrevChild(True)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
    missed = [describe(widget) for widget in wanted - reached]
    assert not missed, missed
