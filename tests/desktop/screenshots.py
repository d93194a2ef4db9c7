"""Takes pictures of every page in every state, for a person to see: `make screenshots`.

No test by its name, so that only those who ask for pictures wait for them.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.main_window import MainWindow
from tests.desktop.scene import Scene
from tests.desktop.scenes import SIZES, STATES, painted, show

FOLDER = Path(os.environ.get("MANUL_SCREENSHOTS", "artifacts/screenshots"))
# Enlarged as on a fine screen: Qt reads it when it starts.
SCALE = os.environ.get("QT_SCALE_FACTOR", "")

MakeWindow = Callable[..., MainWindow]


def looks() -> list[tuple[str, str, str]]:
    if SCALE:
        return [("1100", "light", "ru")]
    return [
        (size, mode, language)
        for size in SIZES for mode in ("light", "dark") for language in ("en", "ru")
    ]  # fmt: skip


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
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture.save(str(FOLDER / f"{state}_{size}_{mode}_{language}{SCALE and f'_x{SCALE}'}.png"))
    if scene.run is not None:
        scene.run.let_go()
    if scene.worker is not None:
        scene.worker.release()
