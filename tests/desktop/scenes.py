"""Every page in every state."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from desktop.facts import EngineFact
from desktop.main_window import MainWindow
from tests.desktop import (
    scenes_concept,
    scenes_export,
    scenes_failures,
    scenes_first_run,
    scenes_images,
    scenes_library,
    scenes_new_version,
    scenes_preset,
    scenes_set_up,
    scenes_settings,
    scenes_train,
)
from tests.desktop.accessibility import barriers
from tests.desktop.scene import Scene, State, wait

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
    **scenes_new_version.STATES,
    **scenes_first_run.STATES,
}


def show(
    scene: Scene, state: str, window: MainWindow, *, size: QSize = SIZES["1100"]
) -> QWidget:  # fmt: skip
    """The state in the window; its dialog where it has one, the one on top of others."""
    window._engine._set_fact(
        EngineFact(True, "NVIDIA GeForce RTX 3060", 7_600_000_000, 8_589_934_592)
    )
    window.resize(size)
    STATES[state][1](window, scene)
    wait(window)
    missing = barriers()
    assert not missing, "\n".join(missing)
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
    return dialogs[-1] if dialogs else window


def painted(shown: QWidget, window: MainWindow) -> QPixmap:
    for _ in range(3):
        # Painting asks for pictures, which then load.
        shown.grab()
        wait(window)
    picture = shown.grab()
    assert not picture.isNull()
    return picture
