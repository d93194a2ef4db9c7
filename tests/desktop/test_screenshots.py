"""Every page in every state, grabbed and walked over: has all that can be used a name?

`make screenshots` keeps the pictures for a person to see.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop.facts import EngineFact
from desktop.main_window import MainWindow
from tests.desktop import (
    scenes_concept,
    scenes_export,
    scenes_failures,
    scenes_images,
    scenes_library,
    scenes_preset,
    scenes_settings,
    scenes_train,
)
from tests.desktop.accessibility import barriers
from tests.desktop.scene import Scene, State, wait

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
}


def looks() -> list[tuple[str, str, str]]:
    if not FOLDER:
        return [("1100", "dark", "ru")]
    return [
        (size, mode, language)
        for size in SIZES for mode in ("light", "dark") for language in ("en", "ru")
    ]  # fmt: skip


@pytest.mark.parametrize("look", looks(), ids="_".join)
@pytest.mark.parametrize("state", STATES)
def test_page_can_be_painted(
    state: str, look: tuple[str, str, str], make_window: Callable[..., MainWindow],
    workspace: Path, qtbot: QtBot,
) -> None:  # fmt: skip
    prepare, act = STATES[state]
    size, mode, language = look
    scene = Scene(workspace, qtbot)
    prepare(scene)
    window = make_window(language=language, mode=mode)
    window._engine._set_fact(
        EngineFact(True, "NVIDIA GeForce RTX 3060", 7_600_000_000, 8_589_934_592)
    )
    window.resize(SIZES[size])
    act(window, scene)
    wait(window)
    missing = barriers()
    assert not missing, "\n".join(missing)
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    shown: QWidget = dialogs[0] if dialogs else window
    for _ in range(3):
        # Painting asks for pictures, which then load.
        picture = shown.grab()
        wait(window)
    picture = shown.grab()
    assert not picture.isNull()
    if FOLDER:
        folder = Path(FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        picture.save(str(folder / f"{state}_{size}_{mode}_{language}.png"))
    if scene.run is not None:
        scene.run.let_go()
