"""Every page in every state: nothing is cut off, and language and colours change under it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from desktop.settings.dialog import SettingsDialog
from tests.desktop.scene import Scene
from tests.desktop.scenes import STATES, painted, show
from tests.desktop.visible_text import cut_off, left_in_english, readable

MakeWindow = Callable[..., MainWindow]

# A note on what was just done, and progress until it moves on, keep the words in which they came.
TOLD_ONCE = (
    "train_sheet", "train_tensorboard", "library_deleted", "library_taught", "library_copying",
    "large_try_working",
)  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_language_and_colours_change_under_the_page(
    state: str, make_window: MakeWindow, workspace: Path, qtbot: QtBot
) -> None:
    """In the smallest window nothing is cut off, in English and light nor in Russian and dark."""
    scene = Scene(workspace, qtbot)
    STATES[state][0](scene)
    window = make_window()
    shown = show(scene, state, window)
    painted(shown, window)
    assert cut_off(shown) == []
    english = dict(readable(shown))
    if shown is not window and not isinstance(shown, SettingsDialog):
        return  # The settings cannot be reached while it is open.
    window.settings_actions.set_language("ru")
    window.settings_actions.set_mode("dark")
    picture = painted(shown, window).toImage()
    if state not in TOLD_ONCE:
        assert left_in_english(english, shown) == []
    assert cut_off(shown) == []
    assert share_of(picture, QColor("#f6f5f2")) < 0.001, "the light ground is still there"
    assert share_of(picture, QColor("#1b1a18")) + share_of(picture, QColor("#252320")) > 0.1
    if scene.run is not None:
        scene.run.let_go()
    if scene.worker is not None:
        scene.worker.release()


def share_of(picture: QImage, color: QColor) -> float:
    """How much of the picture is exactly of this colour."""
    pixels = picture.convertToFormat(QImage.Format.Format_RGB32)
    wanted = color.rgb().to_bytes(4, sys.byteorder)
    content = bytes(pixels.constBits())
    found = sum(content[at : at + 4] == wanted for at in range(0, len(content), 4 * 37))
    return found * 37 * 4 / len(content)
