"""Every page in every state, grabbed and walked over: has all that can be used a name?

`make screenshots` keeps the pictures for a person to see.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.facts import EngineFact
from desktop.main_window import MainWindow
from desktop.settings.dialog import SettingsDialog
from tests.desktop import (
    scenes_concept,
    scenes_export,
    scenes_failures,
    scenes_images,
    scenes_library,
    scenes_preset,
    scenes_set_up,
    scenes_settings,
    scenes_train,
)
from tests.desktop.accessibility import barriers
from tests.desktop.scene import Scene, State, wait
from tests.desktop.visible_text import cut_off, left_in_english, readable

MakeWindow = Callable[..., MainWindow]

FOLDER = os.environ.get("MANUL_SCREENSHOTS", "")
SIZES = {"1440": QSize(1440, 900), "1100": QSize(1100, 700)}
STATES: dict[str, State] = {
    **scenes_library.STATES,
    **scenes_images.STATES,
    **scenes_concept.STATES,
    **scenes_preset.STATES,
    **scenes_train.STATES,
    **scenes_failures.STATES,
    **scenes_export.STATES,
    **scenes_settings.STATES,
    **scenes_set_up.STATES,
}


# A note on what was just done, and progress until it moves on, keep the words in which they came.
TOLD_ONCE = (
    "train_sheet", "train_tensorboard", "library_deleted", "library_taught", "library_copying",
    "large_try_working",
)  # fmt: skip
# Enlarged as on a fine screen: Qt reads it when it starts.
SCALE = os.environ.get("QT_SCALE_FACTOR", "")


def looks() -> list[tuple[str, str, str]]:
    if SCALE:
        return [("1100", "light", "ru")]
    return [
        (size, mode, language)
        for size in SIZES for mode in ("light", "dark") for language in ("en", "ru")
    ]  # fmt: skip


def show(
    scene: Scene, state: str, window: MainWindow, *, size: QSize = SIZES["1100"]
) -> QWidget:  # fmt: skip
    """The state in the window; its dialog where it has one."""
    window._engine._set_fact(
        EngineFact(True, "NVIDIA GeForce RTX 3060", 7_600_000_000, 8_589_934_592)
    )
    window.resize(size)
    STATES[state][1](window, scene)
    wait(window)
    missing = barriers()
    assert not missing, "\n".join(missing)
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    return dialogs[0] if dialogs else window


def painted(shown: QWidget, window: MainWindow) -> QPixmap:
    for _ in range(3):
        # Painting asks for pictures, which then load.
        shown.grab()
        wait(window)
    picture = shown.grab()
    assert not picture.isNull()
    return picture


@pytest.mark.skipif(not FOLDER, reason="`make screenshots` keeps the pictures")
@pytest.mark.parametrize("look", looks(), ids="_".join)
@pytest.mark.parametrize("state", STATES)
def test_pictures_of_the_page(
    state: str, look: tuple[str, str, str], make_window: MakeWindow, workspace: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    size, mode, language = look
    scene = Scene(workspace, qtbot)
    STATES[state][0](scene)
    window = make_window(language=language, mode=mode)
    picture = painted(show(scene, state, window, size=SIZES[size]), window)
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    picture.save(str(folder / f"{state}_{size}_{mode}_{language}{SCALE and f'_x{SCALE}'}.png"))
    if scene.run is not None:
        scene.run.let_go()
    if scene.worker is not None:
        scene.worker.release()


@pytest.mark.skipif(bool(FOLDER), reason="pictures are being taken")
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
